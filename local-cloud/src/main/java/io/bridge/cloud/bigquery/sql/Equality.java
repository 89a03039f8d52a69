package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * Equality of structs and arrays, part by part: a NULL inside makes it unknown unless another part
 * differs, where DuckDB takes two NULLs inside as equal.
 */
final class Equality {
  private Equality() {}

  /** Whether DuckDB's own equality of the type is another one than BigQuery's. */
  static boolean isDeep(SqlType type) {
    return type instanceof Struct || type instanceof Array || type == Scalar.FLOAT64;
  }

  /**
   * {@code value IN (query)}.
   *
   * @param column the query's one
   */
  static String in(SqlType type, String value, Query query, String column) {
    String equal = of(type, "l.wanted", "r." + column, 0);
    return "(SELECT CASE WHEN coalesce(bool_or(q), false) THEN true WHEN count(*) > count(q)"
        .concat(
            " THEN NULL ELSE false END FROM (SELECT %s AS q FROM (SELECT %s AS wanted) l, %s r))")
        .formatted(equal, value, query.nested());
  }

  private static String of(SqlType type, String left, String right, int depth) {
    return switch (type) {
      case Struct struct -> known(left, right, members(struct, left, right, depth));
      case Array(var element) -> known(left, right, elements(element, left, right, depth));
      case Scalar scalar when scalar == Scalar.FLOAT64 ->
          "(" + left + " = " + right + " AND NOT isnan(" + left + "))";
      default -> "(" + left + " = " + right + ")";
    };
  }

  private static String known(String left, String right, String equal) {
    return Sql.when(left + " IS NULL OR " + right + " IS NULL", "NULL", equal);
  }

  private static String members(Struct struct, String left, String right, int depth) {
    List<Field> names = Fields.members(struct);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = Sql.string(names.get(i).name());
      parts.add(
          of(
              struct.members().get(i).type(),
              Sql.call("struct_extract", left, name),
              Sql.call("struct_extract", right, name),
              depth));
    }
    return "(" + String.join(" AND ", parts) + ")";
  }

  private static String elements(SqlType element, String left, String right, int depth) {
    String pair = "pair" + depth;
    String all =
        "list_transform(list_zip(%s, %s), lambda %s: %s)"
            .formatted(left, right, pair, of(element, pair + "[1]", pair + "[2]", depth + 1));
    return "CASE WHEN len(%1$s) <> len(%2$s) THEN false WHEN list_contains(%3$s, false) THEN false"
        .concat(" WHEN len(%3$s) > list_count(%3$s) THEN NULL ELSE true END")
        .formatted(left, right, all);
  }
}
