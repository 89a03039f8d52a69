package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.IntervalValue;
import com.google.zetasql.Value;
import io.bridge.cloud.bigquery.reference.BigNumericBytes;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Values as literals of DuckDB, each of exactly the type that stands for BigQuery's. */
final class Literals {
  private Literals() {}

  static String of(Value value) {
    SqlType type = ResolvedTree.type(value.getType());
    if (value.isNull()) {
      return nullOf(type);
    }
    return switch (type) {
      case Scalar scalar -> scalar(value, scalar);
      case Array(var element) ->
          array(element, value.getElementList().stream().map(Literals::of).toList());
      case Struct struct ->
          struct(struct, value.getFieldList().stream().map(Literals::of).toList());
      case Other(var name) -> throw SqlException.unsupported("Type " + name);
    };
  }

  static String nullOf(SqlType type) {
    return Sql.cast("NULL", Fields.duck(type));
  }

  private static String scalar(Value value, Scalar type) {
    return switch (type) {
      case INT64 -> int64(value.getInt64Value());
      case FLOAT64 -> float64(value.getDoubleValue());
      case NUMERIC -> numeric(value.getNumericValue());
      case BIGNUMERIC -> bigNumeric(value.getBigNumericValue());
      case BOOL -> Sql.cast(value.getBoolValue() ? "'true'" : "'false'", "BOOLEAN");
      case STRING -> Sql.string(value.getStringValue());
      case BYTES -> bytes(value.getBytesValue().toByteArray());
      case DATE -> quoted(LocalDate.ofEpochDay(value.getDateValue()), type);
      case DATETIME -> quoted(value.getLocalDateTimeValue().toString().replace('T', ' '), type);
      case TIME -> quoted(value.getLocalTimeValue(), type);
      case TIMESTAMP -> timestamp(value.getTimestampUnixMicros());
      case INTERVAL -> interval(value.getIntervalValue());
      case JSON -> Sql.cast(Sql.string(value.getJsonValue()), "JSON");
      case GEOGRAPHY -> throw SqlException.unsupported("Type GEOGRAPHY");
    };
  }

  static String int64(long value) {
    return Sql.cast("'" + value + "'", "BIGINT");
  }

  static String float64(double value) {
    String text = Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : Double.toString(value);
    return Sql.cast("'" + text + "'", "DOUBLE");
  }

  static String numeric(BigDecimal value) {
    return Sql.cast("'" + value.toPlainString() + "'", Fields.duck(Scalar.NUMERIC));
  }

  static String bigNumeric(BigDecimal value) {
    return Sql.call("unhex", "'" + BigNumericBytes.hex(value) + "'");
  }

  static String bytes(byte[] value) {
    return Sql.call("unhex", "'" + HexFormat.of().formatHex(value) + "'");
  }

  static String quoted(Object value, Scalar type) {
    return Sql.cast("'" + value + "'", Fields.duck(type));
  }

  static String timestamp(long epochMicros) {
    return Sql.call("make_timestamptz", String.valueOf(epochMicros));
  }

  static String interval(IntervalValue value) {
    if (value.nanoFractions() != 0) {
      throw SqlException.unsupported("An INTERVAL below a microsecond");
    }
    return "(to_months(%d) + to_days(%d) + to_microseconds(%d))"
        .formatted(value.months(), value.days(), value.micros());
  }

  static String array(SqlType element, List<String> items) {
    return Sql.cast("[" + String.join(", ", items) + "]", Fields.duck(element) + "[]");
  }

  static String struct(Struct type, List<String> values) {
    List<Field> members = Fields.members(type);
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      pairs.add(DuckType.quote(members.get(i).name()) + " := " + values.get(i));
    }
    return pairs.stream().collect(Collectors.joining(", ", "struct_pack(", ")"));
  }
}
