package io.bridge.cloud.iam;

import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** RS256 JWTs of one key: signed, verified, and the key set that others verify them with. */
final class Jwts {
  private Jwts() {}

  static String sign(SigningKey key, JwtClaims claims) {
    var jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    jws.setKeyIdHeaderValue(key.id());
    jws.setHeader("typ", "JWT");
    jws.setPayload(claims.toJson());
    jws.setKey(key.secret());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("Cannot sign", e);
    }
  }

  /** Claims of a token this key signed and that has not expired; fails with 401 and no detail. */
  static JwtClaims verify(SigningKey key, String token, String issuer, NumericDate now) {
    var consumer =
        new JwtConsumerBuilder()
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
            .setVerificationKey(key.open())
            .setExpectedIssuer(issuer)
            .setRequireExpirationTime()
            .setRequireSubject()
            .setSkipDefaultAudienceValidation()
            .setEvaluationTime(now)
            .build();
    try {
      return consumer.processToClaims(token);
    } catch (InvalidJwtException _) {
      // jose4j puts the whole claim set into this exception's message: it must not travel on.
      throw AccessTokens.refused();
    }
  }

  /** JWKS text of public keys. */
  static String keySet(List<SigningKey> keys) {
    var open = keys.stream().map(Jwts::jwk).toList();
    return new JsonWebKeySet(open).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  private static JsonWebKey jwk(SigningKey key) {
    var jwk = new RsaJsonWebKey(key.open());
    jwk.setKeyId(key.id());
    jwk.setUse("sig");
    jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
    return jwk;
  }
}
