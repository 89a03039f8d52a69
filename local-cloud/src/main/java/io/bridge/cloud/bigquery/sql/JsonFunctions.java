package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.Map;
import java.util.Set;

/** Functions of JSON, for paths of plain names and indexes. */
final class JsonFunctions {
  private static final Set<SqlType> PLAIN =
      Set.of(Scalar.INT64, Scalar.BOOL, Scalar.STRING, Scalar.DATE, Scalar.JSON);

  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("json_value", JsonFunctions::value),
          entry("json_extract_scalar", JsonFunctions::value),
          entry("json_query", JsonFunctions::query),
          entry("json_extract", JsonFunctions::query),
          entry("parse_json", JsonFunctions::parse),
          entry("to_json_string", JsonFunctions::text),
          entry("to_json", call -> Sql.cast(text(call), "JSON")));

  private JsonFunctions() {}

  private static String path(Call call) {
    if (!call.has(1)) {
      return "'$'";
    }
    String path = call.requireString(1, "path");
    if (!path.matches("\\$(\\.[A-Za-z_][A-Za-z0-9_]*|\\[\\d+])*")) {
      throw call.unsupported("with the path " + path);
    }
    return Sql.string(path);
  }

  /** A scalar's text; NULL for objects, arrays and null. */
  private static String value(Call call) {
    String path = path(call);
    return call.let(
        n ->
            Sql.when(
                "json_type(%s, %s) IN ('OBJECT', 'ARRAY', 'NULL')".formatted(n.get(0), path),
                "NULL",
                Sql.call("json_extract_string", n.get(0), path)));
  }

  private static String query(Call call) {
    return call.asResult(Sql.call("json_extract", call.arg(0), path(call)));
  }

  private static String parse(Call call) {
    if (call.size() > 1 && call.constantString(1).filter("exact"::equals).isEmpty()) {
      throw call.unsupported("with a wide number mode");
    }
    return Sql.cast(call.arg(0), "JSON");
  }

  /** Types whose text in JSON is the same on both sides. */
  private static String text(Call call) {
    if (!isPlain(call.type(0))) {
      throw call.unsupported("of " + call.type(0));
    }
    return Sql.call("coalesce", Sql.cast(Sql.call("to_json", call.arg(0)), "VARCHAR"), "'null'");
  }

  private static boolean isPlain(SqlType type) {
    return switch (type) {
      case Struct(var members) -> members.stream().allMatch(m -> isPlain(m.type()));
      case SqlType.Array(var element) -> isPlain(element);
      default -> PLAIN.contains(type);
    };
  }
}
