package io.bridge.agent.planner;

/**
 * When what a row tells of happened.
 *
 * @param days between the first and the last, as far as known
 * @param points different days
 */
record TimeAxis(Source source, double days, double points) {
  private static final int MOST_POINTS = 110;

  /** How finely time is cut; GoogleSQL's part of a date and the output column's name. */
  enum Grain {
    DAY("DAY", "day", 1),
    WEEK("ISOWEEK", "week", 7),
    MONTH("MONTH", "month", 30.4),
    QUARTER("QUARTER", "quarter", 91.3),
    YEAR("YEAR", "year", 365.2);

    final String part;
    final String label;
    final double days;

    Grain(String part, String label, double days) {
      this.part = part;
      this.label = label;
      this.days = days;
    }
  }

  /** The finest that is still readable and not finer than the data. */
  Grain grain() {
    return finest(MOST_POINTS);
  }

  /** One that is coarse enough for bars. */
  Grain coarse() {
    return finest(26);
  }

  private Grain finest(int most) {
    for (Grain grain : Grain.values()) {
      double buckets = days / grain.days + 1;
      if (buckets <= most && buckets <= 1.5 * points) {
        return grain;
      }
    }
    return Grain.YEAR;
  }
}
