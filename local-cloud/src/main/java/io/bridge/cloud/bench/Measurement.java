package io.bridge.cloud.bench;

/**
 * One line of a benchmark.
 *
 * @param what what was measured, with its unit
 * @param value of Bridge
 * @param reference the same of the reference
 * @param referenceName what the reference is
 * @param goal what the ratio {@code value / reference} must not exceed; NaN where none is set
 */
public record Measurement(
    String what, double value, double reference, String referenceName, double goal) {
  public double ratio() {
    return value / reference;
  }

  /** True where no goal is set or it is met. */
  public boolean met() {
    return Double.isNaN(goal) || ratio() <= goal;
  }
}
