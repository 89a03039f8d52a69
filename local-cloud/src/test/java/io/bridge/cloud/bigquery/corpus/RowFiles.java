package io.bridge.cloud.bigquery.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows, as {@link Cells} read them, in files that a load takes. */
final class RowFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RowFiles() {}

  /** Lines of JSON; NULL is written as {@code null} or left out. */
  static void json(SqlType.Struct columns, List<List<Object>> rows, Path file) throws IOException {
    String lines =
        rows.stream().map(row -> object(columns, row) + "\n").collect(Collectors.joining());
    Files.writeString(file, lines);
  }

  private static ObjectNode object(SqlType.Struct columns, List<?> row) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < row.size(); i++) {
      SqlType.Column column = columns.members().get(i);
      if (row.get(i) != null) {
        object.set(column.name(), node(column.type(), row.get(i)));
      } else if (i % 2 == 0) {
        object.putNull(column.name());
      }
    }
    return object;
  }

  private static JsonNode node(SqlType type, Object raw) {
    return switch (type) {
      case SqlType.Array array -> {
        ArrayNode items = NODES.arrayNode();
        ((List<?>) raw).forEach(one -> items.add(node(array.element(), one)));
        yield items;
      }
      case SqlType.Struct struct -> object(struct, (List<?>) raw);
      case Scalar scalar -> scalar(scalar, (String) raw);
      case SqlType.Other other -> throw new IllegalArgumentException(other.toString());
    };
  }

  private static JsonNode scalar(Scalar type, String raw) {
    return switch (type) {
      case INT64 -> NODES.numberNode(Long.parseLong(raw));
      case NUMERIC -> NODES.numberNode(new BigDecimal(raw));
      case BOOL -> NODES.booleanNode(Boolean.parseBoolean(raw));
      case BYTES -> NODES.textNode(EngineAnswers.base64(raw));
      case JSON -> tree(raw);
      case FLOAT64 ->
          Double.isFinite(Double.parseDouble(raw))
              ? NODES.numberNode(Double.parseDouble(raw))
              : NODES.textNode(raw);
      default -> NODES.textNode(raw);
    };
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** How CSV is written; numbers stand as they are, and other values in quotes. */
  record Dialect(String delimiter, String quote, String nullMarker) {
    static final Dialect DEFAULT = new Dialect(",", "\"", "");
    static final Dialect OTHER = new Dialect("|", "'", "\\N");

    private String line(SqlType.Struct columns, List<Object> row) {
      return IntStream.range(0, row.size())
          .mapToObj(i -> cell(columns.members().get(i).type(), (String) row.get(i)))
          .collect(Collectors.joining(delimiter, "", "\n"));
    }

    private String cell(SqlType type, String raw) {
      if (raw == null) {
        return nullMarker;
      }
      String text = type == Scalar.BYTES ? EngineAnswers.base64(raw) : raw;
      return type == Scalar.INT64 ? text : quote + text.replace(quote, quote + quote) + quote;
    }
  }

  /** CSV without a header. */
  static void csv(SqlType.Struct columns, List<List<Object>> rows, Dialect dialect, Path file)
      throws IOException {
    Files.writeString(
        file, rows.stream().map(row -> dialect.line(columns, row)).collect(Collectors.joining()));
  }

  /** Parquet as DuckDB writes it. */
  static void parquet(SqlType.Struct columns, List<List<Object>> rows, Path file)
      throws SQLException {
    List<Field> fields =
        columns.members().stream().map(m -> Fields.of(m.name(), m.type())).toList();
    String types =
        fields.stream()
            .map(f -> DuckType.quote(f.name()) + " " + DuckType.of(f))
            .collect(Collectors.joining(", "));
    String values =
        rows.stream().map(row -> values(fields, row)).collect(Collectors.joining(",\n"));
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("CREATE TABLE t (" + types + ")");
      statement.execute("INSERT INTO t VALUES " + values);
      statement.execute("COPY t TO '" + file + "' (FORMAT parquet)");
    }
  }

  private static String values(List<Field> fields, List<Object> row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> Fields.literal(fields.get(i), row.get(i)))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
