package io.bridge.cloud.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proof that a form was shown to this browser with exactly these fields: a MAC over the fields and
 * a cookie that only our own page's posts carry. Another site can post neither.
 */
final class FormSeal {
  private final byte[] key;

  FormSeal(Secrets secrets) {
    this.key = secrets.bytes(32);
  }

  String of(String cookie, Map<String, String> fields) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      add(mac, cookie);
      fields.forEach(
          (name, value) -> {
            add(mac, name);
            add(mac, value);
          });
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean holds(String seal, String cookie, Map<String, String> fields) {
    return seal != null
        && cookie != null
        && MessageDigest.isEqual(ascii(seal), ascii(of(cookie, fields)));
  }

  /** With its length first, so that no two lists of fields read the same. */
  private static void add(Mac mac, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ascii(bytes.length + ":"));
    mac.update(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
