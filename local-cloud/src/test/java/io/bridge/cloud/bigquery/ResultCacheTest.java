package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.ViewDefinition;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are given once more for nothing, and those that are not. */
@Timeout(60)
class ResultCacheTest {
  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
    bigquery.create(DatasetInfo.of("shop"));
    table("still");
    table("busy");
    bigquery.create(
        TableInfo.of(
            TableId.of("shop", "by_chance"), view("SELECT n, RAND() AS r FROM shop.still")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ViewDefinition view(String sql) {
    return ViewDefinition.newBuilder(sql).setUseLegacySql(false).build();
  }

  private static void table(String name) {
    var n = Field.of("n", StandardSQLTypeName.INT64);
    var id = TableId.of("shop", name);
    bigquery.create(TableInfo.of(id, StandardTableDefinition.of(Schema.of(n))));
    insert(name, 1);
  }

  private static void insert(String name, int n) {
    var rows = InsertAllRequest.newBuilder("shop", name).addRow(Map.of("n", n)).build();
    assertFalse(bigquery.insertAll(rows).hasErrors());
  }

  private static QueryJobConfiguration.Builder query(String sql) {
    return QueryJobConfiguration.newBuilder(sql).setUseLegacySql(false);
  }

  private static Job run(QueryJobConfiguration.Builder query) throws InterruptedException {
    return bigquery.create(JobInfo.of(query.build())).waitFor();
  }

  private static QueryStatistics statistics(Job job) {
    return job.getStatistics();
  }

  private static TableId destination(Job job) {
    return job.<QueryJobConfiguration>getConfiguration().getDestinationTable();
  }

  @Test
  void answersTheSameQuestionForNothing() throws InterruptedException {
    var first = run(query("SELECT SUM(n) AS s FROM shop.still"));

    var second = run(query("SELECT SUM(n) AS s FROM shop.still").setMaximumBytesBilled(1L));

    assertFalse(statistics(first).getCacheHit());
    assertEquals(8, statistics(first).getTotalBytesProcessed());
    assertTrue(statistics(second).getCacheHit());
    assertEquals(0, statistics(second).getTotalBytesProcessed());
    assertEquals(0, statistics(second).getTotalBytesBilled());
    assertEquals(destination(first), destination(second));
    assertEquals(
        1, second.getQueryResults().iterateAll().iterator().next().get("s").getLongValue());
  }

  @Test
  void readsAgainWhatHasChanged() throws InterruptedException {
    run(query("SELECT COUNT(n) AS c FROM shop.busy"));
    insert("busy", 2);

    var again = run(query("SELECT COUNT(n) AS c FROM shop.busy"));

    assertFalse(statistics(again).getCacheHit());
    assertEquals(2, again.getQueryResults().iterateAll().iterator().next().get("c").getLongValue());
  }

  @Test
  void readsAgainWhatAStatementChangedWithoutChangingItsSize() throws InterruptedException {
    table("counter");
    run(query("SELECT MAX(n) AS m FROM shop.counter"));
    run(query("UPDATE shop.counter SET n = 7 WHERE true"));

    var again = run(query("SELECT MAX(n) AS m FROM shop.counter"));

    assertFalse(statistics(again).getCacheHit());
    assertEquals(7, again.getQueryResults().iterateAll().iterator().next().get("m").getLongValue());
  }

  @Test
  void readsAgainBehindAViewThatHasChanged() throws InterruptedException {
    var id = TableId.of("shop", "doubled");
    bigquery.create(TableInfo.of(id, view("SELECT n * 2 AS n FROM shop.still")));
    run(query("SELECT n FROM shop.doubled"));
    bigquery.update(TableInfo.of(id, view("SELECT n * 3 AS n FROM shop.still")));

    var again = run(query("SELECT n FROM shop.doubled"));

    assertFalse(statistics(again).getCacheHit());
    assertEquals(3, again.getQueryResults().iterateAll().iterator().next().get("n").getLongValue());
  }

  @Test
  void takesOtherParametersForAnotherQuestion() throws InterruptedException {
    run(
        query("SELECT n + @p FROM shop.still")
            .addNamedParameter("p", QueryParameterValue.int64(1)));

    var other =
        run(
            query("SELECT n + @p FROM shop.still")
                .addNamedParameter("p", QueryParameterValue.int64(2)));

    assertFalse(statistics(other).getCacheHit());
  }

  @Test
  void keepsAnswersFromOtherCallers() throws InterruptedException {
    var mine = run(query("SELECT n, 'mine' FROM shop.still"));

    var theirs =
        server
            .client("other-editor")
            .create(JobInfo.of(query("SELECT n, 'mine' FROM shop.still").build()))
            .waitFor();

    assertFalse(statistics(theirs).getCacheHit());
    assertNotEquals(destination(mine), destination(theirs));
  }

  @Test
  void asksAnewWhenToldTo() throws InterruptedException {
    run(query("SELECT n, 'anew' FROM shop.still"));

    var again = run(query("SELECT n, 'anew' FROM shop.still").setUseQueryCache(false));

    assertFalse(statistics(again).getCacheHit());
    assertEquals(8, statistics(again).getTotalBytesProcessed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT n, CURRENT_TIMESTAMP() FROM shop.still",
        "SELECT n, RAND() FROM shop.still",
        "SELECT SESSION_USER(), n FROM shop.still",
        "SELECT n FROM `shop.stil*`",
        "SELECT n FROM shop.by_chance",
        "SELECT table_name FROM shop.INFORMATION_SCHEMA.TABLES"
      })
  void neverKeepsWhatMayDiffer(String sql) throws InterruptedException {
    run(query(sql));

    var again = run(query(sql));

    assertFalse(statistics(again).getCacheHit());
  }
}
