package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SELECTs that UPDATE, DELETE and MERGE have in common. */
final class Changes {
  private Changes() {}

  /** What a target is compared with, its rows numbered. */
  static String source(Query query) {
    return "SELECT row_number() OVER () AS sid, * FROM " + query.nested();
  }

  /**
   * The target's rows as they will be.
   *
   * @param updates for the index of each clause that updates, values by index of their column
   * @param deletes indexes of the clauses that delete
   * @param joined whether values may come from the source
   */
  static String kept(
      DmlTarget target,
      Expressions expressions,
      Map<Integer, Map<Integer, String>> updates,
      List<Integer> deletes,
      boolean joined) {
    StoredRows stored = new StoredRows(expressions.bindings());
    String columns =
        IntStream.range(0, target.fields().size())
            .mapToObj(i -> column(target.fields().get(i), i, updates, stored))
            .collect(Collectors.joining(", "));
    String from = target.relation() + " LEFT JOIN dml_action a_ ON a_.rid = t_.rid";
    String source = joined ? " LEFT JOIN dml_source s_ ON s_.sid = a_.sid" : "";
    String left =
        deletes.isEmpty()
            ? ""
            : deletes.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " WHERE coalesce(a_.act, -1) NOT IN (", ")"));
    return "SELECT " + columns + " FROM " + from + source + left + " ORDER BY t_.rid";
  }

  private static String column(
      Field field, int index, Map<Integer, Map<Integer, String>> updates, StoredRows stored) {
    StringBuilder cases = new StringBuilder();
    updates.forEach(
        (clause, values) -> {
          if (values.containsKey(index)) {
            cases
                .append(" WHEN a_.act = ")
                .append(clause)
                .append(" THEN ")
                .append(stored.value(field, values.get(index)));
          }
        });
    String value = cases.isEmpty() ? "o" + index : "CASE" + cases + " ELSE o" + index + " END";
    return value + " AS " + DuckType.quote(field.name());
  }
}
