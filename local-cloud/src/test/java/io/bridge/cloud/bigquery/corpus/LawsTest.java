package io.bridge.cloud.bigquery.corpus;

import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import io.bridge.cloud.bigquery.BigQueryServer;
import io.bridge.cloud.bigquery.corpus.CorpusCase.Parameter;
import io.bridge.cloud.bigquery.corpus.FileJobs.Format;
import io.bridge.sql.SqlType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What must hold for every value: it comes out as it went in, and pairs of functions undo each
 * other. The values follow from a seed, which {@code -Dbridge.test.seed} sets.
 */
class LawsTest {
  private static final long SEED = Long.getLong("bridge.test.seed", 1);
  private static final int ROWS = 300;
  private static final int PARAMETER_ROWS = 15;
  private static final int LITERAL_ROWS = 40;

  /** No column is an INTERVAL here: its text is. */
  private static final String STREAMED =
      "(SELECT * REPLACE (CAST(v AS INTERVAL) AS v) FROM streamed)";

  private static final String SCALARS =
      "id INT64, i INT64, f FLOAT64, n NUMERIC, b BOOL, s STRING, y BYTES, d DATE, ts TIMESTAMP,"
          + " dt DATETIME, t TIME";
  private static final String NESTED =
      "a ARRAY<STRING>, st STRUCT<x INT64, z STRING>, l ARRAY<STRUCT<p DATE, q NUMERIC>>";
  private static final SqlType.Struct ALL =
      columns(SCALARS + ", g BIGNUMERIC, j JSON, v INTERVAL, " + NESTED);
  private static final Map<Format, SqlType.Struct> IN_FILES =
      Map.of(
          Format.CSV, columns(SCALARS + ", g BIGNUMERIC, j JSON"),
          Format.NEWLINE_DELIMITED_JSON, columns(SCALARS + ", g BIGNUMERIC, j JSON, " + NESTED),
          Format.PARQUET, columns(SCALARS + ", " + NESTED + ""));

  private static final SqlType.Struct IN_PARQUET =
      columns(
          SCALARS
              + ", g BIGNUMERIC, lg ARRAY<BIGNUMERIC>, m ARRAY<STRUCT<g BIGNUMERIC, t TIME>>,"
              + " sg STRUCT<g BIGNUMERIC, t TIME, ts TIMESTAMP>, "
              + NESTED);

  @TempDir static Path dir;
  private static BigQueryServer server;
  private static FileLaws files;
  private static LawCheck laws;
  private static List<List<Object>> streamed;

  @BeforeAll
  static void fill() {
    System.out.println("seed " + SEED);
    streamed = new RandomRows(SEED).of(ALL, ROWS);
    server = BigQueryServer.start(dir);
    BigQuery client = server.client("editor");
    client.create(DatasetInfo.of(CorpusTables.DATASET));
    laws = new LawCheck(client);
    files = new FileLaws(server, new FileJobs(client), laws, SEED, ROWS);
    Streaming.into(client, "streamed", ALL, streamed);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static SqlType.Struct columns(String text) {
    return (SqlType.Struct) SqlType.of("STRUCT<" + text + ">");
  }

  @Test
  void whatIsStreamedComesOut() {
    assertNull(
        laws.difference("SELECT * FROM " + STREAMED + " ORDER BY id", List.of(), ALL, streamed));
  }

  @ParameterizedTest
  @EnumSource
  void whatAFileHoldsComesOutAndWhatIsExtractedLoadsAgain(Format format) throws Exception {
    assertNull(files.through(format, IN_FILES.get(format), format));
  }

  @Test
  void whatAnotherKindOfCsvHoldsComesOut() throws Exception {
    assertNull(files.throughOtherCsv(IN_FILES.get(Format.CSV)));
  }

  @Test
  void whatOtherFilesHeldIsExtractedToParquetAndLoadsAgain() throws Exception {
    assertNull(files.through(Format.NEWLINE_DELIMITED_JSON, IN_PARQUET, Format.PARQUET));
  }

  @TestFactory
  Stream<DynamicTest> whatParametersHoldComesOut() {
    return streamed.stream()
        .filter(LawsTest::canBeParameters)
        .limit(PARAMETER_ROWS)
        .map(row -> DynamicTest.dynamicTest("row " + row.getFirst(), () -> checkParameters(row)));
  }

  /** Google's client has no form for a struct that is null, nor for no structs at all. */
  private static boolean canBeParameters(List<Object> row) {
    return row.get(15) != null && !List.of().equals(row.get(16));
  }

  private static void checkParameters(List<Object> row) {
    List<Parameter> parameters = new ArrayList<>();
    for (SqlType.Column column : ALL.members()) {
      parameters.add(new Parameter(column.name(), column.type(), row.get(parameters.size())));
    }
    String sql = "SELECT " + each(column -> "@%1$s AS %1$s".formatted(column));
    assertNull(laws.difference(sql, parameters, ALL, List.of(row)));
  }

  @Test
  void whatIsFormattedAsALiteralIsTheValue() {
    // Given
    List<List<Object>> rows = streamed.subList(0, LITERAL_ROWS);
    String formats =
        "SELECT [%s] AS literals FROM %s WHERE id <= %d ORDER BY id"
            .formatted(each("FORMAT('%%T', %s)"::formatted), STREAMED, LITERAL_ROWS);

    // When
    Answer literals = laws.ask(formats);

    // Then
    String sql =
        literals.rows().stream()
            .map(row -> "SELECT " + casts((List<?>) ((List<?>) row).getFirst()))
            .collect(Collectors.joining("\nUNION ALL "));
    assertNull(laws.difference(sql + "\nORDER BY id", List.of(), ALL, rows));
  }

  /**
   * Of a NULL and of an array without elements the type cannot be told. Beside a CAST to DATE the
   * engine refuses the DATETIME of 1970-01-01.
   */
  private static String casts(List<?> literals) {
    List<String> casts = new ArrayList<>();
    for (SqlType.Column column : ALL.members()) {
      String form =
          switch (column.type()) {
            case SqlType.Array _ -> "%2$s%1$s AS %3$s";
            case SqlType.Scalar.DATE -> "%1$s AS %3$s";
            default -> "CAST(%s AS %s) AS %s";
          };
      casts.add(form.formatted(literals.get(casts.size()), column.type(), column.name()));
    }
    return String.join(", ", casts);
  }

  @TestFactory
  Stream<DynamicTest> pairsOfFunctionsUndoEachOther() {
    return Block.read("laws.txt").stream()
        .map(
            law ->
                DynamicTest.dynamicTest(law.title(), () -> assertNull(broken(law), law.title())));
  }

  /** A law holds where its line gives true; NULL is not looked at. */
  private static String broken(Block law) {
    String sql =
        "SELECT id FROM %s WHERE NOT (%s) ORDER BY id LIMIT 5"
            .formatted(STREAMED, law.textWithout());
    return laws.difference(sql, List.of(), columns("id INT64"), List.of());
  }

  /** Text for each column, by its name. */
  private static String each(UnaryOperator<String> text) {
    return ALL.members().stream()
        .map(SqlType.Column::name)
        .map(text)
        .collect(Collectors.joining(", "));
  }
}
