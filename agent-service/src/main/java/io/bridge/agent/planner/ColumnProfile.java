package io.bridge.agent.planner;

/**
 * What the values of a column are like, as aggregates only.
 *
 * @param present values that are not NULL
 * @param distinct different values; of times, different days. Exact for columns that may be keys
 * @param low smallest: a number as it is, a time in days since 1970; NaN where unknown
 * @param high largest, the same; of text, characters of the longest value
 * @param mean of numbers; NaN where unknown
 */
record ColumnProfile(long present, long distinct, double low, double high, double mean) {

  /** Spread of values, such as days between the first and the last time; NaN where unknown. */
  double span() {
    return high - low;
  }
}
