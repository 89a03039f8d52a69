package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions of JSON, for paths of plain names and indexes. */
final class JsonFunctions {
  private static final Set<SqlType> PLAIN =
      Set.of(Scalar.BOOL, Scalar.STRING, Scalar.DATE, Scalar.JSON);

  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("json_value", JsonFunctions::value),
          entry("json_extract_scalar", JsonFunctions::value),
          entry("json_query", JsonFunctions::query),
          entry("json_extract", JsonFunctions::query),
          entry("to_json_string", JsonFunctions::string),
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
        n -> {
          String valid = Sql.when("json_valid(" + n.get(0) + ")", n.get(0), "NULL");
          return call.let(
              List.of(valid),
              v ->
                  "CASE json_type(%1$s, %2$s) WHEN 'VARCHAR' THEN %3$s WHEN 'BOOLEAN' THEN %3$s"
                      .concat(" WHEN 'BIGINT' THEN %3$s WHEN 'UBIGINT' THEN %3$s")
                      // A fraction keeps the digits it is written with.
                      .concat(" WHEN 'DOUBLE' THEN %4$s END")
                      .formatted(
                          v.get(0),
                          path,
                          Sql.call("json_extract_string", v.get(0), path),
                          call.exact(n)));
        });
  }

  private static String query(Call call) {
    if (!call.is(0, Scalar.JSON)) {
      throw call.unsupported("of STRING, whose numbers keep their digits");
    }
    return call.asResult(Sql.call("json_extract", call.arg(0), path(call)));
  }

  /** An integer that a FLOAT64 may not hold is a string. */
  private static String string(Call call) {
    return call.is(0, Scalar.INT64) && !call.has(1)
        ? Exactness.unless(
            call,
            n -> "(" + n.get(0) + " NOT BETWEEN -9007199254740991 AND 9007199254740991)",
            c -> "coalesce(" + Sql.cast(c.arg(0), "VARCHAR") + ", 'null')")
        : text(call);
  }

  /** Types whose text in JSON is the same on both sides. */
  private static String text(Call call) {
    if (!isPlain(call.type(0)) && !call.is(0, Scalar.INT64) || call.has(1)) {
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
