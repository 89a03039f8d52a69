package io.bridge.agent.planner;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which columns of a fact table are numbers worth showing, and whether to add or to average. */
final class Measures {
  private static final Set<String> KEY_WORDS = Set.of("id", "key", "code", "uuid", "nr", "no");
  private static final int MOST = 4;

  private Measures() {}

  /** The best first; empty where there is nothing but rows to count. */
  static List<Measure> of(Relation fact, TableProfile profile, Set<String> keys, Hints hints) {
    return fact.fields().stream()
        .filter(field -> field.kind().isNumber() && !keys.contains(field.name()))
        .map(field -> measure(field, profile, hints))
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparingDouble(Measure::score)
                .reversed()
                .thenComparing(m -> m.field().position()))
        .limit(MOST)
        .toList();
  }

  private static Optional<Measure> measure(Field field, TableProfile profile, Hints hints) {
    return profile
        .of(field)
        .filter(column -> isQuantity(field, column))
        .map(column -> measure(field, column, profile, hints));
  }

  private static Measure measure(
      Field field, ColumnProfile column, TableProfile profile, Hints hints) {
    double kind =
        switch (field.kind()) {
          case DECIMAL -> 1.0;
          case FLOAT -> 0.9;
          default -> 0.7;
        };
    double richness = 0.5 * Math.min(1, Math.log10(column.distinct()) / 3);
    double score = (kind + richness) * (1 - profile.absent(field)) + 2 * hints.of(field);
    boolean whole = field.kind() == Kind.INTEGER || countsInUnits(column);
    return new Measure(field, aggregate(field, column), column.mean(), whole, score);
  }

  /** Pieces kept as NUMERIC: from one whole number to another, with no room for fractions. */
  private static boolean countsInUnits(ColumnProfile column) {
    return column.low() == Math.rint(column.low())
        && column.high() == Math.rint(column.high())
        && column.distinct() <= column.span() + 1;
  }

  private static boolean isQuantity(Field field, ColumnProfile column) {
    boolean constant = column.distinct() < 2 || !(column.high() > column.low());
    boolean flag = column.distinct() <= 2;
    boolean key = looksLikeKey(field) || isNumbering(field, column);
    return !constant && !flag && !key && !isCalendar(field, column);
  }

  /** Years, and days or months written as one number. */
  private static boolean isCalendar(Field field, ColumnProfile column) {
    return field.kind() == Kind.INTEGER
        && (lies(column, 1900, 2100)
            || lies(column, 190_001, 210_012)
            || lies(column, 19_000_101, 21_001_231));
  }

  private static boolean lies(ColumnProfile column, double from, double to) {
    return column.low() >= from && column.high() <= to;
  }

  /** Whole numbers of which each stands in one row only. */
  private static boolean isNumbering(Field field, ColumnProfile column) {
    boolean unique = column.distinct() >= 0.95 * column.present();
    boolean gapless = column.span() + 1 <= 2.0 * column.distinct();
    return field.kind() == Kind.INTEGER && unique && (gapless || column.present() >= 1000);
  }

  /** Nobody wants the sum of what says of itself that it is a key. */
  private static boolean looksLikeKey(Field field) {
    List<String> words = Words.of(field.name());
    return field.kind() == Kind.INTEGER && !words.isEmpty() && KEY_WORDS.contains(words.getLast());
  }

  /**
   * Shares between 0 and 1, levels that vary little around a value far from zero, and physical
   * readings on both sides of zero are averaged; everything else adds up.
   */
  private static Measure.Aggregate aggregate(Field field, ColumnProfile column) {
    boolean fraction = field.kind() != Kind.INTEGER;
    if (fraction && column.low() >= 0 && column.high() <= 1) {
      return Measure.Aggregate.SHARE;
    }
    boolean level = column.distinct() > 20 && column.low() > 0 && column.high() < 3 * column.low();
    boolean reading = field.kind() == Kind.FLOAT && column.low() < 0 && column.high() > 0;
    return level || reading ? Measure.Aggregate.AVERAGE : Measure.Aggregate.SUM;
  }
}
