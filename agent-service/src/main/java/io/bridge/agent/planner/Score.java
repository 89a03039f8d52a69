package io.bridge.agent.planner;

/** How much each sign counts. Words of the prompt outweigh shape, within reason. */
final class Score {
  static final double TABLE_HINT = 1.5;
  static final double COLUMN_HINT = 0.3;

  /** What one query may read where a team set nothing else: a table beyond it is a poor choice. */
  private static final long USUAL_CAP = 100_000_000;

  private Score() {}

  /** A fact table is long, has numbers to add up, points to others and knows when. */
  static double fact(Relation relation, long largest, int measures, long keys, boolean time) {
    double size = Math.log1p(relation.rows()) / Math.log1p(largest);
    double numbers = 0.8 * Math.min(measures, 3) / 3;
    double links = 0.8 * Math.min(keys, 4) / 4;
    double tooLarge = relation.bytesOf(2) > USUAL_CAP ? 2 : 0;
    return 1.2 * size + numbers + links + (time ? 0.8 : 0) - tooLarge;
  }

  /**
   * How well a column of so many different values makes an axis or a legend.
   *
   * @param absent share of rows without a value
   * @param longest characters of the longest value; NaN where unknown
   */
  static double category(long distinct, double absent, double longest) {
    double fit;
    if (distinct < 2) {
      return 0;
    } else if (distinct == 2) {
      fit = 0.35;
    } else if (distinct <= 8) {
      fit = 1.0;
    } else if (distinct <= 30) {
      fit = 0.9;
    } else if (distinct <= 200) {
      fit = 0.6;
    } else {
      fit = distinct <= 2000 ? 0.3 : 0.02;
    }
    double readable = longest > 40 ? 0.4 : longest <= 2 ? 0.6 : 1;
    return fit * (1 - absent) * readable;
  }
}
