package io.bridge.cloud.bigquery.corpus;

import io.bridge.cloud.bigquery.corpus.CorpusCase.Parameter;
import io.bridge.cloud.bigquery.reference.BigNumericBytes;
import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.sql.QueryRequest;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.SqlException;
import io.bridge.cloud.bigquery.sql.Wording;
import io.bridge.sql.SqlType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBResultSet.DuckDBBlobResult;

/** Answers of the SQL engine over DuckDB, without a server. */
final class EngineAnswers {
  static final String PROJECT = "bridge-test";

  private final SqlEngine engine;
  private final CorpusTables tables;

  EngineAnswers(SqlEngine engine, CorpusTables tables) {
    this.engine = engine;
    this.tables = tables;
  }

  Answer ask(CorpusCase test) {
    try (Connection connection = tables.connect();
        Statement statement = connection.createStatement()) {
      CompiledQuery compiled = compile(test);
      try (ResultSet rows = statement.executeQuery(compiled.duckDbSql())) {
        SqlType.Struct schema = Fields.struct(compiled.schema());
        return new Answer(schema.toString(), rows(rows, compiled.schema()), null);
      }
    } catch (SqlException e) {
      return Answer.failed(e.getMessage());
    } catch (SQLException e) {
      return Answer.failed(Wording.of(e.getMessage()));
    } catch (RuntimeException e) {
      // A value that has no form in Java is an answer, too: a wrong one.
      return Answer.failed(e.toString());
    }
  }

  CompiledQuery compile(CorpusCase test) {
    List<QueryParameter> parameters =
        test.parameters().stream().map(EngineAnswers::parameter).toList();
    return engine.compile(
        new QueryRequest(test.sql(), PROJECT, CorpusTables.DATASET, tables, parameters));
  }

  private static QueryParameter parameter(Parameter parameter) {
    String name = parameter.name().isEmpty() ? null : parameter.name();
    Field field = Fields.of(parameter.name(), parameter.type());
    return new QueryParameter(name, field, value(parameter.type(), parameter.raw()));
  }

  private static Object value(SqlType type, Object raw) {
    return switch (type) {
      case SqlType.Array array when raw != null -> {
        List<Object> elements = new ArrayList<>();
        ((List<?>) raw).forEach(one -> elements.add(value(array.element(), one)));
        yield elements;
      }
      case SqlType.Struct struct when raw != null -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (SqlType.Column member : struct.members()) {
          Object one = ((List<?>) raw).get(members.size());
          members.put(member.name(), value(member.type(), one));
        }
        yield members;
      }
      case SqlType.Scalar scalar when scalar == SqlType.Scalar.BYTES && raw != null ->
          base64((String) raw);
      default -> raw;
    };
  }

  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static List<Object> rows(ResultSet rows, List<Field> fields) throws SQLException {
    List<Object> all = new ArrayList<>();
    while (rows.next()) {
      Object[] row = new Object[fields.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = rows.getObject(i + 1);
      }
      all.add(struct(fields, row));
    }
    return all;
  }

  private static List<Object> struct(List<Field> fields, Object[] members) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      values.add(canon(fields.get(i), members[i]));
    }
    return values;
  }

  private static Object canon(Field field, Object value) throws SQLException {
    if (field.isRepeated()) {
      List<Object> elements = new ArrayList<>();
      if (value != null) {
        for (Object element : (Object[]) ((Array) value).getArray()) {
          elements.add(canon(field.element(), element));
        }
      }
      return elements;
    }
    return value == null ? null : present(field, value);
  }

  private static Object present(Field field, Object value) throws SQLException {
    return switch (field.type()) {
      case "STRUCT" -> struct(field.fields(), ((Struct) value).getAttributes());
      case "NUMERIC" -> Canon.decimal(new BigDecimal(value.toString()));
      case "BIGNUMERIC" -> Canon.decimal(BigNumericBytes.parse(hex((DuckDBBlobResult) value)));
      case "BYTES" -> hex((DuckDBBlobResult) value);
      case "DATETIME" -> ((Timestamp) value).toLocalDateTime();
      case "TIMESTAMP" -> ((OffsetDateTime) value).toInstant();
      case "INTERVAL" -> Span.parseDuckDb(value.toString());
      case "JSON" -> Canon.json(value.toString());
      default -> value;
    };
  }

  private static String hex(DuckDBBlobResult blob) throws SQLException {
    byte[] bytes = blob.length() == 0 ? new byte[0] : blob.getBytes(1, (int) blob.length());
    return HexFormat.of().formatHex(bytes);
  }
}
