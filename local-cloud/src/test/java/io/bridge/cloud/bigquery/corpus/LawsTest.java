package io.bridge.cloud.bigquery.corpus;

import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.cloud.bigquery.BigQuery;
import io.bridge.cloud.bigquery.BigQueryServer;
import io.bridge.cloud.bigquery.corpus.CorpusCase.Parameter;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.sql.SqlType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must hold for every value: it comes out as it went in, and pairs of functions undo each
 * other. The values follow from a seed, which {@code -Dbridge.test.seed} sets.
 */
class LawsTest {
  private static final long SEED = Long.getLong("bridge.test.seed", 1);
  private static final int ROWS = 300;
  private static final int PARAMETER_ROWS = 15;
  private static final SqlType.Struct IN_PARQUET =
      columns(
          "id INT64, i INT64, f FLOAT64, n NUMERIC, b BOOL, s STRING, y BYTES, d DATE,"
              + " ts TIMESTAMP, a ARRAY<STRING>, st STRUCT<x INT64, z STRING>");
  private static final SqlType.Struct ALL =
      columns(
          "id INT64, i INT64, f FLOAT64, n NUMERIC, b BOOL, s STRING, y BYTES, d DATE,"
              + " ts TIMESTAMP, a ARRAY<STRING>, st STRUCT<x INT64, z STRING>, dt DATETIME,"
              + " t TIME, j JSON, l ARRAY<STRUCT<p DATE, q NUMERIC>>");

  @TempDir static Path dir;
  private static BigQueryServer server;
  private static CorpusTables tables;
  private static WireAnswers wire;
  private static List<List<Object>> parquet;
  private static List<List<Object>> streamed;

  @BeforeAll
  static void fill() throws Exception {
    System.out.println("seed " + SEED);
    RandomRows random = new RandomRows(SEED);
    parquet = random.of(IN_PARQUET, ROWS);
    streamed = random.of(ALL, ROWS);
    tables = new CorpusTables(new SqlEngine());
    tables.create("parquet", IN_PARQUET, parquet);
    server = BigQueryServer.start(dir);
    BigQuery client = server.client("editor");
    wire = new WireAnswers(client);
    wire.load(server, tables);
    Streaming.into(client, "streamed", ALL, streamed);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
    tables.close();
  }

  private static SqlType.Struct columns(String text) {
    return (SqlType.Struct) SqlType.of("STRUCT<" + text + ">");
  }

  @Test
  void whatAParquetFileHoldsComesOut() {
    assertNull(differs("SELECT * FROM parquet ORDER BY id", List.of(), IN_PARQUET, parquet));
  }

  @Test
  void whatIsStreamedComesOut() {
    assertNull(differs("SELECT * FROM streamed ORDER BY id", List.of(), ALL, streamed));
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
    return row.get(10) != null && !List.of().equals(row.get(14));
  }

  private static void checkParameters(List<Object> row) {
    List<Parameter> parameters = new ArrayList<>();
    for (SqlType.Column column : ALL.members()) {
      parameters.add(new Parameter(column.name(), column.type(), row.get(parameters.size())));
    }
    String sql =
        ALL.members().stream()
            .map(column -> "@%1$s AS %1$s".formatted(column.name()))
            .collect(Collectors.joining(", ", "SELECT ", ""));
    assertNull(differs(sql, parameters, ALL, List.of(row)));
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
        "SELECT id FROM streamed WHERE NOT (%s) ORDER BY id LIMIT 5".formatted(law.textWithout());
    return differs(sql, List.of(), columns("id INT64"), List.of());
  }

  private static String differs(
      String sql, List<Parameter> parameters, SqlType.Struct schema, List<List<Object>> rows) {
    CorpusCase law = new CorpusCase("law", "law", sql, parameters, schema, rows, true, null);
    return law.difference(wire.ask(law));
  }
}
