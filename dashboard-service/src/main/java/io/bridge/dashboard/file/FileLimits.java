package io.bridge.dashboard.file;

import java.time.Duration;
import java.util.function.BinaryOperator;

/**
 * What a file allows, for the whole dashboard or for one query; null where it says nothing.
 *
 * @param bytes most bytes that a query may read
 * @param rows most rows of an answer
 */
public record FileLimits(Long bytes, Integer rows, Duration timeout) {
  public static final FileLimits NONE = new FileLimits(null, null, null);

  /** The lower of both, limit by limit. */
  public FileLimits and(FileLimits other) {
    return new FileLimits(
        lower(bytes, other.bytes), lower(rows, other.rows), lower(timeout, other.timeout));
  }

  private static <T extends Comparable<T>> T lower(T one, T other) {
    BinaryOperator<T> least = BinaryOperator.minBy(Comparable::compareTo);
    return one == null ? other : other == null ? one : least.apply(one, other);
  }
}
