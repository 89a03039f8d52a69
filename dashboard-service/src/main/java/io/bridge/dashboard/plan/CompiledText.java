package io.bridge.dashboard.plan;

import io.bridge.dashboard.file.SqlText;
import io.bridge.dashboard.plan.Rendered.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A statement and where each piece of it comes from. */
final class CompiledText {
  private static final int TAB = 8;

  private final StringBuilder sql = new StringBuilder();
  private final List<Origin> origins = new ArrayList<>();

  private record Origin(int start, String query, Piece piece) {}

  /**
   * A place in the file's SQL.
   *
   * @param index in the query's SQL
   */
  record Place(String query, int index) {}

  private CompiledText() {}

  /**
   * @param dependencies in an order in which each comes after those it refers to
   */
  static CompiledText of(String id, List<String> dependencies, Map<String, Rendered> rendered) {
    CompiledText text = new CompiledText();
    Rendered main = rendered.get(id);
    if (dependencies.isEmpty()) {
      text.append(id, main.pieces());
    } else {
      text.appendAll(id, dependencies, rendered);
    }
    return text;
  }

  /** The query's own WITH goes on with ours: its order by would not hold in a parenthesis. */
  private void appendAll(String id, List<String> dependencies, Map<String, Rendered> rendered) {
    OwnWith own = OwnWith.of(rendered.get(id).text());
    sql.append(own.isRecursive() ? "WITH RECURSIVE " : "WITH ");
    for (String dependency : dependencies) {
      sql.append(dependency.equals(dependencies.getFirst()) ? "`" : ", `");
      sql.append(dependency).append("` AS (\n");
      append(dependency, rendered.get(dependency).pieces());
      sql.append("\n)");
    }
    sql.append(own.end() > 0 ? "," : "\n");
    append(id, behind(rendered.get(id).pieces(), own.end()));
  }

  private void append(String query, List<Piece> pieces) {
    for (Piece piece : pieces) {
      origins.add(new Origin(sql.length(), query, piece));
      sql.append(piece.text());
    }
  }

  private static List<Piece> behind(List<Piece> pieces, int cut) {
    List<Piece> rest = new ArrayList<>();
    int left = cut;
    for (Piece piece : pieces) {
      int here = Math.min(left, piece.text().length());
      left -= here;
      rest.add(new Piece(piece.text().substring(here), piece.at() + here, piece.verbatim()));
    }
    return rest;
  }

  String sql() {
    return sql.toString();
  }

  /**
   * Where a place that the analyzer names comes from; empty where it is text of our own.
   *
   * @param line from 1
   * @param column from 1, in code points; the analyzer counts a tab up to the next multiple of 8
   */
  Optional<Place> place(int line, int column) {
    return at(index(line, column));
  }

  private Optional<Place> at(int index) {
    Origin found = null;
    for (Origin origin : origins) {
      boolean before = origin.start() <= index;
      found = before && !origin.piece().text().isEmpty() ? origin : found;
    }
    return Optional.ofNullable(found).map(origin -> place(origin, index));
  }

  private static Place place(Origin origin, int index) {
    Piece piece = origin.piece();
    int inside = Math.min(index - origin.start(), piece.text().length() - 1);
    return new Place(origin.query(), piece.at() + (piece.verbatim() ? inside : 0));
  }

  private int index(int line, int column) {
    int index = 0;
    for (int i = 1; i < line && index >= 0; i++) {
      index = sql.indexOf("\n", index) + 1;
    }
    int shown = 1;
    while (shown < column && index < sql.length() && sql.charAt(index) != '\n') {
      shown += sql.charAt(index) == '\t' ? TAB - (shown - 1) % TAB : 1;
      index += Character.charCount(sql.codePointAt(index));
    }
    return index;
  }

  /**
   * The WITH that a query begins with itself.
   *
   * @param end index behind it; 0 where there is none
   */
  private record OwnWith(int end, boolean isRecursive) {
    static OwnWith of(String sql) {
      int start = SqlText.skipSpace(sql, 0);
      int end = SqlText.endOfWord(sql, start);
      if (!sql.substring(start, end).equalsIgnoreCase("with")) {
        return new OwnWith(0, false);
      }
      int next = SqlText.skipSpace(sql, end);
      int nextEnd = SqlText.endOfWord(sql, next);
      boolean recursive = sql.substring(next, nextEnd).equalsIgnoreCase("recursive");
      return new OwnWith(recursive ? nextEnd : end, recursive);
    }
  }
}
