package io.bridge.cloud.bigquery.corpus;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import io.bridge.cloud.bigquery.BigQueryServer;
import io.bridge.sql.SqlType;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Answers that Google's own client gets from a running server. */
final class WireAnswers {
  private final BigQuery client;

  WireAnswers(BigQuery client) {
    this.client = client;
  }

  /** Makes the tables, by load jobs. */
  void load(BigQueryServer server, CorpusTables tables) throws SQLException, InterruptedException {
    client.create(DatasetInfo.of(CorpusTables.DATASET));
    for (String table : tables.names()) {
      load(server, tables, table);
    }
  }

  private void load(BigQueryServer server, CorpusTables tables, String table)
      throws SQLException, InterruptedException {
    String object = table + ".parquet";
    tables.writeParquet(table, server.objectPath(object));
    var options = ParquetOptions.newBuilder().setEnableListInference(true).build();
    var load =
        LoadJobConfiguration.newBuilder(
                TableId.of(CorpusTables.DATASET, table),
                "gs://" + BigQueryServer.BUCKET + "/" + object,
                FormatOptions.parquet())
            .setFormatOptions(options)
            .build();
    var error = client.create(JobInfo.of(load)).waitFor().getStatus().getError();
    if (error != null) {
      throw new IllegalStateException(table + ": " + error);
    }
  }

  Answer ask(CorpusCase test) {
    var query =
        QueryJobConfiguration.newBuilder(test.sql()).setDefaultDataset(CorpusTables.DATASET);
    test.parameters().forEach(parameter -> WireParameters.add(query, parameter));
    try {
      TableResult result = client.query(query.build());
      FieldList fields = result.getSchema().getFields();
      List<Object> rows = new ArrayList<>();
      result.iterateAll().forEach(row -> rows.add(struct(fields, row)));
      return new Answer(type(fields).toString(), rows, null);
    } catch (BigQueryException e) {
      return Answer.failed(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.failed("interrupted");
    }
  }

  private static SqlType.Struct type(FieldList fields) {
    return new SqlType.Struct(
        fields.stream().map(f -> new SqlType.Column(f.getName(), type(f))).toList());
  }

  private static SqlType type(Field field) {
    SqlType one =
        field.getSubFields() == null
            ? SqlType.of(field.getType().getStandardType().name())
            : type(field.getSubFields());
    return field.getMode() == Field.Mode.REPEATED ? new SqlType.Array(one) : one;
  }

  private static List<Object> struct(FieldList fields, FieldValueList members) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      values.add(canon(fields.get(i), members.get(i)));
    }
    return values;
  }

  private static Object canon(Field field, FieldValue value) {
    if (field.getMode() == Field.Mode.REPEATED) {
      List<Object> elements = new ArrayList<>();
      value.getRepeatedValue().forEach(one -> elements.add(present(field, one)));
      return elements;
    }
    return present(field, value);
  }

  private static Object present(Field field, FieldValue value) {
    if (value.isNull()) {
      return null;
    }
    return switch (field.getType().getStandardType()) {
      case INT64 -> value.getLongValue();
      case FLOAT64 -> value.getDoubleValue();
      case NUMERIC, BIGNUMERIC -> Canon.decimal(value.getNumericValue());
      case BOOL -> value.getBooleanValue();
      case BYTES -> HexFormat.of().formatHex(value.getBytesValue());
      case DATE -> LocalDate.parse(value.getStringValue());
      case DATETIME -> LocalDateTime.parse(value.getStringValue());
      case TIME -> LocalTime.parse(value.getStringValue());
      case TIMESTAMP -> value.getTimestampInstant();
      case INTERVAL -> Span.parse(value.getStringValue());
      case JSON -> Canon.json(value.getStringValue());
      case STRUCT -> struct(field.getSubFields(), value.getRecordValue());
      default -> value.getValue();
    };
  }
}
