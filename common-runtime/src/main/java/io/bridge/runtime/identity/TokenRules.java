package io.bridge.runtime.identity;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * What one kind of token must be.
 *
 * @param issuers exact values of {@code iss}
 * @param audience exact value of {@code aud}, a single string
 * @param algorithm the only one accepted; asymmetric
 * @param jwks where the issuer shows its public keys
 * @param maxLifetime longest {@code exp - iat}
 * @param requiredClaims further claims that must be there
 */
public record TokenRules(
    Set<String> issuers,
    String audience,
    SignatureAlgorithm algorithm,
    URI jwks,
    Duration maxLifetime,
    Set<String> requiredClaims) {

  public TokenRules {
    issuers = Set.copyOf(issuers);
    requiredClaims = Set.copyOf(requiredClaims);
    if (algorithm.getAlgorithm().startsWith("HS")) {
      throw new IllegalArgumentException("A public key set cannot hold the key of " + algorithm);
    }
  }
}
