package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static io.bridge.cloud.bigquery.LoadBench.repeated;
import static io.bridge.cloud.bigquery.LoadBench.struct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.ExtractStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ExtractJobTest {
  private static final Field A = field("a", StandardSQLTypeName.INT64);
  private static final Field S = field("s", StandardSQLTypeName.STRING);

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void writesCsvWithAndWithoutAHeader() throws IOException {
    // Given
    bench.createTable(
        A,
        S,
        field("t", StandardSQLTypeName.TIMESTAMP),
        field("d", StandardSQLTypeName.DATE),
        field("n", StandardSQLTypeName.NUMERIC),
        field("b", StandardSQLTypeName.BOOL));
    load(
        """
        {"a": 1, "s": "x,\\"y\\"", "t": "2026-01-31T00:00:00.5Z", "d": "2026-01-31", "n": 1.50, \
        "b": true}
        {"s": ""}
        """);

    // When
    var job = extract("rows.csv", it -> it);

    // Then
    assertDone(job);
    assertEquals(
        List.of(1L), ((ExtractStatistics) job.getStatistics()).getDestinationUriFileCounts());
    assertEquals(
        """
        a,s,t,d,n,b
        1,"x,""y""\",2026-01-31 00:00:00.5 UTC,2026-01-31,1.5,true
        ,"",,,,
        """,
        text("rows.csv"));
    assertDone(extract("bare.csv", it -> it.setPrintHeader(false).setFieldDelimiter(";")));
    assertTrue(text("bare.csv").startsWith("1;\"x,\"\"y\"\"\";2026"), text("bare.csv"));
  }

  @Test
  void writesJsonWithRecordsAndPacksIt() throws IOException {
    // Given
    bench.createTable(
        A,
        field("f", StandardSQLTypeName.FLOAT64),
        repeated("l", StandardSQLTypeName.INT64),
        struct("r", S, field("j", StandardSQLTypeName.JSON)));
    load(
        """
        {"a": 1, "f": 1.5, "l": [1, 2], "r": {"s": "ä<&>", "j": {"k": ["<", 1]}}}
        {}
        """);

    // When
    var job =
        extract(
            "rows-*.json.gz", it -> it.setFormat("NEWLINE_DELIMITED_JSON").setCompression("GZIP"));

    // Then
    assertDone(job);
    var packed = Files.newInputStream(bench.server.objectPath("rows-000000000000.json.gz"));
    try (var in = new GZIPInputStream(packed)) {
      assertEquals(
          "{\"a\":\"1\",\"f\":1.5,\"l\":[\"1\",\"2\"],\"r\":{\"s\":\"ä\\u003c\\u0026\\u003e\","
              + "\"j\":{\"k\":[\"\\u003c\",1]}}}\n"
              + "{\"l\":[]}\n",
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void writesParquetThatLoadsAgain() {
    // Given
    bench.createTable(A, repeated("l", StandardSQLTypeName.STRING));
    load("{\"a\": 1, \"l\": [\"x\"]}\n{\"a\": 2}");

    // When
    assertDone(extract("rows.parquet", it -> it.setFormat("PARQUET").setCompression("SNAPPY")));

    // Then
    var options = ParquetOptions.newBuilder().setEnableListInference(true).build();
    var back =
        LoadJobConfiguration.newBuilder(T, LoadBench.uri("rows.parquet"), options)
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE);
    assertDone(bench.run(back.build()));
    assertEquals(2L, bench.table().getNumRows());
    assertEquals(Field.Mode.REPEATED, bench.table().getSchema().getFields().get("l").getMode());
  }

  @Test
  void writesTheTypesOfParquetThatAreDocumented() throws SQLException {
    // Given
    bench.createTable(
        field("g", StandardSQLTypeName.BIGNUMERIC),
        repeated("l", StandardSQLTypeName.BIGNUMERIC),
        field("t", StandardSQLTypeName.TIME),
        field("ts", StandardSQLTypeName.TIMESTAMP),
        field("dt", StandardSQLTypeName.DATETIME));
    load(
        """
        {"g": "-1", "l": ["1e38"], "t": "01:02:03", "ts": "2026-01-31T00:00:00Z", \
        "dt": "2026-01-31T00:00:00"}
        """);

    // When
    assertDone(extract("types.parquet", it -> it.setFormat("PARQUET")));

    // Then
    var file = bench.server.objectPath("types.parquet");
    assertEquals(
        List.of(
            "g DecimalType(scale=38, precision=76)",
            "element DecimalType(scale=38, precision=76)",
            "t TimeType(isAdjustedToUTC=1",
            "ts TimestampType(isAdjustedToUTC=0",
            "dt TimestampType(isAdjustedToUTC=0"),
        ParquetFiles.texts(
            "SELECT name || ' ' || string_split(logical_type, ', unit')[1]"
                + " FROM parquet_schema('%s') WHERE type IS NOT NULL".formatted(file)));
    // Least and greatest of bytes would be wrong for numbers.
    assertEquals(
        List.of("ts", "dt"),
        ParquetFiles.texts(
            "SELECT path_in_schema FROM parquet_metadata('%s') WHERE stats_max_value IS NOT NULL"
                    .formatted(file)
                + " AND path_in_schema <> 't'"));
  }

  @Test
  void refusesWhatAFormatCannotSay() {
    bench.createTable(repeated("l", StandardSQLTypeName.STRING));
    assertFailed(
        extract("no.csv", it -> it),
        "invalid",
        "Operation cannot be performed on a nested schema. Field: l");
    assertFalse(Files.exists(bench.server.objectPath("no.csv")));
    assertRefused(501, "destinationFormat AVRO", "no", it -> it.setFormat("AVRO"));
    assertRefused(400, "Compression SNAPPY", "no", it -> it.setCompression("SNAPPY"));
    assertRefused(400, "wildcard", "a*b*", it -> it);
  }

  @Test
  void extractsOnlyForWhoMayReadTheTableAndWriteTheObject() {
    bench.createTable(A);
    var extract = JobInfo.of(ExtractJobConfiguration.of(T, LoadBench.uri("no.csv")));
    var viewer = bench.server.client("viewer");
    var table = assertThrows(BigQueryException.class, () -> viewer.create(extract));
    assertEquals(403, table.getCode());
    assertTrue(table.getMessage().contains("bigquery.tables.export"), table.getMessage());
    var other = bench.server.client("other-editor");
    var object = assertThrows(BigQueryException.class, () -> other.create(extract));
    assertEquals(403, object.getCode());
    assertTrue(object.getMessage().contains("storage.objects.create"), object.getMessage());
  }

  private interface With extends UnaryOperator<ExtractJobConfiguration.Builder> {}

  private static Job extract(String object, With with) {
    return bench.run(configuration(object, with));
  }

  private static ExtractJobConfiguration configuration(String object, With with) {
    return with.apply(ExtractJobConfiguration.newBuilder(T, LoadBench.uri(object))).build();
  }

  private static void assertRefused(int code, String message, String object, With with) {
    var job = JobInfo.of(configuration(object, with));
    var refused = assertThrows(BigQueryException.class, () -> bench.bigquery.create(job));
    assertEquals(code, refused.getCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static String text(String object) throws IOException {
    return Files.readString(bench.server.objectPath(object));
  }

  private static void load(String text) {
    var uri = bench.object(text);
    assertDone(bench.run(LoadJobConfiguration.of(T, uri, FormatOptions.json())));
  }
}
