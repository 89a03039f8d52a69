package io.bridge.agent.planner;

import java.util.Set;

/**
 * A number to show.
 *
 * @param field null for the number of rows
 * @param mean of the column; 1 for the number of rows
 * @param whole true where no value has a fraction, as far as the profile tells
 */
record Measure(Field field, Aggregate aggregate, double mean, boolean whole, double score) {
  private static final Set<String> DOLLARS = Set.of("usd", "dollar");

  /** How the values of many rows become one. */
  enum Aggregate {
    COUNT,
    SUM,
    AVERAGE,
    SHARE
  }

  static Measure rows() {
    return new Measure(null, Aggregate.COUNT, 1, true, 0);
  }

  /** Parts of it add up to the whole. */
  boolean isAdditive() {
    return aggregate == Aggregate.COUNT || aggregate == Aggregate.SUM;
  }

  String sql() {
    return switch (aggregate) {
      case COUNT -> "COUNT(*)";
      case SUM -> "SUM(" + field.sql("f") + ")";
      case AVERAGE, SHARE -> "AVG(" + field.sql("f") + ")";
    };
  }

  String name() {
    return field == null ? "row_count" : field.name();
  }

  String title() {
    return switch (aggregate) {
      case COUNT -> "Rows";
      case SUM -> Words.title(field.name());
      case AVERAGE, SHARE -> "Average " + lower(Words.title(field.name()));
    };
  }

  static String lower(String title) {
    boolean acronym = title.length() > 1 && Character.isUpperCase(title.charAt(1));
    return acronym ? title : Character.toLowerCase(title.charAt(0)) + title.substring(1);
  }

  /** A format of the dashboard's file; {@code rows} that one value is made of. */
  String format(long rows) {
    return switch (aggregate) {
      case COUNT -> "num0";
      case SUM -> number(whole || Math.abs(mean * rows) >= 1000);
      case AVERAGE -> number(Math.abs(mean) >= 1000);
      case SHARE -> "pct1";
    };
  }

  /** A sign of a currency only where the name says which; a wrong one would be a lie. */
  private String number(boolean rounded) {
    boolean dollars = Words.stems(field.name()).stream().anyMatch(DOLLARS::contains);
    return (dollars ? "usd" : "num") + (rounded ? "0" : "2");
  }
}
