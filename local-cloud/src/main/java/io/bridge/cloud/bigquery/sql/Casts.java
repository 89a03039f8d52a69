package io.bridge.cloud.bigquery.sql;

import static io.bridge.sql.SqlType.Scalar.BOOL;
import static io.bridge.sql.SqlType.Scalar.BYTES;
import static io.bridge.sql.SqlType.Scalar.DATE;
import static io.bridge.sql.SqlType.Scalar.DATETIME;
import static io.bridge.sql.SqlType.Scalar.FLOAT64;
import static io.bridge.sql.SqlType.Scalar.INT64;
import static io.bridge.sql.SqlType.Scalar.NUMERIC;
import static io.bridge.sql.SqlType.Scalar.STRING;
import static io.bridge.sql.SqlType.Scalar.TIME;
import static io.bridge.sql.SqlType.Scalar.TIMESTAMP;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** CAST and SAFE_CAST, by BigQuery's rules of rounding and reading. */
final class Casts {
  /** What DuckDB casts as BigQuery does, or with an error where it does not fit. */
  private static final Map<Scalar, Set<Scalar>> ALIKE =
      Map.of(
          INT64, Set.of(FLOAT64, NUMERIC, BOOL),
          NUMERIC, Set.of(INT64, FLOAT64),
          BOOL, Set.of(INT64),
          DATE, Set.of(DATETIME),
          DATETIME, Set.of(DATE, TIME));

  private final LetBindings bindings;
  private final boolean safe;
  private final UnaryOperator<String> exact;

  /**
   * @param safe NULL instead of an error
   * @param exact the whole cast of another text by the reference implementation
   */
  Casts(LetBindings bindings, boolean safe, UnaryOperator<String> exact) {
    this.bindings = bindings;
    this.safe = safe;
    this.exact = exact;
  }

  String cast(String value, SqlType from, SqlType to) {
    if (from.equals(to)) {
      return value;
    }
    return switch (from) {
      case Scalar scalar when to instanceof Scalar target -> scalar(value, scalar, target);
      case Array(var element) when to instanceof Array(var target) -> array(value, element, target);
      case Struct struct when to instanceof Struct target -> struct(value, struct, target);
      default -> throw unsupported(from, to);
    };
  }

  private static SqlException unsupported(SqlType from, SqlType to) {
    return SqlException.unsupported("CAST of " + from + " to " + to);
  }

  private String scalar(String value, Scalar from, Scalar to) {
    if (from == STRING) {
      return StringCasts.parse(bindings, value, to, exact);
    }
    if (to == STRING) {
      return from == BYTES && safe
          ? Sql.call("TRY", Sql.call("decode", value))
          : TextCasts.of(bindings, value, from);
    }
    if (from == FLOAT64 && to == INT64) {
      return plain(Sql.call("round", value), to);
    }
    if (from == TIMESTAMP && (to == DATE || to == DATETIME || to == TIME)) {
      return plain(Sql.call("timezone", "'UTC'", value), to);
    }
    if (to == TIMESTAMP && (from == DATE || from == DATETIME)) {
      return Sql.call("timezone", "'UTC'", Sql.cast(value, "TIMESTAMP"));
    }
    if (!ALIKE.getOrDefault(from, Set.of()).contains(to)) {
      throw unsupported(from, to);
    }
    return plain(value, to);
  }

  private String plain(String value, Scalar to) {
    return (safe ? "TRY_CAST(" : "CAST(") + value + " AS " + Fields.duck(to) + ")";
  }

  private String array(String value, SqlType from, SqlType to) {
    requireWhole(from);
    return "list_transform(" + value + ", lambda e: " + cast("e", from, to) + ")";
  }

  /** The reference implementation casts a whole value or nothing of it. */
  private static void requireWhole(SqlType part) {
    if (part == STRING) {
      throw SqlException.unsupported("CAST of STRING inside of another type");
    }
  }

  /** By position, as BigQuery does it; DuckDB would do it by name. */
  private String struct(String value, Struct from, Struct to) {
    List<Field> members = Fields.members(from);
    return bindings.let(
        List.of(value),
        names -> {
          List<String> parts = new ArrayList<>();
          for (int i = 0; i < members.size(); i++) {
            String part =
                Sql.call("struct_extract", names.getFirst(), Sql.string(members.get(i).name()));
            if (!from.members().get(i).type().equals(to.members().get(i).type())) {
              requireWhole(from.members().get(i).type());
            }
            parts.add(cast(part, from.members().get(i).type(), to.members().get(i).type()));
          }
          String built = Literals.struct(to, parts);
          return Sql.when(names.getFirst() + " IS NULL", "NULL", built);
        });
  }
}
