package io.bridge.cloud.bigquery.wire;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Etags and other digests of what a resource says. */
public final class Etag {
  private Etag() {}

  /** An etag in Google's form, the same for the same text. */
  public static String of(String text) {
    return Base64.getEncoder().encodeToString(Arrays.copyOf(sha256(text), 16));
  }

  /** SHA-256 in hexadecimal. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  /**
   * Checks {@code If-Match}.
   *
   * @param condition the header; null, empty and {@code *} match everything
   * @throws GoogleError 412
   */
  public static void require(String condition, String etag) {
    if (condition == null || condition.isBlank() || condition.equals("*")) {
      return;
    }
    if (!condition.replace("\"", "").equals(etag)) {
      throw new GoogleError(412, "conditionNotMet", "Precondition check failed.");
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
