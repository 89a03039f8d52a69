package io.bridge.agent.planner;

import io.bridge.agent.planner.TimeAxis.Grain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tiles of a star that group something: each with its query. */
final class Charts {
  private static final int TOP = 10;
  private static final int TABLE_ROWS = 20;

  private final Star star;
  private final Measure primary;
  private final Measure secondary;
  private final Measure additive;

  Charts(Star star) {
    this.star = star;
    List<Measure> all = new ArrayList<>(star.measures());
    all.add(Measure.rows());
    this.primary = all.getFirst();
    this.secondary = all.get(Math.min(1, all.size() - 1));
    this.additive = all.stream().filter(Measure::isAdditive).findFirst().orElseThrow();
  }

  Measure primary() {
    return primary;
  }

  Measure secondary() {
    return secondary;
  }

  Measure additive() {
    return additive;
  }

  TileDraft overTime(String id, TimeAxis axis, Measure measure) {
    Grain grain = axis.grain();
    Set<String> taken = new HashSet<>();
    String x = Identifiers.alias(grain.label, "period", taken);
    String y = Identifiers.alias(measure.name(), "value", taken);
    String sql = new Select(star).time(axis, grain, x).value(measure.sql(), y).sql("ORDER BY 1");
    Map<String, Object> tile = tile(measure.isAdditive() ? "area" : "line", measure, x, y);
    tile.put("title", measure.title() + " per " + grain.label);
    return new TileDraft(
        id,
        new QueryDraft(id, sql),
        List.of("time:" + measure.name()),
        List.of(axis.source().id()),
        tile,
        8,
        List.of(y),
        2);
  }

  TileDraft stacked(String id, TimeAxis axis, Category category) {
    Grain grain = axis.coarse();
    Set<String> taken = new HashSet<>();
    String x = Identifiers.alias(grain.label, "period", taken);
    String series = Identifiers.alias(name(category), "category", taken);
    String y = Identifiers.alias(additive.name(), "value", taken);
    String sql =
        new Select(star)
            .time(axis, grain, x)
            .category(category, series)
            .value(additive.sql(), y)
            .sql("ORDER BY 1, 2");
    Map<String, Object> tile = tile("bar", additive, x, y);
    tile.put("series", series);
    tile.put("stack", true);
    tile.put("title", "%s per %s and %s".formatted(additive.title(), grain.label, label(category)));
    return grouped(id, sql, List.of(category), tile, 7, y, 2);
  }

  TileDraft donut(String id, Category category, Measure measure) {
    return ranked(id, category, measure, "donut", 4);
  }

  TileDraft top(String id, Category category, Measure measure) {
    TileDraft draft = ranked(id, category, measure, "bar", 5);
    draft.tile().put("orient", "horizontal");
    return draft;
  }

  private TileDraft ranked(String id, Category category, Measure measure, String chart, int width) {
    Set<String> taken = new HashSet<>();
    String x = Identifiers.alias(name(category), "category", taken);
    String y = Identifiers.alias(measure.name(), "value", taken);
    String sql =
        new Select(star)
            .category(category, x)
            .value(measure.sql(), y)
            .sql("ORDER BY 2 DESC, 1\nLIMIT " + TOP);
    Map<String, Object> tile = tile(chart, measure, x, y);
    boolean cut = category.distinct() > TOP;
    String title = cut ? "Top " + TOP + ": " + Measure.lower(measure.title()) : measure.title();
    tile.put("title", title + " by " + label(category));
    return grouped(id, sql, List.of(category), tile, width, y, 2);
  }

  TileDraft grid(String id, Category across, Category down) {
    Set<String> taken = new HashSet<>();
    String x = Identifiers.alias(name(across), "across", taken);
    String y = Identifiers.alias(name(down), "down", taken);
    String value = Identifiers.alias(additive.name(), "value", taken);
    String sql =
        new Select(star)
            .category(across, x)
            .category(down, y)
            .value(additive.sql(), value)
            .sql("ORDER BY 1, 2");
    Map<String, Object> tile = tile("heatmap", additive, x, y);
    tile.put("value", value);
    tile.put("title", "%s by %s and %s".formatted(additive.title(), label(across), label(down)));
    List<String> groups = List.of(across.source().id(), down.source().id());
    return new TileDraft(
        id, new QueryDraft(id, sql), List.of("grid"), groups, tile, 7, List.of(value), 4);
  }

  TileDraft table(String id, Category category) {
    Set<String> taken = new HashSet<>();
    String x = Identifiers.alias(name(category), "category", taken);
    Select select = new Select(star).category(category, x);
    Map<String, Object> columns = new LinkedHashMap<>();
    List<Measure> shown = new ArrayList<>(star.measures().stream().limit(3).toList());
    shown.add(Measure.rows());
    shown.forEach(measure -> column(measure, category, select, columns, taken));
    Map<String, Object> tile = new LinkedHashMap<>();
    tile.put("chart", "table");
    String top = category.distinct() > TABLE_ROWS ? "Top " + TABLE_ROWS + ": figures" : "Figures";
    tile.put("title", top + " by " + label(category));
    tile.put("columns", columns);
    String sql = select.sql("ORDER BY 2 DESC, 1\nLIMIT " + TABLE_ROWS);
    return new TileDraft(
        id,
        new QueryDraft(id, sql),
        List.of(category.source().id()),
        List.of(category.source().id()),
        tile,
        5,
        List.copyOf(columns.keySet()),
        1);
  }

  private void column(
      Measure measure,
      Category category,
      Select select,
      Map<String, Object> columns,
      Set<String> taken) {
    String alias = Identifiers.alias(measure.name(), "value", taken);
    select.value(measure.sql(), alias);
    Map<String, Object> style = new LinkedHashMap<>();
    style.put("format", measure.format(star.rows() / Math.max(1, category.distinct())));
    if (columns.isEmpty() && measure.isAdditive()) {
      style.put("bar", true);
    }
    columns.put(alias, style);
  }

  private TileDraft grouped(
      String id,
      String sql,
      List<Category> by,
      Map<String, Object> tile,
      int width,
      String measure,
      int leastRows) {
    List<String> uses = by.stream().map(category -> category.source().id()).toList();
    return new TileDraft(
        id, new QueryDraft(id, sql), uses, uses, tile, width, List.of(measure), leastRows);
  }

  private Map<String, Object> tile(String chart, Measure measure, String x, String y) {
    Map<String, Object> tile = new LinkedHashMap<>();
    tile.put("chart", chart);
    tile.put("title", "");
    tile.put("x", x);
    tile.put("y", y);
    tile.put("format", measure.format(star.rows() / 50 + 1));
    return tile;
  }

  private static String name(Category category) {
    return category.source().field().name();
  }

  /**
   * The column's name, with its table's where that adds something; a month or a day of the week
   * needs no word about where it is kept.
   */
  private String label(Category category) {
    String own = name(category);
    Optional<Link> way = category.source().way().filter(link -> !star.calendars().contains(link));
    String table = way.map(link -> link.dimension().name()).orElse(own);
    boolean told = Words.stems(own).stream().anyMatch(Words.stems(table)::contains);
    String both = Words.tableTitle(table) + " " + Measure.lower(Words.title(own));
    return Measure.lower(Words.title(told ? own : both));
  }
}
