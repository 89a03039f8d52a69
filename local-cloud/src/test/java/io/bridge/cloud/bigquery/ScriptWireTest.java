package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.JobListOption;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.TableId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScriptWireTest {
  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;
  private static SqlClient sql;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
    sql = new SqlClient(bigquery);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void base() {
    server.clear();
    bigquery.create(DatasetInfo.of("shop"));
    sql.run("CREATE TABLE shop.t (id INT64)");
  }

  @Test
  void runsItsStatementsInOrderAndGivesTheLastRows() {
    var rows =
        sql.rows(
            """
            INSERT INTO shop.t VALUES (1), (2);
            SELECT 'not this';
            UPDATE shop.t SET id = id * 10 WHERE id = 2;
            SELECT * FROM shop.t ORDER BY id; -- the result\
            """);

    assertEquals(List.of("1", "20"), rows);
  }

  @Test
  void eachStatementIsAJobOfItsOwn() {
    var script = sql.job("INSERT INTO shop.t VALUES (1), (2); SELECT COUNT(*) FROM shop.t");

    QueryStatistics statistics = script.getStatistics();
    assertEquals("SCRIPT", statistics.getStatementType().name());
    assertEquals(2L, statistics.getNumChildJobs());
    var id = script.getJobId().getJob();
    var children =
        bigquery.listJobs(JobListOption.parentJobId(id)).streamAll().map(Job::reload).toList();
    assertEquals(
        List.of("INSERT", "SELECT"), children.stream().map(ScriptWireTest::type).sorted().toList());
    for (var child : children) {
      QueryStatistics own = child.getStatistics();
      assertEquals(id, own.getParentJobId());
    }
    assertTrue(
        bigquery.listJobs().streamAll().noneMatch(j -> j.getJobId().getJob().startsWith("script")));
  }

  @Test
  void aTransactionIsWholeOrNotAtAll() {
    sql.run(
        "BEGIN TRANSACTION; INSERT INTO shop.t VALUES (1); INSERT INTO shop.t VALUES (2);"
            + " COMMIT TRANSACTION");
    sql.run(
        "INSERT INTO shop.t VALUES (3); BEGIN TRANSACTION; DELETE FROM shop.t WHERE TRUE;"
            + " CREATE OR REPLACE TABLE shop.t AS SELECT 9 AS id; ROLLBACK TRANSACTION;"
            + " INSERT INTO shop.t VALUES (4)");

    assertEquals(List.of("1", "2", "3", "4"), sql.rows("SELECT id FROM shop.t ORDER BY id"));
    assertEquals(4, bigquery.getTable(TableId.of("shop", "t")).getNumRows().intValue());
  }

  @Test
  void aTransactionThatFailsHasNoEffect() {
    var refused =
        sql.refused(
            "INSERT INTO shop.t VALUES (1); BEGIN TRANSACTION; INSERT INTO shop.t VALUES (2);"
                + " SELECT ERROR('no more'); COMMIT TRANSACTION");

    assertTrue(refused.getMessage().contains("no more"), refused.getMessage());
    assertEquals(List.of("1"), sql.rows("SELECT id FROM shop.t"));
  }

  @Test
  void aTransactionThatIsNotCommittedHasNoEffect() {
    sql.run("BEGIN TRANSACTION; INSERT INTO shop.t VALUES (1)");

    assertEquals(List.of(), sql.rows("SELECT id FROM shop.t"));
  }

  @Test
  void whatWasDoneBeforeAFailureStays() {
    var script = sql.job("INSERT INTO shop.t VALUES (1); SELECT id FROM shop.absent; SELECT 2");

    assertEquals("notFound", script.getStatus().getError().getReason());
    QueryStatistics statistics = script.getStatistics();
    assertEquals(2L, statistics.getNumChildJobs());
    assertEquals(List.of("1"), sql.rows("SELECT id FROM shop.t"));
  }

  @Test
  void transactionsDoNotNestOrEndTwice() {
    assertEquals(400, sql.refused("BEGIN TRANSACTION; BEGIN TRANSACTION").getCode());
    assertEquals(400, sql.refused("SELECT 1; COMMIT TRANSACTION").getCode());
    assertEquals(400, sql.refused("SELECT 1; ROLLBACK TRANSACTION").getCode());
  }

  @Test
  void aSyntaxErrorAnywhereStopsAll() {
    var refused = sql.refused("INSERT INTO shop.t VALUES (1);\nSELEC 1");

    assertEquals("invalidQuery", refused.getReason());
    assertTrue(refused.getMessage().contains("[2:1]"), refused.getMessage());
    assertEquals(List.of(), sql.rows("SELECT id FROM shop.t"));
  }

  @Test
  void anErrorStandsWhereItIsInTheScript() {
    var refused = sql.refused("SELECT 1;\n  SELECT nothing FROM shop.t");

    assertTrue(refused.getMessage().contains("[2:10]"), refused.getMessage());
  }

  @Test
  void otherScriptingIsRefusedByName() {
    for (var statement :
        List.of(
            "IF TRUE THEN SELECT 1; END IF",
            "WHILE FALSE DO SELECT 1; END WHILE",
            "EXECUTE IMMEDIATE 'SELECT 1'",
            "CALL shop.p()")) {
      var refused = sql.refused("INSERT INTO shop.t VALUES (1); " + statement);
      assertEquals(501, refused.getCode(), refused.getMessage());
      assertTrue(refused.getMessage().contains(statement.split(" ")[0]), refused.getMessage());
    }
    assertEquals(List.of(), sql.rows("SELECT id FROM shop.t"));
  }

  private static String type(Job job) {
    QueryStatistics statistics = job.getStatistics();
    return statistics.getStatementType().name();
  }
}
