package io.bridge.cloud.bigquery.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A SELECT while it grows. It stays in parts so that a projection on top of an ordered or limited
 * query becomes the same SELECT: DuckDB promises an order only for the SELECT that asks for it.
 *
 * @param with {@code WITH …} or empty
 * @param items expressions by the name of their column
 * @param from everything after FROM up to the ordering; empty when there is no FROM
 * @param order {@code ORDER BY …} or empty
 * @param limit {@code LIMIT … OFFSET …} or empty
 */
record Query(
    String with, SequencedMap<String, String> items, String from, String order, String limit) {

  /**
   * @param items in the order of the columns
   */
  static Query select(SequencedMap<String, String> items, String from) {
    return new Query("", items, from, "", "");
  }

  /** Columns that are only passed on. */
  static Query select(List<String> columns, String from) {
    SequencedMap<String, String> items = new LinkedHashMap<>();
    columns.forEach(column -> items.put(column, column));
    return select(items, from);
  }

  String text() {
    String selected = items.entrySet().stream().map(Query::item).collect(Collectors.joining(", "));
    return List.of(
            with,
            "SELECT " + (items.isEmpty() ? "1 AS none" : selected),
            from.isEmpty() ? "" : "FROM " + from,
            order,
            limit)
        .stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String item(Map.Entry<String, String> item) {
    return item.getKey().equals(item.getValue())
        ? item.getKey()
        : item.getValue() + " AS " + item.getKey();
  }

  String nested() {
    return "(" + text() + ")";
  }

  boolean isOrderedOrLimited() {
    return !order.isEmpty() || !limit.isEmpty();
  }

  Query with(String clause) {
    return new Query(clause, items, from, order, limit);
  }

  Query orderBy(String clause) {
    return new Query(with, items, from, clause, limit);
  }

  Query limit(String clause) {
    return new Query(with, items, from, order, clause);
  }

  /** These columns, computed from this query's. */
  Query project(SequencedMap<String, String> projected) {
    return isOrderedOrLimited() && onlyPassesOn()
        ? new Query(with, projected, from, order, limit)
        : select(projected, nested());
  }

  /** What the new columns refer to is then in this query's FROM, too. */
  private boolean onlyPassesOn() {
    return items.entrySet().stream().allMatch(item -> item.getKey().equals(item.getValue()));
  }

  /**
   * These columns under other names and as exactly these types, in the order that this query has.
   */
  Query rename(List<Renamed> columns) {
    SequencedMap<String, String> renamed = new LinkedHashMap<>();
    for (Renamed column : columns) {
      String expression = isOrderedOrLimited() ? items.get(column.from()) : column.from();
      renamed.put(column.to(), Sql.cast(expression, column.type()));
    }
    return isOrderedOrLimited()
        ? new Query(with, renamed, from, order, limit)
        : select(renamed, nested());
  }

  /** A column of a query under its new name, which is unique among the new ones. */
  record Renamed(String from, String to, String type) {}
}
