package io.bridge.runtime.http;

import io.bridge.model.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list goes on: opaque to callers, good for the same list only, and no proof of any right
 * (the list checks the caller again).
 *
 * @param list which list, such as {@code tables/<dataset id>}
 * @param after the last key of the page before; empty on the first page
 */
public record PageToken(String list, String after) {
  private static final String SEPARATOR = "\n";

  /** Reads what a caller sent; null is the first page. Fails with {@code INVALID_REQUEST}. */
  public static PageToken read(String list, String text) {
    if (text == null || text.isEmpty()) {
      return new PageToken(list, "");
    }
    String[] parts = decode(text).split(SEPARATOR, 2);
    if (parts.length != 2 || !parts[0].equals(list)) {
      throw notOurs();
    }
    return new PageToken(list, parts[1]);
  }

  /** The token of the page after this key. */
  public String next(String lastKey) {
    String text = list + SEPARATOR + lastKey;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw notOurs();
    }
  }

  private static RuntimeException notOurs() {
    return ErrorCode.INVALID_REQUEST.with(
        "pageToken is not one that this list gave; leave it out to begin anew");
  }
}
