package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.http.GoogleError;
import java.util.Collection;

/**
 * Bytes of a query by BigQuery's on-demand rules.
 *
 * @param processed logical bytes of the columns read
 * @param billed for each table rounded up to a MiB, at least 10 MiB; 0 for a query without tables
 */
public record Billing(long processed, long billed) {
  private static final long MIB = 1024L * 1024L;
  private static final long LEAST = 10 * MIB;

  /**
   * @param tables bytes that are read of each
   */
  public static Billing of(Collection<Long> tables) {
    long processed = 0;
    long billed = 0;
    for (long bytes : tables) {
      processed += bytes;
      billed += Math.max(LEAST, Math.ceilDiv(bytes, MIB) * MIB);
    }
    return new Billing(processed, billed);
  }

  /** Fails with {@code bytesBilledLimitExceeded} when the limit is lower; null is no limit. */
  void requireWithin(Long maximumBytesBilled) {
    if (maximumBytesBilled != null && billed > maximumBytesBilled) {
      throw new GoogleError(
          400,
          "bytesBilledLimitExceeded",
          "Query exceeded limit for bytes billed: %d. %d or higher required."
              .formatted(maximumBytesBilled, billed));
    }
  }
}
