package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as texts and back, in DuckDB's SQL: the forms in which rows go to ZetaSQL's reference
 * implementation. Its other half is {@code ValueText} of package {@code reference}.
 */
final class TextForm {
  private final LetBindings bindings;

  TextForm(LetBindings bindings) {
    this.bindings = bindings;
  }

  String of(String value, SqlType type) {
    return of(value, type, 0);
  }

  String read(String text, SqlType type) {
    return read(text, type, 0);
  }

  private String of(String value, SqlType type, int depth) {
    return switch (type) {
      case Scalar scalar -> scalar(value, scalar);
      case Array(var element) -> {
        String item = "t" + depth;
        String items =
            "list_transform(%s, lambda %s: %s)"
                .formatted(value, item, of(item, element, depth + 1));
        yield Sql.cast(Sql.call("to_json", items), "VARCHAR");
      }
      case Struct struct -> bindings.let(List.of(value), n -> struct(n.getFirst(), struct, depth));
      case Other(var name) -> throw SqlException.unsupported("Type " + name);
    };
  }

  private String struct(String value, Struct type, int depth) {
    List<String> texts = new ArrayList<>();
    List<Field> members = Fields.members(type);
    for (int i = 0; i < members.size(); i++) {
      String member = Sql.call("struct_extract", value, Sql.string(members.get(i).name()));
      texts.add(of(member, type.members().get(i).type(), depth));
    }
    String all =
        Sql.cast("to_json(CAST([" + String.join(", ", texts) + "] AS VARCHAR[]))", "VARCHAR");
    return Sql.when(value + " IS NULL", "NULL", all);
  }

  private String scalar(String value, Scalar type) {
    return switch (type) {
      case STRING -> value;
      case BYTES, BIGNUMERIC -> Sql.call("hex", value);
      case DATE -> Sql.cast("(" + value + " - DATE '1970-01-01')", "VARCHAR");
      case DATETIME, TIMESTAMP, TIME -> Sql.cast(Sql.call("epoch_us", value), "VARCHAR");
      case INTERVAL -> bindings.let(List.of(value), n -> interval(n.getFirst()));
      case GEOGRAPHY -> throw SqlException.unsupported("Type GEOGRAPHY");
      case INT64, FLOAT64, NUMERIC, BOOL, JSON -> Sql.cast(value, "VARCHAR");
    };
  }

  private static String interval(String value) {
    return "(datepart('year', %1$s) * 12 + datepart('month', %1$s)) || ' ' || datepart('day', %1$s)"
        .concat(" || ' ' || (datepart('hour', %1$s) * 3600000000")
        .concat(" + datepart('minute', %1$s) * 60000000 + datepart('microsecond', %1$s))")
        .formatted(value);
  }

  private String read(String text, SqlType type, int depth) {
    return switch (type) {
      case Scalar scalar -> scalarOf(text, scalar);
      case Array(var element) -> {
        String item = "t" + depth;
        yield "list_transform(%s, lambda %s: %s)"
            .formatted(items(text), item, read(item, element, depth + 1));
      }
      case Struct struct -> structOf(text, struct, depth);
      case Other(var name) -> throw SqlException.unsupported("Type " + name);
    };
  }

  private String structOf(String text, Struct type, int depth) {
    return bindings.let(
        List.of(items(text)),
        n -> {
          List<String> members = new ArrayList<>();
          for (int i = 0; i < type.members().size(); i++) {
            String item = n.getFirst() + "[" + (i + 1) + "]";
            members.add(read(item, type.members().get(i).type(), depth));
          }
          return Sql.when(n.getFirst() + " IS NULL", "NULL", Literals.struct(type, members));
        });
  }

  private static String items(String text) {
    return Sql.call("from_json", Sql.cast(text, "JSON"), "'[\"VARCHAR\"]'");
  }

  private String scalarOf(String text, Scalar type) {
    return switch (type) {
      case STRING -> text;
      case BYTES, BIGNUMERIC -> Sql.call("unhex", text);
      case DATE -> "(DATE '1970-01-01' + " + Sql.cast(text, "INTEGER") + ")";
      case DATETIME -> Sql.call("make_timestamp", Sql.cast(text, "BIGINT"));
      case TIME -> Sql.cast(Sql.call("make_timestamp", Sql.cast(text, "BIGINT")), "TIME");
      case TIMESTAMP -> Sql.call("make_timestamptz", Sql.cast(text, "BIGINT"));
      case INTERVAL -> intervalOf(text);
      case GEOGRAPHY -> throw SqlException.unsupported("Type GEOGRAPHY");
      case INT64, FLOAT64, NUMERIC, BOOL, JSON -> Sql.cast(text, Fields.duck(type));
    };
  }

  private String intervalOf(String text) {
    return bindings.let(
        List.of(Sql.call("string_split", text, "' '")),
        n ->
            "(to_months(CAST(%1$s[1] AS INTEGER)) + to_days(CAST(%1$s[2] AS INTEGER))"
                .concat(" + to_microseconds(CAST(%1$s[3] AS BIGINT)))")
                .formatted(n.getFirst()));
  }
}
