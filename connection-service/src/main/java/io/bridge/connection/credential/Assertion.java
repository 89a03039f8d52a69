package io.bridge.connection.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** What the account says to get a token (RFC 7523), signed with its key. */
final class Assertion {
  /** The most that Google takes. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Assertion() {}

  /** Every value was checked to need no escape in JSON. */
  static String of(ServiceAccountKey key, TokenScope scope, Instant now) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(key.keyId());
    String claims =
        "{\"iss\":\"%s\",\"scope\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                key.clientEmail(),
                scope.url(),
                CredentialFile.TOKEN_URI,
                now.getEpochSecond(),
                now.plus(LIFETIME).getEpochSecond());
    String signed = encode(header) + "." + encode(claims);
    return signed + "." + BASE64.encodeToString(sign(key, signed));
  }

  private static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(US_ASCII));
  }

  private static byte[] sign(ServiceAccountKey key, String text) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key.privateKey());
      signer.update(text.getBytes(US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that signed before", e);
    }
  }
}
