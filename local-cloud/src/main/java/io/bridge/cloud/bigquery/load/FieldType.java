package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;

/**
 * BigQuery's field for a column of a Parquet file, by the table "Parquet conversions" of its
 * documentation. What that table does not list (UUID, JSON, INTERVAL, nanoseconds) has no field and
 * is refused. Nor does it list TIME, which BigQuery takes where the request's schema says TIME, as
 * Google's clients for data frames rely on.
 */
final class FieldType {
  private final ParquetOptions options;
  private final boolean given;

  FieldType(ParquetOptions options) {
    this(options, false);
  }

  /** {@code given}: whether a schema says what the columns are to become. */
  private FieldType(ParquetOptions options, boolean given) {
    this.options = options;
    this.given = given;
  }

  /** Fails with 400 for a column that has no counterpart, whatever schema the request gives. */
  static void requireSupported(List<ParquetColumn> columns, ParquetOptions options) {
    new FieldType(options.withDecimals(List.of("NUMERIC", "BIGNUMERIC")), true).of(columns);
  }

  /**
   * The fields of a file.
   *
   * @throws GoogleError 400 naming the first column that has no counterpart
   */
  List<Field> of(List<ParquetColumn> columns) {
    return columns.stream().map(column -> of(column, column.name())).toList();
  }

  private Field of(ParquetColumn column, String path) {
    if (column.isList()) {
      return list(column, path);
    }
    if (column.isMap()) {
      return map(column, path);
    }
    var mode = column.repetition().equals("OPTIONAL") ? "NULLABLE" : column.repetition();
    if (column.isGroup()) {
      return struct(column.name(), mode, members(column, path));
    }
    return scalar(column, mode, path);
  }

  private Field list(ParquetColumn column, String path) {
    var middle = only(column, path);
    if (!middle.isGroup() || middle.children().size() != 1) {
      throw unsupported(column, path);
    }
    var element = middle.children().getFirst();
    var field = of(element, path + "." + middle.name() + "." + element.name());
    if (!options.listInference()) {
      var inner = struct(middle.name(), "REPEATED", List.of(field));
      return struct(column.name(), modeOf(column), List.of(inner));
    }
    if (field.isRepeated()) {
      throw GoogleError.invalid(
          ("Error while reading data, error message: Parquet column '%s' is an array of "
                  + "arrays, which has no BigQuery type")
              .formatted(path));
    }
    return field.named(column.name()).repeated();
  }

  private Field map(ParquetColumn column, String path) {
    var entries = only(column, path);
    if (!entries.isGroup() || entries.children().size() != 2) {
      throw unsupported(column, path);
    }
    var members = new ArrayList<Field>();
    members.add(of(entries.children().get(0), path + ".key").named("key"));
    members.add(of(entries.children().get(1), path + ".value").named("value"));
    return options.mapAsArray()
        ? struct(column.name(), "REPEATED", members)
        : struct(column.name(), modeOf(column), List.of(struct("key_value", "REPEATED", members)));
  }

  private Field scalar(ParquetColumn column, String mode, String path) {
    var type = scalarType(column, path);
    return new Field(column.name(), type, mode, null, null, List.of(), null);
  }

  private String scalarType(ParquetColumn column, String path) {
    if (column.duckType().startsWith("DECIMAL") || column.isWideDecimal()) {
      return decimal(column, path);
    }
    return switch (column.duckType()) {
      case "BOOLEAN" -> "BOOL";
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> "INT64";
      case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT" -> "INT64";
      case "FLOAT", "DOUBLE" -> plain(column, "FLOAT64", path);
      case "DATE" -> "DATE";
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> micros(column, path);
      case "TIME", "TIME WITH TIME ZONE" -> time(column, path);
      case "VARCHAR" -> text(column, path);
      case "BLOB" -> plain(column, "BYTES", path);
      default -> throw unsupported(column, path);
    };
  }

  private static String plain(ParquetColumn column, String type, String path) {
    if (!column.annotation().isEmpty()) {
      throw unsupported(column, path);
    }
    return type;
  }

  private static String micros(ParquetColumn column, String path) {
    if (!"INT64".equals(column.physical())) {
      throw unsupported(column, path);
    }
    return "TIMESTAMP";
  }

  private String time(ParquetColumn column, String path) {
    if (!given || !"INT64".equals(column.physical())) {
      throw unsupported(column, path);
    }
    return "TIME";
  }

  private String text(ParquetColumn column, String path) {
    return switch (column.annotation()) {
      case "STRING" -> "STRING";
      case "ENUM" -> options.enumAsString() ? "STRING" : "BYTES";
      default -> throw unsupported(column, path);
    };
  }

  private String decimal(ParquetColumn column, String path) {
    boolean numeric = column.scale() <= 9 && column.precision() - column.scale() <= 29;
    if (numeric && options.decimalTargets().contains("NUMERIC")) {
      return "NUMERIC";
    }
    boolean bigNumeric = column.scale() <= 38 && column.precision() - column.scale() <= 39;
    if (bigNumeric && options.decimalTargets().contains("BIGNUMERIC")) {
      return "BIGNUMERIC";
    }
    throw GoogleError.invalid(
        ("Error while reading data, error message: Parquet column '%s' of type "
                + "DECIMAL(%d,%d) fits none of decimalTargetTypes %s")
            .formatted(path, column.precision(), column.scale(), options.decimalTargets()));
  }

  private List<Field> members(ParquetColumn column, String path) {
    return column.children().stream().map(child -> of(child, path + "." + child.name())).toList();
  }

  private static ParquetColumn only(ParquetColumn column, String path) {
    if (column.children().size() != 1
        || !column.children().getFirst().repetition().equals("REPEATED")) {
      throw unsupported(column, path);
    }
    return column.children().getFirst();
  }

  private static Field struct(String name, String mode, List<Field> members) {
    return new Field(name, "STRUCT", mode, null, null, members, null);
  }

  private static String modeOf(ParquetColumn column) {
    return column.isRequired() ? "REQUIRED" : "NULLABLE";
  }

  private static GoogleError unsupported(ParquetColumn column, String path) {
    return GoogleError.invalid(
        ("Error while reading data, error message: Parquet column '%s' has type %s, which "
                + "is not supported")
            .formatted(path, column.typeText()));
  }
}
