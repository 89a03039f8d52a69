package io.bridge.runtime.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Keys and tokens, good and bad. */
final class TestTokens {
  private TestTokens() {}

  static PublicJsonWebKey ec(String kid) {
    try {
      PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(kid);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static PublicJsonWebKey rsa(String kid, int bits) {
    try {
      PublicJsonWebKey key = RsaJwkGenerator.generateJwk(bits);
      key.setKeyId(kid);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(PublicJsonWebKey key, String algorithm, JwtClaims claims) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setKeyIdHeaderValue(key.getKeyId());
    return sign(jws, key, algorithm, claims);
  }

  static String sign(
      JsonWebSignature jws, PublicJsonWebKey key, String algorithm, JwtClaims claims) {
    try {
      jws.setAlgorithmHeaderValue(algorithm);
      jws.setKey(key.getPrivateKey());
      jws.setDoKeyValidation(false);
      jws.setPayload(claims.toJson());
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
