package io.bridge.runtime.http;

import io.bridge.model.Page;
import io.bridge.model.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Which page of a list is asked for. The token is opaque to callers, good for the same list only,
 * and no proof of any right: the list checks the caller again.
 *
 * @param list which list, such as {@code tables/<dataset id>}
 * @param size rows of a page, 1 to 1000
 * @param after the last key of the page before; empty for the first page
 */
public record PageRequest(String list, int size, String after) {
  private static final int DEFAULT_SIZE = 100;
  private static final int MAX_SIZE = 1000;
  private static final String SEPARATOR = "\n";

  /**
   * Reads the query parameters {@code pageSize} and {@code pageToken}, both may be null; a larger
   * size than 1000 is 1000. Fails with {@code INVALID_REQUEST}.
   */
  public static PageRequest of(String list, String pageSize, String pageToken) {
    return new PageRequest(list, sizeOf(pageSize), afterOf(list, pageToken));
  }

  /** Rows to read: one more than the page has tells whether another page follows. */
  public int limit() {
    return size + 1;
  }

  /** The page of up to {@link #limit} rows, and the token of the next where there is one. */
  public <T> Page<T> page(List<T> rows, Function<T, String> key) {
    if (rows.size() <= size) {
      return new Page<>(rows, null);
    }
    List<T> items = List.copyOf(rows.subList(0, size));
    return new Page<>(items, encode(list + SEPARATOR + key.apply(items.getLast())));
  }

  private static int sizeOf(String pageSize) {
    try {
      int size = pageSize == null ? DEFAULT_SIZE : Integer.parseInt(pageSize);
      if (size < 1) {
        throw ErrorCode.INVALID_REQUEST.with("pageSize is a number from 1 to " + MAX_SIZE);
      }
      return Math.min(size, MAX_SIZE);
    } catch (NumberFormatException _) {
      throw ErrorCode.INVALID_REQUEST.with("pageSize is a number from 1 to " + MAX_SIZE);
    }
  }

  private static String afterOf(String list, String pageToken) {
    if (pageToken == null || pageToken.isEmpty()) {
      return "";
    }
    String text = decode(pageToken);
    String prefix = list + SEPARATOR;
    if (!text.startsWith(prefix) || text.indexOf('\0') >= 0) {
      throw notOurs();
    }
    return text.substring(prefix.length());
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw notOurs();
    }
  }

  private static RuntimeException notOurs() {
    return ErrorCode.INVALID_REQUEST.with(
        "pageToken is not one that this list gave; leave it out to begin anew");
  }
}
