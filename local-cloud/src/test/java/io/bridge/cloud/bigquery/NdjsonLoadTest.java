package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.errors;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static io.bridge.cloud.bigquery.LoadBench.repeated;
import static io.bridge.cloud.bigquery.LoadBench.required;
import static io.bridge.cloud.bigquery.LoadBench.struct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Field.Mode;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.SchemaUpdateOption;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class NdjsonLoadTest {
  private static final Field A = field("a", StandardSQLTypeName.INT64);
  private static final Field B = field("b", StandardSQLTypeName.STRING);

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void loadsEveryTypeAsBigQueryReadsIt() {
    // Given
    var schema =
        Schema.of(
            field("i", StandardSQLTypeName.INT64),
            field("f", StandardSQLTypeName.FLOAT64),
            field("n", StandardSQLTypeName.NUMERIC),
            field("bo", StandardSQLTypeName.BOOL),
            field("s", StandardSQLTypeName.STRING),
            field("by", StandardSQLTypeName.BYTES),
            field("d", StandardSQLTypeName.DATE),
            field("dt", StandardSQLTypeName.DATETIME),
            field("ti", StandardSQLTypeName.TIME),
            field("ts", StandardSQLTypeName.TIMESTAMP),
            field("j", StandardSQLTypeName.JSON),
            field("bn", StandardSQLTypeName.BIGNUMERIC));
    var text =
        """
        {"i": "9223372036854775807", "f": "-Infinity", "n": 1.2345678905, "bo": "true", "s": 5, \
        "by": "YWI=", "d": "1997-1-31", "dt": "2026-01-31T12:34:56.123456", "ti": "01:02:03", \
        "ts": "2026-01-31 12:00:00+02:00", "j": {"k": [1, null]}, "bn": "1.5"}

        {"I": 7, "ts": 1.5, "j": "text", "d": null, "bo": false}
        """;

    // When
    var job = load(text, it -> it.setSchema(schema));

    // Then
    assertDone(job);
    assertEquals(
        List.of(
            "9223372036854775807|-Infinity|1.234567891|true|5|YWI=|1997-01-31|"
                + "2026-01-31T12:34:56.123456|01:02:03|1.7698536E9|{\"k\":[1,null]}|1.5",
            "7|NULL|NULL|false|NULL|NULL|NULL|NULL|NULL|1.5E0|\"text\"|NULL"),
        bench.texts());
    LoadStatistics statistics = job.getStatistics();
    assertEquals(2, statistics.getOutputRows());
    assertEquals(text.length(), statistics.getInputBytes());
  }

  @Test
  void loadsRecordsAndArraysOfRecords() {
    // Given
    var schema =
        Schema.of(
            struct("s", A, repeated("l", StandardSQLTypeName.DATE)),
            repeated("r", StandardSQLTypeName.STRUCT, A, struct("t", B)));

    // When
    var job =
        load(
            """
            {"s": {"a": 1, "l": ["2026-01-01"]}, "r": [{"a": 2, "t": {"b": "x"}}, {}]}
            {"s": null, "r": null}
            """,
            it -> it.setSchema(schema));

    // Then
    assertDone(job);
    var row = bench.rows().getFirst();
    var s = row.get("s").getRecordValue();
    assertEquals("2026-01-01", s.get(1).getRepeatedValue().getFirst().getStringValue());
    var r = row.get("r").getRepeatedValue();
    assertEquals("x", r.get(0).getRecordValue().get(1).getRecordValue().get(0).getStringValue());
    assertTrue(r.get(1).getRecordValue().get(0).isNull());
    assertTrue(bench.rows().get(1).get("s").isNull());
    assertEquals(List.of(), bench.rows().get(1).get("r").getRepeatedValue());
  }

  @Test
  void refusesARowThatDoesNotFitAndTellsWhere() {
    refuses("{\"a\": \"x\"}", "Could not convert value to integer. Field: a; Value: x");
    refuses("{\"a\": 9223372036854775808}", "Could not convert value to integer");
    refuses("{\"a\": 1.5}", "Could not convert value to integer");
    refuses("{\"a\": [1]}", "Array specified for non-repeated field. Field: a");
    refuses("{\"a\": {\"x\": 1}}", "This field is not a record. Field: a");
    refuses("{\"z\": 1}", "No such field: z.");
    refuses("{\"a\": 1", "Parser terminated before end of string");
    refuses("[1]", "Start of an object expected");
    refuses("{\"d\": \"0000-01-01\"}", "Could not convert value to date. Field: d");
    refuses("{\"n\": 123456.789}", "Could not convert value to numeric. Field: n");
    refuses("{\"n\": 1e999999999}", "Could not convert value to numeric. Field: n");
    refuses("{\"l\": [null]}", "Only optional fields can be set to NULL. Field: l");
    refuses("{\"l\": 1}", "Repeated field must be imported as a JSON array. Field: l");
    refuses("{\"s\": {\"q\": null}}", "Missing required field: q. Field: s.q");
    refuses("{\"t\": \"2026-02-30 00:00:00\"}", "Could not convert value to timestamp");
  }

  @Test
  void passesOverAsManyBadRowsAsAllowedAndListsThem() {
    // Given
    var text = "{\"a\": 1}\n{\"a\": \"x\"}\n{\"a\": 3}\n{\"z\": 4}\n";

    // When
    var tolerated = load(text, it -> it.setSchema(Schema.of(A)).setMaxBadRecords(2));
    var refused = load(text, it -> it.setSchema(Schema.of(A)).setMaxBadRecords(1));

    // Then
    assertDone(tolerated);
    assertEquals(List.of("1", "3"), bench.texts());
    assertEquals(2L, ((LoadStatistics) tolerated.getStatistics()).getBadRecords());
    var listed = errors(tolerated);
    assertEquals(2, listed.size());
    assertTrue(listed.get(0).contains("row starting at position 9: Could not"), listed.get(0));
    assertFailed(refused, "invalid", "Rows: 4; errors: 2. Please look into the errors[]");
    assertEquals(3, errors(refused).size());
    var first = refused.getStatus().getExecutionErrors().getFirst();
    assertTrue(first.getLocation().startsWith("gs://"), first.toString());
  }

  @Test
  void passesOverUnknownFieldsOnlyWhenTold() {
    var job =
        load(
            "{\"a\": 1, \"z\": {\"deep\": [1]}}",
            it -> it.setSchema(Schema.of(A)).setIgnoreUnknownValues(true));
    assertDone(job);
    assertEquals(List.of("1"), bench.texts());
  }

  @Test
  void findsTheSchemaByItself() {
    // When
    var job =
        load(
            """
            {"a": 1, "f": 1, "s": "x", "d": "2026-01-01", "t": "2026-01-01T00:00:00Z", "n": null}
            {"a": 2, "f": 1.5, "b": true, "l": [1, 2], "r": {"x": "y"}, "rr": [{"z": 1}]}
            """,
            it -> it.setAutodetect(true));

    // Then
    assertDone(job);
    assertEquals(
        List.of(
            "a INTEGER",
            "f FLOAT",
            "s STRING",
            "d DATE",
            "t TIMESTAMP",
            "n STRING",
            "b BOOLEAN",
            "l INTEGER",
            "r RECORD",
            "rr RECORD"),
        bench.columns());
    assertEquals(Mode.REPEATED, bench.table().getSchema().getFields().get("l").getMode());
    assertEquals(2L, bench.table().getNumRows());
  }

  @Test
  void needsASchemaFromSomewhere() {
    assertFailed(load("{\"a\": 1}", it -> it), "invalid", "No schema specified on job or table.");
    bench.createTable(A);
    assertDone(load("{\"a\": 1}", it -> it));
    var mixed = load("{\"a\": 1}\n{\"a\": {}}", it -> it.setAutodetect(true));
    assertTrue(errors(mixed).get(1).contains("This field is not a record"));
  }

  @Test
  void addsAndRelaxesFieldsOnlyWhenTold() {
    // Given
    bench.createTable(required("a", StandardSQLTypeName.INT64));
    var grown = Schema.of(A, B);
    var text = "{\"a\": null, \"b\": \"x\"}";
    assertFailed(load(text, it -> it.setSchema(grown)), "invalid", "has changed mode");
    assertFailed(
        load(text, it -> it.setSchema(grown).setSchemaUpdateOptions(relax())),
        "invalid",
        "Cannot add fields (field: b)");
    assertDone(load("{\"a\": 1}", it -> it));

    // When
    var both =
        List.of(SchemaUpdateOption.ALLOW_FIELD_ADDITION, SchemaUpdateOption.ALLOW_FIELD_RELAXATION);
    var job = load(text, it -> it.setSchema(grown).setSchemaUpdateOptions(both));

    // Then
    assertDone(job);
    assertEquals(List.of("1|NULL", "NULL|x"), bench.texts());
    assertEquals(Mode.NULLABLE, bench.table().getSchema().getFields().get("a").getMode());
    var wrong =
        configuration(
            "{}",
            it ->
                it.setSchema(grown)
                    .setSchemaUpdateOptions(both)
                    .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE));
    var refused =
        assertThrows(BigQueryException.class, () -> bench.bigquery.create(JobInfo.of(wrong)));
    assertEquals(400, refused.getCode());
    assertTrue(refused.getMessage().startsWith("Schema update options should only be"));
  }

  @Test
  void readsGzipAndEveryFileOfAWildcard() throws IOException {
    // Given
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
    }
    bench.object("wild-1.json.gz", packed.toByteArray());
    bench.object("wild-2.json", "{\"a\": 2}".getBytes(StandardCharsets.UTF_8));
    bench.object("wild-3.txt", "{\"a\": 3}".getBytes(StandardCharsets.UTF_8));

    // When
    var job = bench.run(json(LoadBench.uri("wild-*")).setSchema(Schema.of(A)).build());

    // Then
    assertDone(job);
    assertEquals(List.of("1", "2", "3"), bench.texts());
    assertEquals(3L, ((LoadStatistics) job.getStatistics()).getInputFiles());
    var none = json(LoadBench.uri("absent-*")).setSchema(Schema.of(A)).build();
    assertFailed(bench.run(none), "notFound", "Not found: Uris");
    var two = json(LoadBench.uri("a*b*")).setSchema(Schema.of(A)).build();
    assertThrows(BigQueryException.class, () -> bench.bigquery.create(JobInfo.of(two)));
  }

  private static List<SchemaUpdateOption> relax() {
    return List.of(SchemaUpdateOption.ALLOW_FIELD_RELAXATION);
  }

  private static void refuses(String line, String message) {
    var schema =
        Schema.of(
            A,
            field("d", StandardSQLTypeName.DATE),
            field("t", StandardSQLTypeName.TIMESTAMP),
            Field.newBuilder("n", StandardSQLTypeName.NUMERIC)
                .setPrecision(7L)
                .setScale(2L)
                .build(),
            repeated("l", StandardSQLTypeName.INT64),
            struct("s", required("q", StandardSQLTypeName.STRING)));
    var job = load(line, it -> it.setSchema(schema));
    assertFailed(job, "invalid", "JSON table encountered too many errors, giving up.");
    assertTrue(errors(job).get(1).contains(message), errors(job).get(1));
    assertNull(bench.bigquery.getTable(T));
  }

  private static Job load(String text, UnaryOperator<LoadJobConfiguration.Builder> with) {
    return bench.run(configuration(text, with));
  }

  private static LoadJobConfiguration configuration(
      String text, UnaryOperator<LoadJobConfiguration.Builder> with) {
    return with.apply(json(bench.object(text))).build();
  }

  private static LoadJobConfiguration.Builder json(String uri) {
    return LoadJobConfiguration.newBuilder(T, uri, FormatOptions.json());
  }
}
