package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.errors;
import static io.bridge.cloud.bigquery.LoadBench.required;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field.Mode;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options of a load do, by REST's own words for them. */
@Timeout(60)
class LoadOptionsTest {
  private static final String PARQUET = "\"sourceFormat\": \"PARQUET\"";
  private static final String CSV = "\"sourceFormat\": \"CSV\"";
  private static final String DETECT = ", \"autodetect\": true";
  private static final String GROW =
      ", \"schemaUpdateOptions\": [\"ALLOW_FIELD_ADDITION\", \"ALLOW_FIELD_RELAXATION\"]";
  private static final String SCHEMA =
      ", \"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"INTEGER\"},"
          + " {\"name\": \"s\", \"type\": \"STRING\"}]}";

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      "NUMERIC", "BIGNUMERIC" | NUMERIC,BIGNUMERIC
      "BIGNUMERIC", "NUMERIC" | NUMERIC,BIGNUMERIC
      "BIGNUMERIC"            | BIGNUMERIC,BIGNUMERIC
      """,
      quoteCharacter = '~')
  void aDecimalBecomesTheNarrowestTargetThatHoldsItInWhateverOrder(String targets, String types) {
    // Given
    var uri = parquet("SELECT 1.25::DECIMAL(9,2) a, 0.000000000000000001::DECIMAL(38,18) b");

    // When
    var job = bench.load(uri, PARQUET + ", \"decimalTargetTypes\": [" + targets + "]");

    // Then
    assertDone(job);
    var expected = types.split(",");
    assertEquals(List.of("a " + expected[0], "b " + expected[1]), bench.columns());
    assertEquals(List.of("1.25|0.000000000000000001"), bench.texts());
  }

  @ParameterizedTest
  @CsvSource({
    "12, timestampTargetPrecision 12",
    "'6, 12', timestampTargetPrecision 12",
    "3, Invalid value for: configuration.load.timestampTargetPrecision",
    "\"x\", Invalid value for: configuration.load.timestampTargetPrecision"
  })
  void aTimestampHasMicrosecondsAndNoFinerOnes(String digits, String refusal) {
    var uri = parquet("SELECT TIMESTAMPTZ '2024-01-01 00:00:00.000001Z' ts");
    var option = PARQUET + ", \"timestampTargetPrecision\": [%s]";
    var refused =
        assertThrows(BigQueryException.class, () -> bench.load(uri, option.formatted(digits)));
    assertTrue(refused.getMessage().contains(refusal), refused.getMessage());

    var job = bench.load(uri, option.formatted("6"));

    assertDone(job);
    assertEquals(List.of("ts TIMESTAMP"), bench.columns());
  }

  @Test
  void aDecimalThatFitsNoTargetIsRefused() {
    var job = bench.load(parquet("SELECT 1::DECIMAL(38,18) a"), PARQUET);

    assertFailed(job, "invalid", "DECIMAL(38,18) fits none of decimalTargetTypes [NUMERIC]");
    assertNull(bench.bigquery.getTable(T));
  }

  @Test
  void aListGoesIntoAnArrayOnlyWithInference() {
    // Given
    bench.createTable(LoadBench.repeated("l", StandardSQLTypeName.INT64));
    var uri = parquet("SELECT [1, 2]::BIGINT[] l");
    var without = ", \"parquetOptions\": {\"enableListInference\": false}";
    assertFailed(bench.load(uri, PARQUET + without), "invalid", "that needs enableListInference");

    // When
    var job = bench.load(uri, PARQUET + without.replace("false", "true"));

    // Then
    assertDone(job);
    assertEquals(1, bench.rows().size());
    assertEquals(2, bench.rows().getFirst().get("l").getRepeatedValue().size());
  }

  @ParameterizedTest
  @CsvSource({"true,STRING,x", "false,BYTES,eA=="})
  void anEnumIsTextOnlyWhenTold(boolean asString, String type, String value) throws IOException {
    // Given
    var file = bench.server.objectPath("enum.parquet");
    Files.deleteIfExists(file);
    var uri = bench.parquet("enum.parquet", "SELECT 'x' e");
    Files.write(file, enumInsteadOfText(Files.readAllBytes(file)));
    var options = ", \"parquetOptions\": {\"enumAsString\": " + asString + "}";

    // When
    var job = bench.load(uri, PARQUET + options);

    // Then
    assertDone(job);
    assertEquals(List.of("e " + type), bench.columns());
    assertEquals(List.of(value), bench.texts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"columnNameCharacterMap\": \"STRICT\""})
  void namesOfAFileStayAsTheyAreUnlessTheyAreToBeMapped(String option) {
    var files = List.of(bench.object("the id,s\n1,x\n"), parquet("SELECT 1 \"the id\""));
    var forms = List.of(CSV + DETECT, PARQUET);
    for (int i = 0; i < 2; i++) {
      var job = bench.load(files.get(i), forms.get(i) + option);

      assertFailed(job, "notImplemented", "flexible column name \"the id\"");
      assertNull(bench.bigquery.getTable(T));
    }
    var never = bench.load(bench.object("a?,s\n1,x\n"), CSV + DETECT + option);
    assertFailed(never, "invalid", "Invalid field name \"a?\"");
  }

  @Test
  void mapsNamesOfCsvAndOfParquetAlike() {
    // Given
    var map = ", \"columnNameCharacterMap\": \"V1\"";
    var csv = bench.object("the id,the-id,1st\n1,2,x\n");
    var parquet = parquet("SELECT 3::BIGINT \"the id\", 4::BIGINT \"the-id\", 'y' \"1st\"");
    assertDone(bench.load(csv, CSV + DETECT + map));

    // When
    var job = bench.load(parquet, PARQUET + map);

    // Then
    assertDone(job);
    assertEquals(List.of("the_id INTEGER", "the_id_1 INTEGER", "_1st STRING"), bench.columns());
    assertEquals(List.of("1|2|x", "3|4|y"), bench.texts().stream().sorted().toList());
  }

  @Test
  void refusesMapsThatItOrTheFormatDoesNotKnow() {
    refuses(501, "columnNameCharacterMap V2", CSV + ", \"columnNameCharacterMap\": \"V2\"");
    refuses(400, "V3 is not a valid value", CSV + ", \"columnNameCharacterMap\": \"V3\"");
    refuses(
        400,
        "columnNameCharacterMap is only for",
        "\"sourceFormat\": \"NEWLINE_DELIMITED_JSON\", \"columnNameCharacterMap\": \"V1\"");
  }

  @Test
  void knowsSeveralMarksOfNull() {
    var uri = bench.object("1,NA\n-,\n3,\"NA\"\n");

    var job = bench.load(uri, CSV + SCHEMA + ", \"nullMarkers\": [\"NA\", \"-\"]");

    assertDone(job);
    assertEquals(List.of("1|NULL", "NULL|", "3|NA"), bench.texts());
  }

  @Test
  void passesOverAsManyBadRowsOfCsvAsAllowed() {
    // Given
    var uri = bench.object("1,x\nbad,y\n3,z,more\n4,w\n");
    var one = bench.load(uri, CSV + SCHEMA + ", \"maxBadRecords\": 1");
    assertFailed(one, "invalid", "CSV table encountered too many errors, giving up.");
    assertNull(bench.bigquery.getTable(T));

    // When
    var job = bench.load(uri, CSV + SCHEMA + ", \"maxBadRecords\": 2");

    // Then
    assertDone(job);
    assertEquals(List.of("1|x", "4|w"), bench.texts());
    LoadStatistics statistics = job.getStatistics();
    assertEquals(2, statistics.getBadRecords());
    assertTrue(errors(job).getFirst().contains("Could not parse 'bad' as INT64"));
  }

  @Test
  void aParquetFileHasNoBadRows() {
    refuses(
        400,
        "maxBadRecords is not supported for source format PARQUET",
        PARQUET + ", \"maxBadRecords\": 1");
  }

  @Test
  void addsAndRelaxesFieldsFromAParquetFileOnlyWhenTold() {
    // Given
    bench.createTable(required("a", StandardSQLTypeName.INT64));
    var uri = parquet("SELECT * FROM (VALUES (NULL::BIGINT, 'x'), (2, NULL)) r(a, s)");
    assertFailed(bench.load(uri, PARQUET), "invalid", "Parquet column 's' is not in the schema");

    // When
    var job = bench.load(uri, PARQUET + GROW);

    // Then
    assertDone(job);
    assertEquals(List.of("a INTEGER", "s STRING"), bench.columns());
    assertEquals(List.of("NULL|x", "2|NULL"), bench.texts());
    assertEquals(Mode.NULLABLE, bench.table().getSchema().getFields().get("a").getMode());
  }

  @Test
  void addsFieldsOfCsvWhenOnlyTheRowsAreReplaced() {
    // Given
    bench.createTable(required("a", StandardSQLTypeName.INT64));
    assertDone(bench.load(bench.object("1\n"), CSV));
    var replace = ", \"writeDisposition\": \"WRITE_TRUNCATE_DATA\"";
    var uri = bench.object("2,x\n,y\n");
    assertFailed(bench.load(uri, CSV + SCHEMA + replace), "invalid", "");
    assertEquals(List.of("1"), bench.texts());

    // When
    var job = bench.load(uri, CSV + SCHEMA + replace + GROW);

    // Then
    assertDone(job);
    assertEquals(List.of("2|x", "NULL|y"), bench.texts());
    assertEquals(Mode.NULLABLE, bench.table().getSchema().getFields().get("a").getMode());
  }

  @Test
  void filesOfAWildcardMayNotDifferInSchema() {
    // Given
    bench.parquet("same-1.parquet", "SELECT 1::BIGINT a");
    bench.parquet("same-2.parquet", "SELECT 2::BIGINT a, 'x' b");
    bench.object("rows-1.csv", "1,x\n".getBytes(StandardCharsets.UTF_8));
    bench.object("rows-2.csv", "2\n".getBytes(StandardCharsets.UTF_8));

    // When
    var parquet = bench.load(LoadBench.uri("same-*"), PARQUET);
    var csv = bench.load(LoadBench.uri("rows-*"), CSV + SCHEMA);

    // Then
    assertFailed(parquet, "invalid", "Parquet column 'b' is not in the schema");
    assertTrue(parquet.getStatus().getError().getMessage().contains("same-2.parquet"));
    assertFailed(csv, "invalid", "rows-2.csv");
    assertNull(bench.bigquery.getTable(T));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 12, 30})
  void tornGzipLoadsNothing(int length) throws IOException {
    // Given
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("1,first\n2,second\n3,third\n4,fourth\n".getBytes(StandardCharsets.UTF_8));
    }
    var torn = Arrays.copyOf(packed.toByteArray(), length);
    var uri = bench.object("torn-" + length + ".csv.gz", torn);

    // When
    var job = bench.load(uri, CSV + SCHEMA + ", \"maxBadRecords\": 10");

    // Then
    assertFailed(job, "invalid", "Error while reading data, error message:");
    assertTrue(job.getStatus().getError().getMessage().contains(uri));
    assertNull(bench.bigquery.getTable(T));
  }

  private static void refuses(int code, String message, String options) {
    var refused =
        assertThrows(BigQueryException.class, () -> bench.load(LoadBench.uri("absent"), options));
    assertEquals(code, refused.getCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  /** DuckDB writes no ENUM: another number for the type of column e in the file's footer. */
  private static byte[] enumInsteadOfText(byte[] file) {
    var text = new String(file, StandardCharsets.ISO_8859_1);
    var converted = "\u0018\u0001e\u0025\0";
    int at = text.lastIndexOf(converted);
    assertTrue(at > 0, "the footer says UTF8");
    file[at + converted.length() - 1] = 8;
    int logical = at + converted.length();
    if (text.startsWith("\u004c\u001c", logical)) {
      file[logical + 1] = 0x4c;
    }
    return file;
  }

  private static String parquet(String select) {
    return bench.parquet(UUID.randomUUID() + ".parquet", select);
  }
}
