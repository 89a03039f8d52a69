package io.bridge.dashboard.query;

/** BigQuery's on-demand billing. */
final class Billing {
  private static final long MIB = 1024 * 1024;
  private static final long LEAST = 10 * MIB;
  private static final long TIB_BITS = 40;

  private Billing() {}

  /**
   * Most that a query of so many bytes can be billed: each table is rounded up to a MiB and to at
   * least 10 MiB, and it is not known which of them has the bytes.
   */
  static long atMost(long bytes, int tables) {
    long rounded = Math.ceilDiv(bytes, MIB) * MIB;
    return Math.max(LEAST, rounded) + Math.max(0, tables - 1) * LEAST;
  }

  /** Millionths of a US dollar, rounded up. */
  static long costMicros(long billed, long microsPerTib) {
    return Math.ceilDiv(Math.multiplyExact(billed, microsPerTib), 1L << TIB_BITS);
  }
}
