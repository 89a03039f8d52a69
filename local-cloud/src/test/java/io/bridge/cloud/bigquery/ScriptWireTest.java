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
  void refusesToRollBackAfterWhatWouldComeOutOtherwiseTheNextTime() {
    var script =
        """
        CREATE TEMP TABLE k AS SELECT GENERATE_UUID() AS id;
        BEGIN TRANSACTION; INSERT INTO shop.t (id) VALUES (1); ROLLBACK TRANSACTION\
        """;

    var failure = sql.refused(script);

    assertTrue(failure.getMessage().contains("ROLLBACK TRANSACTION after"), failure.getMessage());
    assertEquals(List.of(), sql.rows("SELECT id FROM shop.t"));
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
  void variablesAreDeclaredSetAndRead() {
    var rows =
        sql.rows(
            """
            DECLARE day DATE DEFAULT '2024-02-29';
            DECLARE least, most INT64;
            DECLARE names DEFAULT ['a', 'b'];
            DECLARE pair STRUCT<n INT64, t STRING> DEFAULT (7, 'x');
            DECLARE raw DEFAULT b'\\x00\\xff';
            DECLARE moment DEFAULT TIMESTAMP '2024-02-29 12:00:00.000001+00';
            DECLARE total NUMERIC DEFAULT 1.5;
            INSERT INTO shop.t VALUES (1), (2), (5);
            SET least = (SELECT MIN(id) FROM shop.t);
            SET (most, total) = (SELECT AS STRUCT MAX(id), NUMERIC '2.5' FROM shop.t);
            SELECT c FROM UNNEST([
              CAST(day AS STRING), CAST(least AS STRING), CAST(most AS STRING),
              ARRAY_TO_STRING(names, '+'), pair.t, TO_HEX(raw),
              CAST(UNIX_MICROS(moment) AS STRING), CAST(total AS STRING)]) AS c
              WITH OFFSET AS o ORDER BY o""");

    assertEquals(
        List.of("2024-02-29", "1", "5", "a+b", "x", "00ff", "1709208000000001", "2.5"), rows);
  }

  @Test
  void aColumnHidesTheVariableOfItsName() {
    var rows =
        sql.rows(
            "DECLARE id, other INT64 DEFAULT 9; INSERT INTO shop.t VALUES (1), (2);"
                + " SELECT id + other FROM shop.t WHERE ID < Other ORDER BY id");

    assertEquals(List.of("10", "11"), rows);
  }

  @Test
  void whatIsNoValueOfAVariableIsRefused() {
    assertTrue(message("DECLARE x INT64; SET x = 'a'").contains("Cannot coerce"));
    assertTrue(message("DECLARE x INT64; SET x = 1.5").contains("Cannot coerce"));
    assertTrue(message("DECLARE x INT64; SET y = 1").contains("Undeclared variable: y"));
    assertTrue(message("DECLARE x, X INT64").contains("redeclaration"));
    assertTrue(message("SELECT 1; DECLARE x INT64").contains("only at the start"));
    assertTrue(message("DECLARE x INT64 DEFAULT nothing").contains("nothing at [1:25]"));
    assertTrue(message("DECLARE x INT64;\nSET x = nothing").contains("nothing at [2:9]"));
    assertTrue(message("DECLARE x INT64 DEFAULT (SELECT 1 UNION ALL SELECT 2)").contains("one"));
    assertEquals(501, sql.refused("DECLARE x NUMERIC(5, 2) DEFAULT 1").getCode());
  }

  @Test
  void runsTheBranchWhoseConditionHolds() {
    var script =
        """
        DECLARE n INT64 DEFAULT %s;
        IF n < 10 THEN
          INSERT INTO shop.t VALUES (1);
          IF EXISTS (SELECT * FROM shop.t WHERE id = 1) THEN SET n = n + 100; END IF;
        ELSEIF n < 20 THEN
          SET n = n + 200;
        ELSE
          BEGIN DECLARE more INT64 DEFAULT 300; SET n = n + more; END;
        END IF;
        SELECT n""";

    assertEquals(List.of("105"), sql.rows(script.formatted("5")));
    assertEquals(List.of("215"), sql.rows(script.formatted("15")));
    assertEquals(List.of("325"), sql.rows(script.formatted("25")));
    assertEquals(List.of("null"), sql.rows(script.formatted("NULL")));
    assertEquals(List.of("1"), sql.rows("SELECT id FROM shop.t"));
    assertTrue(message("IF 1 THEN SELECT 1; END IF").contains("BOOL"));
  }

  @Test
  void temporaryFunctionsAreKnownToWhatComesAfterThem() {
    var rows =
        sql.rows(
            """
            DECLARE n INT64 DEFAULT 4;
            CREATE TEMP FUNCTION plus(a INT64, b INT64) AS (a + b); -- of two
            CREATE TEMP FUNCTION
              twice(a ANY TYPE) AS (plus(a, a))
            ;
            SET n = twice(n);
            INSERT INTO shop.t SELECT twice(id) FROM UNNEST([1, 2]) AS id;
            UPDATE shop.t SET id = plus(id, 1) WHERE id = twice(1);
            CREATE TEMP TABLE more AS SELECT twice(n) AS id;
            IF plus(n, 1) = 9 THEN INSERT INTO shop.t SELECT id FROM more; END IF;
            SELECT plus(id, 100) FROM shop.t ORDER BY 1""");

    assertEquals(List.of("103", "104", "116"), rows);
    var late = "DECLARE n INT64;\nCREATE TEMP FUNCTION f(a INT64) AS (a);\nSET n = f(nothing)";
    assertTrue(message(late).contains("nothing at [3:11]"), message(late));
    var wrong = "SELECT 1; CREATE TEMP FUNCTION f(a INT64) AS (b); SELECT 1";
    assertTrue(message(wrong).contains("b"), message(wrong));
    var query = "CREATE TEMP FUNCTION f(a INT64) AS (a); SELECT 1; SELECT f(nothing)";
    assertTrue(message(query).contains("nothing at [1:60]"), message(query));
  }

  @Test
  void loopsTurnUntilTheyEnd() {
    var rows =
        sql.rows(
            """
            DECLARE n INT64 DEFAULT 0;
            DECLARE seen STRING DEFAULT '';
            WHILE n < 5 DO
              SET n = n + 1;
              IF n = 2 THEN CONTINUE; END IF;
              INSERT INTO shop.t VALUES (n);
            END WHILE;
            LOOP
              SET n = n + 10;
              IF n > 30 THEN BREAK; END IF;
            END LOOP;
            REPEAT SET n = n + 100; UNTIL n > 200 END REPEAT;
            FOR row IN (SELECT id, id * 2 AS twice FROM shop.t ORDER BY id DESC) DO
              SET seen = CONCAT(seen, row.id, ':', row.twice, ' ');
            END FOR;
            SELECT CONCAT(seen, n)""");

    assertEquals(List.of("5:10 4:8 3:6 1:2 235"), rows);
    assertTrue(message("SELECT 1; BREAK").contains("BREAK"));
    assertTrue(message("LOOP SELECT 1 FROM shop.absent; END LOOP").contains("absent"));
  }

  @Test
  void nestsFiftyLevelsDeepAndNoDeeper() {
    assertEquals(List.of("1"), sql.rows(nested(49)));
    for (int levels : List.of(51, 2_000)) {
      var refused = sql.refused(nested(levels));
      assertEquals(400, refused.getCode(), refused.getMessage());
    }
  }

  @Test
  void refusesTooManyStatementsFarDown() {
    var refused = sql.refused("\n".repeat(500_000) + "SELECT 1;".repeat(1_000));

    assertEquals(400, refused.getCode(), refused.getMessage());
  }

  private static String nested(int levels) {
    return "BEGIN ".repeat(levels) + "SELECT 1; " + "END; ".repeat(levels);
  }

  @Test
  void anExpressionThatReadsATableIsAJobOfItsOwn() {
    sql.run("INSERT INTO shop.t VALUES (1), (2)");

    var script =
        sql.job(
            "DECLARE n DEFAULT (SELECT SUM(id) FROM shop.t); DECLARE m DEFAULT n + 1; SELECT m");

    QueryStatistics statistics = script.getStatistics();
    assertEquals(2L, statistics.getNumChildJobs());
    assertEquals(16L, statistics.getTotalBytesProcessed());
  }

  @Test
  void temporaryTablesEndWithTheirScript() {
    var rows =
        sql.rows(
            """
            CREATE TEMP TABLE picked AS SELECT 1 AS id UNION ALL SELECT 2;
            INSERT INTO picked (id) VALUES (3);
            CREATE TEMPORARY TABLE empty (a STRING);
            DELETE FROM _SESSION.picked WHERE id = 1;
            INSERT INTO shop.t SELECT id * 10 FROM picked;
            DROP TABLE empty;
            CREATE TEMP TABLE empty AS SELECT id FROM picked WHERE FALSE;
            CREATE OR REPLACE TEMP TABLE empty AS SELECT 1 AS b;
            SELECT p.id FROM picked AS p JOIN shop.t AS t ON t.id = p.id * 10 ORDER BY 1""");

    assertEquals(List.of("2", "3"), rows);
    assertEquals(List.of("20", "30"), sql.rows("SELECT id FROM shop.t ORDER BY id"));
    assertTrue(message("SELECT 1; SELECT id FROM picked").contains("picked"));
    assertTrue(message("CREATE TEMP TABLE x (a INT64)").contains("requires a script"));
    assertEquals(List.of("shop"), sql.rows("SELECT schema_name FROM INFORMATION_SCHEMA.SCHEMATA"));
  }

  @Test
  void aRollbackTakesTemporaryTablesBackAndKeepsVariables() {
    var rows =
        sql.rows(
            """
            DECLARE n INT64 DEFAULT 1;
            CREATE TEMP TABLE kept AS SELECT n AS id;
            SET n = 2;
            BEGIN TRANSACTION;
            INSERT INTO kept VALUES (n);
            SET n = 3;
            ROLLBACK TRANSACTION;
            INSERT INTO kept VALUES (n);
            SELECT id FROM kept ORDER BY id""");

    assertEquals(List.of("1", "3"), rows);
  }

  @Test
  void otherScriptingIsRefusedByName() {
    for (var statement :
        List.of(
            "BEGIN SELECT 1; EXCEPTION WHEN ERROR THEN SELECT 2; END",
            "EXECUTE IMMEDIATE 'SELECT 1'",
            "CALL shop.p()")) {
      var refused = sql.refused("INSERT INTO shop.t VALUES (1); " + statement);
      assertEquals(501, refused.getCode(), refused.getMessage());
      assertTrue(refused.getMessage().contains(statement.split(" ")[0]), refused.getMessage());
    }
    assertEquals(List.of(), sql.rows("SELECT id FROM shop.t"));
  }

  private static String message(String script) {
    return sql.refused(script).getMessage();
  }

  private static String type(Job job) {
    QueryStatistics statistics = job.getStatistics();
    return statistics.getStatementType().name();
  }
}
