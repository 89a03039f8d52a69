package io.bridge.cloud.bigquery.sql;

/**
 * How the rows of a table lie apart, so that a filter on one column leaves whole parts unread.
 *
 * @param column whose constant filters count
 * @param first over the table's relation: the least value that a row's part can hold
 * @param last the greatest
 * @param exact whether a part holds one value only, so that any expression over it decides
 * @param filterRequired whether a query must have such a filter
 */
public record Parting(
    String column, String first, String last, boolean exact, boolean filterRequired) {
  /** Stands for {@link #first} in a condition over parts. */
  public static final String FIRST = "part_first";

  /** Stands for {@link #last} in a condition over parts. */
  public static final String LAST = "part_last";

  /** The pseudo column of wildcard tables. */
  public static final String SUFFIX = "_TABLE_SUFFIX";

  /**
   * By HOUR, DAY, MONTH or YEAR.
   *
   * @param column a DATE, DATETIME or TIMESTAMP
   */
  public static Parting byTime(Field column, String unit, boolean filterRequired) {
    String value = DuckType.quote(column.name());
    String first = Sql.call("date_trunc", Sql.string(unit), value);
    String next = first + " + INTERVAL 1 " + unit;
    return column.type().equals("DATE")
        ? new Parting(
            column.name(),
            Sql.cast(first, "DATE"),
            Sql.cast(next + " - INTERVAL 1 DAY", "DATE"),
            false,
            filterRequired)
        : new Parting(column.name(), first, next + " - to_microseconds(1)", false, filterRequired);
  }

  /**
   * By ranges of numbers from {@code start} up to and without {@code end}; the rest is one part.
   */
  public static Parting byRange(
      Field column, long start, long end, long interval, boolean filterRequired) {
    String value = DuckType.quote(column.name());
    String outside = "%1$s < %2$s OR %1$s >= %3$s".formatted(value, whole(start), whole(end));
    String first = "(%1$s - (%1$s - %2$s) %% %3$s)".formatted(value, whole(start), whole(interval));
    return new Parting(
        column.name(),
        Sql.when(outside, whole(Long.MIN_VALUE), first),
        Sql.when(outside, whole(Long.MAX_VALUE), first + " + " + whole(interval) + " - 1"),
        false,
        filterRequired);
  }

  /** By the table that a wildcard matched. */
  static Parting bySuffix() {
    String value = DuckType.quote(SUFFIX);
    return new Parting(SUFFIX, value, value, true, false);
  }

  private static String whole(long value) {
    return Literals.int64(value);
  }
}
