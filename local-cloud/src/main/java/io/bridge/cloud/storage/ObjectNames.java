package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;

/** What Cloud Storage takes as the name of an object. */
final class ObjectNames {
  private static final int MAX_BYTES = 1024;

  private ObjectNames() {}

  /**
   * @throws GoogleError 400 for a name that Google refuses
   */
  static String require(String name) {
    if (name == null || name.isEmpty()) {
      throw new GoogleError(400, "required", "Required parameter: name");
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean isText = new String(bytes, StandardCharsets.UTF_8).equals(name);
    if (!isText
        || bytes.length > MAX_BYTES
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('\r') >= 0
        || name.indexOf('\n') >= 0
        || name.startsWith(".well-known/acme-challenge/")) {
      throw GoogleError.invalid("The specified object name is not valid.");
    }
    return name;
  }
}
