package io.bridge.cloud.kms;

import io.bridge.cloud.http.GoogleError;
import java.util.List;

/**
 * One page of a list.
 *
 * @param next token of the next page; empty on the last
 */
record Pages<T>(List<T> items, String next) {
  private static final int MAX_PAGE = 1000;

  /**
   * @param size 0 or less for as many as a page can have
   * @throws GoogleError 400 for a token that is none of ours
   */
  static <T> Pages<T> of(List<T> all, int size, String token) {
    int from = offset(token, all.size());
    int wanted = size <= 0 ? MAX_PAGE : Math.min(size, MAX_PAGE);
    int to = Math.min(all.size(), from + wanted);
    return new Pages<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : "");
  }

  private static int offset(String token, int size) {
    if (token.isEmpty()) {
      return 0;
    }
    if (token.matches("[0-9]{1,9}") && Integer.parseInt(token) <= size) {
      return Integer.parseInt(token);
    }
    throw GoogleError.invalid("The page token is not valid.");
  }
}
