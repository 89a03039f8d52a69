package io.bridge.agent.planner;

import io.bridge.model.dashboard.AnswerColumn;
import io.bridge.model.dashboard.QueryAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A dashboard as it would be saved, and what is wrong with it. */
public final class Sheet {
  private static final int COLUMNS = 12;

  private final Star star;
  private final List<TileDraft> figures;
  private final List<TileDraft> charts;

  Sheet(Star star, List<TileDraft> figures, List<TileDraft> charts) {
    this.star = star;
    this.figures = figures;
    this.charts = charts;
  }

  /** How many tiles it has. */
  public int tiles() {
    return figures.size() + charts.size();
  }

  public String title() {
    return Words.tableTitle(star.fact().name());
  }

  List<TileDraft> all() {
    return Stream.concat(figures.stream(), charts.stream()).toList();
  }

  /** Ids of the tiles that these queries feed. */
  public Set<String> fedBy(Set<String> queries) {
    return all().stream()
        .filter(tile -> queries.contains(tile.query().id()))
        .map(TileDraft::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ids of the tiles that show nothing: no answer, too few rows, or no value of the measure. */
  public Set<String> emptyWith(Map<String, QueryAnswer> answers) {
    return all().stream()
        .filter(tile -> !shows(tile, answers.get(tile.query().id())))
        .map(TileDraft::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean shows(TileDraft tile, QueryAnswer answer) {
    return answer != null
        && answer.error() == null
        && answer.rows() >= tile.leastRows()
        && tile.measures().stream().anyMatch(measure -> hasValue(measure, answer));
  }

  private static boolean hasValue(String measure, QueryAnswer answer) {
    List<String> names = answer.columns().stream().map(AnswerColumn::name).toList();
    int at = names.indexOf(measure);
    return at >= 0
        && at < answer.values().size()
        && answer.values().get(at).stream().anyMatch(java.util.Objects::nonNull);
  }

  /**
   * The dashboard's file.
   *
   * @param slug its name
   * @param connection name of the connection
   */
  public String yaml(String slug, String connection, String description) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("bridge", "dashboard/v1");
    file.put("name", slug);
    file.put("title", title());
    file.put("description", Words.clean(description, 300));
    file.put("connection", connection);
    file.put("queries", queries());
    file.put("rows", rows());
    return YamlText.of(file);
  }

  private Map<String, Object> queries() {
    Map<String, Object> queries = new LinkedHashMap<>();
    all().forEach(tile -> queries.put(tile.query().id(), Map.of("sql", tile.query().sql())));
    return queries;
  }

  private List<Object> rows() {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < figures.size(); i += 4) {
      rows.add(row(1, figures.subList(i, Math.min(figures.size(), i + 4)), false));
    }
    for (int i = 0; i < charts.size(); i += 2) {
      rows.add(row(3, charts.subList(i, Math.min(charts.size(), i + 2)), true));
    }
    return rows;
  }

  private static Map<String, Object> row(int height, List<TileDraft> drafts, boolean widths) {
    List<Object> tiles = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Map<String, Object> tile = new LinkedHashMap<>();
      TileDraft draft = drafts.get(i);
      tile.put("chart", draft.tile().get("chart"));
      tile.put("title", draft.tile().get("title"));
      tile.put("query", draft.query().id());
      draft.tile().forEach(tile::putIfAbsent);
      if (widths) {
        tile.put("w", width(drafts, i));
      }
      tiles.add(tile);
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("height", height);
    row.put("tiles", tiles);
    return row;
  }

  private static int width(List<TileDraft> drafts, int i) {
    if (drafts.size() == 1) {
      return COLUMNS;
    }
    int first = drafts.getFirst().width();
    return i == 0 ? first : COLUMNS - first;
  }
}
