package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static io.bridge.cloud.bigquery.LoadBench.repeated;
import static io.bridge.cloud.bigquery.LoadBench.required;
import static io.bridge.cloud.bigquery.LoadBench.struct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.InsertAllResponse;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class InsertAllTest {
  private static final Field A = field("a", StandardSQLTypeName.INT64);

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void showsRowsToQueriesAtOnce() throws InterruptedException {
    // Given
    bench.createTable(
        A,
        field("j", StandardSQLTypeName.JSON),
        field("ts", StandardSQLTypeName.TIMESTAMP),
        repeated("l", StandardSQLTypeName.STRING),
        struct("s", field("n", StandardSQLTypeName.NUMERIC)));

    // When
    var answer =
        bench.bigquery.insertAll(
            InsertAllRequest.newBuilder(T)
                .addRow(
                    Map.of(
                        "a",
                        1,
                        "j",
                        "{\"k\": 1}",
                        "ts",
                        1.5,
                        "l",
                        List.of("x", "y"),
                        "s",
                        Map.of("n", "1.50")))
                .addRow(Map.of("a", "2"))
                .build());

    // Then
    assertFalse(answer.hasErrors());
    var sql = "SELECT a, INT64(j.k), UNIX_MILLIS(ts), l[OFFSET(1)], s.n FROM shop.t WHERE a = 1";
    var row = bench.bigquery.query(QueryJobConfiguration.of(sql)).iterateAll().iterator().next();
    assertEquals(
        List.of("1", "1", "1500", "y", "1.5"),
        row.stream().map(value -> value.getStringValue()).toList());
    assertEquals(2L, bench.table().getNumRows());
    assertTrue(bench.table().getNumBytes() > 16, "bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T01:02:03.000004000Z, 1709168523.000004",
    "2024-02-29 01:02:03.000004, 1709168523.000004",
    "2024-02-29T01:02:03.000004001Z, -"
  })
  void takesNanosecondsThatAreNone(String text, String seconds) {
    bench.createTable(field("ts", StandardSQLTypeName.TIMESTAMP));

    bench.bigquery.insertAll(InsertAllRequest.newBuilder(T).addRow(Map.of("ts", text)).build());

    var rows = bench.rows().stream().map(row -> new BigDecimal(row.get(0).getStringValue()));
    assertEquals(seconds.equals("-") ? List.of() : List.of(new BigDecimal(seconds)), rows.toList());
  }

  @Test
  void addsARowWithTheSameInsertIdOnce() {
    // Given
    bench.createTable(A);
    insert("id-1", 1);

    // When
    insert("id-1", 1);
    insert("id-2", 1);

    // Then
    assertEquals(List.of("1", "1"), bench.texts());
    var twice =
        InsertAllRequest.newBuilder(T)
            .addRow("id-3", Map.of("a", 3))
            .addRow("id-3", Map.of("a", 3));
    bench.bigquery.insertAll(twice.build());
    assertEquals(List.of("1", "1", "3"), bench.texts());
  }

  @Test
  void addsNothingWhenOneRowDoesNotFitAndTellsEachByItsIndex() {
    // Given
    bench.createTable(A, required("q", StandardSQLTypeName.STRING));
    var rows =
        InsertAllRequest.newBuilder(T)
            .addRow(Map.of("a", 1, "q", "x"))
            .addRow(Map.of("a", "x", "q", "x"))
            .addRow(Map.of("z", 1, "q", "x"))
            .addRow(Map.of("a", 1));

    // When
    var answer = bench.bigquery.insertAll(rows.build());

    // Then
    assertEquals("stopped", error(answer, 0).getReason());
    assertEquals("invalid", error(answer, 1).getReason());
    assertEquals("a", error(answer, 1).getLocation());
    assertEquals("Cannot convert value to integer (bad value): x", error(answer, 1).getMessage());
    assertEquals("no such field: z.", error(answer, 2).getMessage());
    assertEquals("Missing required field: q.", error(answer, 3).getMessage());
    assertEquals(List.of(), bench.texts());

    var skipping = bench.bigquery.insertAll(rows.setSkipInvalidRows(true).build());
    assertEquals(
        List.of(1L, 2L, 3L), skipping.getInsertErrors().keySet().stream().sorted().toList());
    assertEquals(List.of("1|x"), bench.texts());

    var ignoring = bench.bigquery.insertAll(rows.setIgnoreUnknownValues(true).build());
    assertEquals(List.of(1L, 3L), ignoring.getInsertErrors().keySet().stream().sorted().toList());
    assertEquals(List.of("1|x", "1|x", "NULL|x"), bench.texts());
  }

  @Test
  void makesATableAfterATemplate() {
    // Given
    bench.createTable(A);

    // When
    bench.bigquery.insertAll(
        InsertAllRequest.newBuilder(T).setTemplateSuffix("_x").addRow(Map.of("a", 1)).build());

    // Then
    assertEquals(List.of(), bench.texts());
    var made = bench.bigquery.getTable(TableId.of("shop", "t_x"));
    assertEquals(bench.table().getSchema(), made.getDefinition().getSchema());
    assertEquals(1L, made.<StandardTableDefinition>getDefinition().getNumRows());
  }

  @Test
  void refusesWhatBigQueryRefuses() {
    assertRefused(404, "Not found: Table bridge-test:shop.t", T, "");
    bench.createTable(A);
    var raw = bench.raw();
    var path = "/projects/bridge-test/datasets/shop/tables/t/insertAll";
    assertEquals("No rows present", refused(raw, path, "{}").getMessage().substring(0, 15));
    var many = "{\"json\":{}},".repeat(50_000) + "{\"json\":{}}";
    var tooMany = refused(raw, path, "{\"rows\": [" + many + "]}");
    assertEquals(
        "Too many rows present in the request, limit: 50000 row count: 50001.",
        tooMany.getMessage());
    var large = "{\"rows\": [{\"json\": {\"s\": \"" + "x".repeat(11 * 1024 * 1024) + "\"}}]}";
    assertEquals(413, refused(raw, path, large).getCode());
    assertRefused(
        400,
        "Streaming to metadata partition of column based partitioning table t is disallowed.",
        TableId.of("shop", "t$20260101"),
        "");
    assertRefused(400, "Invalid table ID", T, "!");
    var viewer = bench.server.client("viewer");
    var denied =
        assertThrows(
            BigQueryException.class,
            () -> viewer.insertAll(InsertAllRequest.newBuilder(T).addRow(Map.of("a", 1)).build()));
    assertEquals(403, denied.getCode());
  }

  private static BigQueryException refused(RawClient raw, String path, String json) {
    return assertThrows(BigQueryException.class, () -> raw.post(path, json));
  }

  private static void assertRefused(int code, String message, TableId table, String suffix) {
    var request = InsertAllRequest.newBuilder(table).addRow(Map.of("a", 1));
    var refused =
        assertThrows(
            BigQueryException.class,
            () -> bench.bigquery.insertAll(request.setTemplateSuffix(suffix).build()));
    assertEquals(code, refused.getCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static BigQueryError error(InsertAllResponse answer, long index) {
    return answer.getErrorsFor(index).getFirst();
  }

  private static void insert(String id, int a) {
    var request = InsertAllRequest.newBuilder(T).addRow(id, Map.of("a", a)).build();
    assertFalse(bench.bigquery.insertAll(request).hasErrors());
  }
}
