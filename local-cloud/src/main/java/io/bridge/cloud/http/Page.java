package io.bridge.cloud.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;

/**
 * One page of a list that is sorted by name.
 *
 * @param nextToken opaque; empty on the last page
 */
public record Page<T>(List<T> items, String nextToken) {
  private static final int MOST = 1000;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * @param size as asked for; 0 means as many as there can be
   * @param token of the page before; empty for the first
   * @throws GoogleError 400 for a negative size, or a token that is none
   */
  public static <T> Page<T> of(SortedMap<String, T> all, int size, String token) {
    int most = size(size);
    List<T> items = new ArrayList<>();
    String last = "";
    for (var entry : all.tailMap(after(token)).entrySet()) {
      if (items.size() == most) {
        return new Page<>(items, token(last));
      }
      items.add(entry.getValue());
      last = entry.getKey();
    }
    return new Page<>(items, "");
  }

  /** How many items a page has for the size asked for; errors as of {@link #of}. */
  public static int size(int asked) {
    if (asked < 0) {
      throw GoogleError.invalid("The page size must not be negative.");
    }
    return asked == 0 ? MOST : Math.min(asked, MOST);
  }

  /** The token of the page that follows a name. */
  public static String token(String last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  /** What every name of the token's page is equal to or greater than; errors as of {@link #of}. */
  public static String after(String token) {
    try {
      String last = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      return last.isEmpty() ? "" : last + "\0";
    } catch (IllegalArgumentException _) {
      throw GoogleError.invalid("The page token is invalid.");
    }
  }
}
