package io.bridge.cloud.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * A person's token for dashboard-service, as this mesh's gateway signs it: so that a benchmark
 * measures that service alone.
 */
record InternalToken(Secrets secrets) {
  private static final String ISSUER = "https://gateway.bridge.internal";
  private static final int MINUTES = 5;

  String of(String person, String team) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience("dashboard-service");
    claims.setSubject(person);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(MINUTES);
    claims.setJwtId(UUID.randomUUID().toString());
    claims.setClaim("teams", Map.of(team, "OWNER"));
    claims.setClaim("roles", List.of("USER"));
    claims.setClaim("cid", UUID.randomUUID().toString());
    try {
      JsonWebKeySet keys = new JsonWebKeySet(Files.readString(secrets.signingKeys()));
      EllipticCurveJsonWebKey key = (EllipticCurveJsonWebKey) keys.getJsonWebKeys().getFirst();
      JsonWebSignature token = new JsonWebSignature();
      token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      token.setKeyIdHeaderValue(key.getKeyId());
      token.setKey(key.getPrivateKey());
      token.setPayload(claims.toJson());
      return token.getCompactSerialization();
    } catch (IOException | JoseException e) {
      throw new IllegalStateException("No token could be signed", e);
    }
  }
}
