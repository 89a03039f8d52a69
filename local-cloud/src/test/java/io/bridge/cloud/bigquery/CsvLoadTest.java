package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.errors;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static io.bridge.cloud.bigquery.LoadBench.repeated;
import static io.bridge.cloud.bigquery.LoadBench.required;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class CsvLoadTest {
  private static final Field A = field("a", StandardSQLTypeName.INT64);
  private static final Field S = field("s", StandardSQLTypeName.STRING);
  private static final Schema AS = Schema.of(A, S);
  private static final LoadJobConfiguration.SourceColumnMatch NAME =
      LoadJobConfiguration.SourceColumnMatch.valueOf("NAME");

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void loadsEveryScalarType() {
    // Given
    var schema =
        Schema.of(
            A,
            field("f", StandardSQLTypeName.FLOAT64),
            field("n", StandardSQLTypeName.NUMERIC),
            field("b", StandardSQLTypeName.BOOL),
            field("by", StandardSQLTypeName.BYTES),
            field("d", StandardSQLTypeName.DATE),
            field("dt", StandardSQLTypeName.DATETIME),
            field("t", StandardSQLTypeName.TIME),
            field("ts", StandardSQLTypeName.TIMESTAMP),
            field("j", StandardSQLTypeName.JSON),
            S);

    // When
    var job =
        load(
            """
            -5,1e3,0.1234567895,YES,YWI=,2026-01-31,2026-01-31 01:02:03.5,23:59:59.999999,\
            2026/01/31 00:00:00 UTC,"{""k"": 1}","a ""b"", c"
            ,,,,,,,,,,
            """,
            schema,
            it -> it);

    // Then
    assertDone(job);
    assertEquals(
        List.of(
            "-5|1000.0|0.12345679|true|YWI=|2026-01-31|2026-01-31T01:02:03.500|23:59:59.999999|"
                + "1.7698176E9|{\"k\":1}|a \"b\", c",
            "NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"),
        bench.texts());
  }

  @Test
  void tellsAnEmptyTextFromNull() {
    assertDone(load("1,\n2,\"\"\n", AS, it -> it));
    assertEquals(List.of("1|NULL", "2|"), bench.texts());
    refuses("\"\",x\n", it -> it, "Could not parse '' as INT64 for field a (position 0)");
  }

  @Test
  void knowsOtherNullMarkers() {
    var job = load("\\N,\\N\n1,\n", AS, it -> it, it -> it.setNullMarker("\\N"));
    assertDone(job);
    assertEquals(List.of("NULL|NULL", "1|"), bench.texts());
    var empty = load(",x\n", AS, it -> it, it -> it.setNullMarker("\\N"));
    assertTrue(errors(empty).get(1).contains("Could not parse '' as INT64"));
  }

  @Test
  void readsAsToldAboutDelimiterQuoteHeaderAndJaggedRows() {
    // When
    var job =
        load(
            "x;y\n1;'a;b'\n2\n",
            AS,
            it ->
                it.setFieldDelimiter(";")
                    .setQuote("'")
                    .setSkipLeadingRows(1)
                    .setAllowJaggedRows(true));

    // Then
    assertDone(job);
    assertEquals(List.of("1|a;b", "2|NULL"), bench.texts());
    refuses("1\n", it -> it, "CSV table references column position 1, but line starting at");
    refuses("1,a,b\n", it -> it, "Found 3 column(s) while expected 2.");
    assertDone(load("3,c,d\n", AS, it -> it, it -> it.setIgnoreUnknownValues(true)));
  }

  @Test
  void allowsLineBreaksInQuotesOnlyWhenTold() {
    var text = "1,\"a\nb\"\n";
    refuses(text, it -> it, "Missing close double quote (\") character.");
    assertDone(load(text, AS, it -> it.setAllowQuotedNewLines(true)));
    assertDone(load("2,\"a\r\nb\rc\"\r\n", AS, it -> it.setAllowQuotedNewLines(true)));
    assertEquals(List.of("1|a\nb", "2|a\r\nb\rc"), bench.texts());
    refuses("1,\"a\"b\n", it -> it, "Data between close double quote (\") and field separator.");
  }

  @Test
  void readsOtherEncodings() {
    assertEquals(List.of("1|ä€"), inEncoding("1,ä€\n", StandardCharsets.UTF_16LE, "UTF-16LE"));
    assertEquals(List.of("1|ä"), inEncoding("1,ä\n", StandardCharsets.ISO_8859_1, "ISO-8859-1"));
    assertEquals(
        List.of("1|\uD83D\uDE00"),
        inEncoding("\ufeff1,\uD83D\uDE00\n", Charset.forName("UTF-32BE"), "UTF-32BE"));
  }

  @Test
  void keepsControlCharactersOnlyWhenTold() {
    refuses("1,a\0b\n", it -> it, "Bad character (ASCII 0) encountered.");
    assertDone(load("1,a\0b\n", AS, it -> it.setPreserveAsciiControlCharacters(true)));
    assertEquals(List.of("1|a\0b"), bench.texts());
  }

  @Test
  void findsHeaderAndTypesByItself() {
    // When
    var job =
        load(
            "the id,ok,sum,day,at,word\n1,true,1.5,2026-01-01,2026-01-01 00:00:00,x\n"
                + "2,false,2,2026-01-02,2026-01-01T00:00:00Z,\n",
            null,
            it -> it,
            it -> it.setAutodetect(true).setColumnNameCharacterMap("V1"));

    // Then
    assertDone(job);
    assertEquals(
        List.of(
            "the_id INTEGER", "ok BOOLEAN", "sum FLOAT", "day DATE", "at TIMESTAMP", "word STRING"),
        bench.columns());
    assertEquals(2L, bench.table().getNumRows());
  }

  @Test
  void namesColumnsByTheirTypesWithoutAHeader() {
    var job = load("x,1\ny,2\n", null, it -> it, it -> it.setAutodetect(true));
    assertDone(job);
    assertEquals(List.of("string_field_0 STRING", "int64_field_1 INTEGER"), bench.columns());
  }

  @Test
  void matchesColumnsByNameWhenTold() {
    // Given
    var text = "s,a\nx,1\n";

    // When
    var job = load(text, AS, it -> it.setSkipLeadingRows(1), it -> it.setSourceColumnMatch(NAME));

    // Then
    assertDone(job);
    assertEquals(List.of("1|x"), bench.texts());
    assertFailed(
        load("q,a\nx,1\n", AS, it -> it.setSkipLeadingRows(1), it -> it.setSourceColumnMatch(NAME)),
        "invalid",
        "the column 'q' of the header is not in the schema");
    assertFailed(
        load(text, AS, it -> it, it -> it.setSourceColumnMatch(NAME)),
        "invalid",
        "sourceColumnMatch NAME needs a header");
  }

  @Test
  void refusesWhatCsvCannotSay() {
    var job = load("1\n", Schema.of(repeated("l", StandardSQLTypeName.INT64)), it -> it);
    assertFailed(job, "invalid", "Unsupported field type for CSV: field l is REPEATED");
    var missing = load(",x\n", Schema.of(required("a", StandardSQLTypeName.INT64), S), it -> it);
    assertTrue(errors(missing).get(1).contains("Required column value for column index: 0"));
    assertNull(bench.bigquery.getTable(T));
  }

  @Test
  void refusesOptionsOfOtherFormatsAndWrongOnesByName() {
    assertRefused(400, "fieldDelimiter", "\"sourceFormat\": \"CSV\", \"fieldDelimiter\": \"ab\"");
    assertRefused(400, "skipLeadingRows", "\"skipLeadingRows\": -1");
    assertRefused(400, "EBCDIC", "\"encoding\": \"EBCDIC\"");
    assertRefused(400, "maxBadRecords", "\"maxBadRecords\": -1");
    assertRefused(
        400, "nullMarker and nullMarkers", "\"nullMarker\": \"x\", \"nullMarkers\": [\"y\"]");
    assertRefused(400, "skipLeadingRows", "\"sourceFormat\": \"PARQUET\", \"skipLeadingRows\": 1");
    assertRefused(
        400,
        "jsonExtension",
        "\"sourceFormat\": \"NEWLINE_DELIMITED_JSON\", \"jsonExtension\": \"X\"");
    assertRefused(
        501,
        "GEOJSON",
        "\"sourceFormat\": \"NEWLINE_DELIMITED_JSON\", \"jsonExtension\": \"GEOJSON\"");
    assertRefused(
        501, "hivePartitioningOptions", "\"hivePartitioningOptions\": {\"mode\": \"AUTO\"}");
    for (var format : List.of("AVRO", "ORC", "DATASTORE_BACKUP")) {
      assertRefused(501, "sourceFormat " + format, "\"sourceFormat\": \"" + format + "\"");
    }
    assertRefused(400, "NONSENSE", "\"sourceFormat\": \"NONSENSE\"");
  }

  private static void assertRefused(int code, String message, String options) {
    var raw = bench.raw();
    var refused =
        assertThrows(
            BigQueryException.class,
            () ->
                raw.insertJob(
                    "refused-" + UUID.randomUUID(),
                    """
                    {"load": {"sourceUris": ["gs://bucket/x"], %s, "destinationTable":
                      {"projectId": "bridge-test", "datasetId": "shop", "tableId": "t"}}}
                    """
                        .formatted(options)));
    assertEquals(code, refused.getCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static List<String> inEncoding(String text, Charset charset, String name) {
    var uri = bench.object(UUID.randomUUID().toString(), text.getBytes(charset));
    var options = CsvOptions.newBuilder().setEncoding(name).build();
    var load =
        LoadJobConfiguration.newBuilder(T, uri, options)
            .setSchema(AS)
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE);
    assertDone(bench.run(load.build()));
    return bench.texts();
  }

  private static void refuses(
      String text, UnaryOperator<CsvOptions.Builder> options, String message) {
    var job = load(text, AS, options);
    assertFailed(job, "invalid", "CSV table encountered too many errors, giving up.");
    assertTrue(errors(job).get(1).contains(message), errors(job).get(1));
  }

  private static Job load(String text, Schema schema, UnaryOperator<CsvOptions.Builder> options) {
    return load(text, schema, options, it -> it);
  }

  private static Job load(
      String text,
      Schema schema,
      UnaryOperator<CsvOptions.Builder> options,
      UnaryOperator<LoadJobConfiguration.Builder> with) {
    var csv = options.apply(CsvOptions.newBuilder()).build();
    var load = LoadJobConfiguration.newBuilder(T, bench.object(text), csv);
    return bench.run(with.apply(schema == null ? load : load.setSchema(schema)).build());
  }
}
