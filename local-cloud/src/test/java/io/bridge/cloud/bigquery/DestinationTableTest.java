package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.assertFailed;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static io.bridge.cloud.bigquery.LoadBench.required;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries whose rows go to a table of their caller's choice. */
@Timeout(60)
class DestinationTableTest {
  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void makesTheTableAndAnswersFromIt() throws Exception {
    var job = bench.run(into(T, "SELECT 1 AS a, [STRUCT('x' AS s)] AS l").build());

    assertDone(job);
    assertEquals(List.of("a INTEGER", "l RECORD"), bench.columns());
    assertEquals(8 + 2 + 1, bench.table().getNumBytes());
    var said = ((QueryJobConfiguration) job.getConfiguration()).getDestinationTable();
    assertEquals(List.of("shop", "t"), List.of(said.getDataset(), said.getTable()));
    assertEquals(1L, job.getQueryResults().getTotalRows());
  }

  @Test
  void keepsToTheDispositions() throws Exception {
    assertFailed(
        bench.run(
            into(T, "SELECT 1 AS a").setCreateDisposition(CreateDisposition.CREATE_NEVER).build()),
        "notFound",
        "Not found: Table bridge-test:shop.t");
    assertDone(bench.run(into(T, "SELECT 1 AS a").build()));
    assertFailed(bench.run(into(T, "SELECT 2 AS a").build()), "duplicate", "Already Exists");
    var append =
        into(T, "SELECT a + 1 AS a FROM shop.t")
            .setWriteDisposition(WriteDisposition.WRITE_APPEND)
            .build();

    var job = bench.run(append);

    assertDone(job);
    assertEquals(List.of("1", "2"), bench.texts());
    assertEquals(2L, job.getQueryResults().getTotalRows());
    assertDone(
        bench.run(
            into(T, "SELECT 'x' AS b FROM shop.t")
                .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
                .build()));
    assertEquals(List.of("x", "x"), bench.texts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 'x' AS a | invalid | Field a has changed type from INTEGER to STRING",
        "SELECT 1 AS a, 2 AS b | invalid | Cannot add fields (field: b)",
        "SELECT 1 AS a, 2 AS A | invalidQuery | Found duplicate(s): A",
        "SELECT 1 AS a, 1 / 0 AS b | invalidQuery | division by zero",
        "SELECT INTERVAL 1 DAY AS a | notImplemented | INTERVAL"
      })
  void leavesTheTableAsItIsWhenTheRowsDoNotFit(String sql, String reason, String message) {
    bench.createTable(field("a", StandardSQLTypeName.INT64));
    var append = into(T, sql).setWriteDisposition(WriteDisposition.WRITE_APPEND).build();

    var job = bench.run(append);

    assertFailed(job, reason, message);
    assertEquals(List.of(), bench.texts());
  }

  @Test
  void writesNoNullableColumnToARequiredOne() {
    bench.createTable(required("a", StandardSQLTypeName.INT64));
    var append =
        into(T, "SELECT CAST(NULL AS INT64) AS a")
            .setWriteDisposition(WriteDisposition.WRITE_APPEND);

    assertFailed(bench.run(append.build()), "invalid", "changed mode from REQUIRED to NULLABLE");
  }

  @Test
  void isComputedEachTimeAndGivenToNobodyElse() {
    assertDone(bench.run(into(T, "SELECT 1 AS a").build()));
    var plain = QueryJobConfiguration.newBuilder("SELECT 1 AS a").build();
    var truncate =
        into(T, "SELECT 1 AS a").setWriteDisposition(WriteDisposition.WRITE_TRUNCATE).build();

    assertEquals(false, cacheHit(bench.run(plain)));
    assertEquals(false, cacheHit(bench.run(truncate)));
    assertEquals(true, cacheHit(bench.run(plain)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE shop.u (a INT64) | jobs with DDL statements",
        "DELETE FROM shop.t WHERE TRUE | jobs with DML statements",
        "SELECT 1; SELECT 2 | destinationTable cannot be set for scripts"
      })
  void isForQueriesOnly(String sql, String message) {
    assertFailed(bench.run(into(T, sql).build()), "invalid", message);
  }

  @Test
  void isForWhoMayWriteThere() {
    var viewer = bench.server.client("viewer");
    var job = JobInfo.of(into(T, "SELECT 1 AS a").build());

    assertEquals(403, assertThrows(BigQueryException.class, () -> viewer.create(job)).getCode());
    assertNull(bench.bigquery.getTable(T));
  }

  @Test
  void isWhereItsDatasetIs() {
    bench.bigquery.create(DatasetInfo.newBuilder("far").setLocation("EU").build());
    bench.createTable(field("a", StandardSQLTypeName.INT64));

    var alone = bench.run(into(TableId.of("far", "t"), "SELECT 1 AS a").build());
    var apart = bench.run(into(TableId.of("far", "u"), "SELECT a FROM shop.t").build());

    assertDone(alone);
    assertEquals("EU", alone.getJobId().getLocation());
    assertFailed(apart, "notFound", "not in location EU");
  }

  private static Boolean cacheHit(com.google.cloud.bigquery.Job job) {
    return ((QueryStatistics) job.getStatistics()).getCacheHit();
  }

  private static QueryJobConfiguration.Builder into(TableId table, String sql) {
    return QueryJobConfiguration.newBuilder(sql).setDestinationTable(table);
  }
}
