package io.bridge.dashboard.file;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Kinds of tiles, with the keys that each must and may have besides chart, title and w. */
enum Chart {
  KPI(List.of("query", "value"), List.of("format")),
  LINE(List.of("query", "x", "y"), List.of("series", "format")),
  AREA(List.of("query", "x", "y"), List.of("series", "format", "stack", "percent")),
  BAR(List.of("query", "x", "y"), List.of("series", "format", "stack", "percent", "orient")),
  PIE(List.of("query", "x", "y"), List.of("format")),
  DONUT(List.of("query", "x", "y"), List.of("format")),
  SCATTER(List.of("query", "x", "y"), List.of("series", "format")),
  HEATMAP(List.of("query", "x", "y", "value"), List.of("format")),
  TABLE(List.of("query"), List.of("columns")),
  MAP(List.of("query", "x", "value"), List.of("format")),
  TEXT(List.of("text"), List.of());

  /** Keys of every tile. */
  static final List<String> COMMON = List.of("chart", "title", "w");

  private final List<String> required;
  private final List<String> optional;

  Chart(List<String> required, List<String> optional) {
    this.required = required;
    this.optional = optional;
  }

  List<String> required() {
    return required;
  }

  List<String> allowed() {
    return Stream.of(COMMON, required, optional).flatMap(List::stream).toList();
  }

  /** True where {@code y} may be several columns. */
  boolean takesSeveral() {
    return this == LINE || this == AREA || this == BAR;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Chart of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Chart::key).toList();
  }

  /** Keys of all kinds together. */
  static List<String> allKeys() {
    return Arrays.stream(values()).flatMap(chart -> chart.allowed().stream()).distinct().toList();
  }
}
