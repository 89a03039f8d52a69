package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Elements of arrays that leave a query: there a NULL may be among them inside it, but no more. */
final class Elements {
  private final LetBindings bindings = new LetBindings();

  /**
   * The query, failing for a NULL inside of an array at any depth.
   *
   * @param schema of the query's columns, in their order
   */
  Query require(Query query, List<Column> schema) {
    SequencedMap<String, String> items = new LinkedHashMap<>();
    for (var item : query.items().entrySet()) {
      items.put(item.getKey(), require(item.getValue(), schema.get(items.size())));
    }
    return new Query(query.with(), items, query.from(), query.order(), query.limit());
  }

  private String require(String value, Column column) {
    if (anyNull(column.type(), "e", 0).isEmpty()) {
      return value;
    }
    String message = "Array cannot have a null element; error in writing field " + column.name();
    return bindings.let(
        List.of(value),
        names ->
            Sql.when(
                anyNull(column.type(), names.getFirst(), 0),
                Sql.call("error", Sql.string(message)),
                names.getFirst()));
  }

  /** Empty for a type that has no arrays in it. */
  private static String anyNull(SqlType type, String value, int depth) {
    return switch (type) {
      case Array(var element) -> inArray(element, value, depth);
      case Struct struct -> inStruct(struct, value, depth);
      default -> "";
    };
  }

  private static String inArray(SqlType element, String value, int depth) {
    String name = "element" + depth;
    String deeper = anyNull(element, name, depth + 1);
    String here = "coalesce(len(%1$s) > list_count(%1$s), false)".formatted(value);
    return deeper.isEmpty()
        ? here
        : "(%s OR coalesce(list_contains(list_transform(%s, lambda %s: %s), true), false))"
            .formatted(here, value, name, deeper);
  }

  private static String inStruct(Struct struct, String value, int depth) {
    List<Field> names = Fields.members(struct);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String member = Sql.call("struct_extract", value, Sql.string(names.get(i).name()));
      parts.add(anyNull(struct.members().get(i).type(), member, depth));
    }
    parts.removeIf(String::isEmpty);
    return parts.isEmpty() ? "" : "(" + String.join(" OR ", parts) + ")";
  }
}
