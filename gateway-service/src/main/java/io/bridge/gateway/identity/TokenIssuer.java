package io.bridge.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.identity.IdentityConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Issues the mesh's own tokens: ES256, five minutes, for one service. Who asks again within a
 * minute with the same rights gets the same one, so that a service need not verify a signature for
 * each request; other rights make another token, so nothing is remembered that was taken away.
 */
@Singleton
public class TokenIssuer {
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** A token keeps the greater part of its life for the call that it is sent with last. */
  private static final Duration REUSED = Duration.ofSeconds(60);

  private static final int AT_MOST = 10_000;

  private final SigningKeys keys;
  private final String issuer;
  private final Clock clock;
  private final Cache<Wanted, String> issued =
      Caffeine.newBuilder().maximumSize(AT_MOST).expireAfterWrite(REUSED).build();

  TokenIssuer(SigningKeys keys, IdentityConfig identity, Clock clock) {
    this.keys = keys;
    this.issuer = identity.issuer();
    this.clock = clock;
  }

  /**
   * @param caller a person or a service
   * @param audience name of the only service that takes the token
   */
  public String issue(Caller caller, String audience) {
    return issued.get(new Wanted(keys.first().getKeyId(), caller, audience), this::signed);
  }

  private String signed(Wanted wanted) {
    EllipticCurveJsonWebKey key = keys.first();
    JsonWebSignature token = new JsonWebSignature();
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    token.setKeyIdHeaderValue(key.getKeyId());
    token.setKey(key.getPrivateKey());
    token.setPayload(claims(wanted.caller(), wanted.audience()).toJson());
    return sign(token);
  }

  /** JWKS with the public part of every key whose tokens are good. */
  public String publishedKeys() {
    return keys.published();
  }

  private JwtClaims claims(Caller caller, String audience) {
    long now = clock.instant().getEpochSecond();
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setAudience(audience);
    claims.setIssuedAt(NumericDate.fromSeconds(now));
    claims.setExpirationTime(NumericDate.fromSeconds(now + LIFETIME.toSeconds()));
    claims.setJwtId(UUID.randomUUID().toString());
    claims.setClaim("teams", teams(caller.teams()));
    claims.setClaim("roles", caller.roles().stream().map(Enum::name).sorted().toList());
    name(claims, caller);
    return claims;
  }

  private static void name(JwtClaims claims, Caller caller) {
    if (caller.service() == null) {
      claims.setSubject(caller.userId().toString());
    } else {
      claims.setSubject("service:" + caller.service());
      claims.setClaim("svc", caller.service());
    }
  }

  private static Map<String, String> teams(Map<UUID, TeamRole> held) {
    return held.entrySet().stream()
        .collect(
            Collectors.toMap(team -> team.getKey().toString(), team -> team.getValue().name()));
  }

  /** All that a token says, and by which key. */
  private record Wanted(String keyId, Caller caller, String audience) {}

  private static String sign(JsonWebSignature token) {
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("The mesh's token cannot be signed", e);
    }
  }
}
