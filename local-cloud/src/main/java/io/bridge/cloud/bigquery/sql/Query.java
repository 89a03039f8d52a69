package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * A SELECT while it grows. It stays in parts so that a projection on top of an ordered or limited
 * query becomes the same SELECT: DuckDB promises an order only for the SELECT that asks for it.
 *
 * @param with {@code WITH …} or empty
 * @param items {@code expression AS name}
 * @param from everything after FROM up to the ordering; empty when there is no FROM
 * @param order {@code ORDER BY …} or empty
 * @param limit {@code LIMIT … OFFSET …} or empty
 */
record Query(String with, List<String> items, String from, String order, String limit) {

  static Query select(List<String> items, String from) {
    return new Query("", items, from, "", "");
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (String part :
        List.of(
            with,
            "SELECT " + (items.isEmpty() ? "1 AS none" : String.join(", ", items)),
            from.isEmpty() ? "" : "FROM " + from,
            order,
            limit)) {
      if (!part.isEmpty()) {
        text.append(text.isEmpty() ? "" : " ").append(part);
      }
    }
    return text.toString();
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

  /**
   * These items instead. Where the query is ordered, its own items only pass columns on, so what
   * the new ones refer to is in its FROM.
   */
  Query project(List<String> projected) {
    return isOrderedOrLimited()
        ? new Query(with, projected, from, order, limit)
        : select(projected, nested());
  }
}
