package io.bridge.cloud.bigquery.corpus;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.bridge.sql.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table made and filled by Google's client, row by row. */
final class Streaming {
  private Streaming() {}

  static void into(BigQuery client, String table, SqlType.Struct columns, List<List<Object>> rows) {
    TableId id = TableId.of(CorpusTables.DATASET, table);
    client.create(TableInfo.of(id, StandardTableDefinition.of(schema(columns))));
    InsertAllRequest.Builder request = InsertAllRequest.newBuilder(id);
    rows.forEach(row -> request.addRow(struct(columns, row)));
    var answer = client.insertAll(request.build());
    if (answer.hasErrors()) {
      throw new IllegalStateException(answer.getInsertErrors().toString());
    }
  }

  static Schema schema(SqlType.Struct columns) {
    return Schema.of(fields(columns));
  }

  private static FieldList fields(SqlType.Struct struct) {
    return FieldList.of(
        struct.members().stream().map(m -> field(m.name(), m.type()).build()).toList());
  }

  private static Field.Builder field(String name, SqlType type) {
    return switch (type) {
      case SqlType.Array array -> field(name, array.element()).setMode(Field.Mode.REPEATED);
      case SqlType.Struct struct ->
          Field.newBuilder(name, StandardSQLTypeName.STRUCT, fields(struct));
      // A table has no column of this type here: it is kept as its text.
      case SqlType.Scalar.INTERVAL -> Field.newBuilder(name, StandardSQLTypeName.STRING);
      default -> Field.newBuilder(name, StandardSQLTypeName.valueOf(type.toString()));
    };
  }

  private static Map<String, Object> struct(SqlType.Struct columns, List<?> row) {
    Map<String, Object> content = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      SqlType.Column column = columns.members().get(i);
      if (row.get(i) != null) {
        content.put(column.name(), value(column.type(), row.get(i)));
      }
    }
    return content;
  }

  private static Object value(SqlType type, Object raw) {
    return switch (type) {
      case SqlType.Array array ->
          ((List<?>) raw).stream().map(one -> value(array.element(), one)).toList();
      case SqlType.Struct struct -> struct(struct, (List<?>) raw);
      default -> type == SqlType.Scalar.BYTES ? EngineAnswers.base64((String) raw) : (String) raw;
    };
  }
}
