package io.bridge.runtime.identity;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The public keys of an issuer by their id. */
record Jwks(Map<String, PublicKey> keys) {
  private static final int MIN_RSA_BITS = 2048;

  /** Fails where the text is no key set or holds no key that can verify a signature. */
  static Jwks parse(String json) throws JoseException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
      verificationKey(key).ifPresent(publicKey -> keys.put(key.getKeyId(), publicKey));
    }
    if (keys.isEmpty()) {
      throw new JoseException("No key for signatures in the key set");
    }
    return new Jwks(Map.copyOf(keys));
  }

  Optional<PublicKey> find(String kid) {
    return Optional.ofNullable(keys.get(kid));
  }

  private static Optional<PublicKey> verificationKey(JsonWebKey key) {
    boolean signs = key.getUse() == null || "sig".equals(key.getUse());
    return signs && key.getKeyId() != null && key instanceof PublicJsonWebKey publicKey
        ? Optional.of(publicKey.getPublicKey()).filter(Jwks::isStrong)
        : Optional.empty();
  }

  private static boolean isStrong(PublicKey key) {
    return !(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= MIN_RSA_BITS;
  }
}
