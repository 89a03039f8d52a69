package io.bridge.agent.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Single figures of a star, all from one statement; a smaller statement stands behind it. */
final class Kpis {
  private static final int FIRST = 4;
  private static final int MOST_MEASURES = 3;
  private static final int MOST_DISTINCT = 3;

  private final Star star;

  Kpis(Star star) {
    this.star = star;
  }

  /** Each place with its alternatives, the most telling place first. */
  List<List<TileDraft>> slots() {
    List<Figure> figures = figures();
    List<Figure> first = figures.subList(0, Math.min(FIRST, figures.size()));
    List<TileDraft> full = new ArrayList<>(tiles("totals", first));
    full.addAll(tiles("more_totals", figures.subList(first.size(), figures.size())));
    List<TileDraft> small = tiles("one_total", figures.subList(0, 1));
    List<TileDraft> rows = tiles("row_total", List.of(Figure.of(Measure.rows(), star)));
    return full.stream().map(tile -> alternatives(tile, small, rows)).toList();
  }

  private static List<TileDraft> alternatives(
      TileDraft tile, List<TileDraft> small, List<TileDraft> rows) {
    List<TileDraft> all = new ArrayList<>(List.of(tile));
    small.stream().filter(other -> other.uses().equals(tile.uses())).forEach(all::add);
    rows.stream().filter(other -> other.uses().equals(tile.uses())).forEach(all::add);
    return all;
  }

  private record Figure(
      String title, String expression, String name, String format, boolean distinct) {
    static Figure of(Measure measure, Star star) {
      String title = measure.field() == null ? "Rows" : measure.title();
      return new Figure(title, measure.sql(), measure.name(), measure.format(star.rows()), false);
    }
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    star.measures().stream()
        .limit(MOST_MEASURES)
        .forEach(measure -> figures.add(Figure.of(measure, star)));
    figures.add(Figure.of(Measure.rows(), star));
    star.links().stream()
        .filter(link -> !star.calendars().contains(link))
        .sorted(Comparator.comparingLong((Link link) -> link.dimension().rows()).reversed())
        .limit(MOST_DISTINCT)
        .forEach(link -> figures.add(distinct(link.from(), link.dimension().name())));
    star.categories().stream()
        .filter(category -> category.source().link() == null)
        .limit(MOST_DISTINCT)
        .map(category -> category.source().field())
        .forEach(field -> figures.add(distinct(field, field.name())));
    return figures;
  }

  private static Figure distinct(Field field, String what) {
    return new Figure(
        "Distinct values: " + Measure.lower(Words.tableTitle(what)),
        "COUNT(DISTINCT " + field.sql("f") + ")",
        "distinct_" + field.name(),
        "num0",
        true);
  }

  private List<TileDraft> tiles(String id, List<Figure> figures) {
    Set<String> taken = new HashSet<>();
    Select select = new Select(star);
    List<String> aliases = new ArrayList<>();
    for (Figure figure : figures) {
      String alias = Identifiers.alias(figure.name(), "figure", taken);
      select.value(figure.expression(), alias);
      aliases.add(alias);
    }
    QueryDraft query = new QueryDraft(id, figures.isEmpty() ? "" : select.sql(""));
    List<TileDraft> tiles = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      tiles.add(tile(query, figures.get(i), aliases.get(i)));
    }
    return tiles;
  }

  private static TileDraft tile(QueryDraft query, Figure figure, String alias) {
    Map<String, Object> tile = new LinkedHashMap<>();
    tile.put("chart", "kpi");
    tile.put("title", figure.title());
    tile.put("value", alias);
    tile.put("format", figure.format());
    return new TileDraft(
        query.id() + "." + alias,
        query,
        List.of("figure:" + figure.name()),
        List.of(),
        tile,
        3,
        List.of(alias),
        1);
  }
}
