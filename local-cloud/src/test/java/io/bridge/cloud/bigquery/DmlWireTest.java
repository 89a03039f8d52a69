package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.TableId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DmlWireTest {
  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void base() {
    server.clear();
    bigquery.create(DatasetInfo.of("shop"));
    run("CREATE TABLE shop.t (id INT64 NOT NULL, name STRING(5) DEFAULT 'none', n NUMERIC(5, 2))");
  }

  @Test
  void insertsValuesAndDefaults() {
    var done = run("INSERT INTO shop.t (id, name) VALUES (1, 'a'), (2, DEFAULT), (3, NULL)");

    assertEquals(3L, done.getNumDmlAffectedRows());
    assertEquals(3L, done.getDmlStats().getInsertedRowCount());
    assertEquals("INSERT", done.getStatementType().name());
    assertEquals(List.of("1,a,null", "2,none,null", "3,null,null"), rows("shop.t"));
    assertEquals(3, bigquery.getTable(TableId.of("shop", "t")).getNumRows().intValue());
  }

  @Test
  void datesBecomeTheDatetimesOfAColumn() {
    run("CREATE TABLE shop.d (id INT64, moment DATETIME)");

    run("INSERT INTO shop.d VALUES (1, DATE '2024-02-29'), (2, DATETIME '2024-03-01 10:00:00')");
    run("UPDATE shop.d SET moment = DATE '2024-03-02' WHERE moment > DATE '2024-03-01'");

    assertEquals(List.of("1,2024-02-29T00:00:00", "2,2024-03-02T00:00:00"), rows("shop.d"));
    refused("INSERT INTO shop.t (id) VALUES (DATE '2024-02-29')", "which has type INT64");
  }

  @Test
  void insertsWhatAQueryGives() {
    run("INSERT INTO shop.t (id, name, n) VALUES (1, 'a', 1.5)");

    run("INSERT shop.t (id, n) SELECT id + 10, n * 2 FROM shop.t");

    assertEquals(List.of("1,a,1.5", "11,none,3"), rows("shop.t"));
  }

  @Test
  void readsParameters() throws InterruptedException {
    bigquery.query(
        QueryJobConfiguration.newBuilder("INSERT INTO shop.t (id, name) VALUES (@id, @name)")
            .addNamedParameter("id", QueryParameterValue.int64(7))
            .addNamedParameter("name", QueryParameterValue.string("it's"))
            .build());

    assertEquals(List.of("7,it's,null"), rows("shop.t"));
  }

  @Test
  void enforcesWhatColumnsTake() {
    refused("INSERT INTO shop.t (name) VALUES ('a')", "Required field id cannot be null");
    refused(
        "INSERT INTO shop.t (id, name) VALUES (1, 'longer')",
        "Field name: STRING(5) has maximum length 5 but got a value with length 6");
    refused("INSERT INTO shop.t (id, n) VALUES (1, 1234.5)", "out of range");
    run("INSERT INTO shop.t (id, name, n) VALUES (1, 'fives', 123.456)");
    refused("UPDATE shop.t SET id = NULL WHERE TRUE", "Required field id cannot be null");

    assertEquals(List.of("1,fives,123.46"), rows("shop.t"));
  }

  @Test
  void updatesRowsInTheirPlace() {
    run("INSERT INTO shop.t (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c')");

    var done = run("UPDATE shop.t SET name = UPPER(name), n = id WHERE id > 1");

    assertEquals(2L, done.getDmlStats().getUpdatedRowCount());
    assertEquals(List.of("1,a,null", "2,B,2", "3,C,3"), listed("t"));
  }

  @Test
  void updatesFromAnotherTableOnce() {
    run("INSERT INTO shop.t (id, name) VALUES (1, 'a'), (2, 'b')");
    run("CREATE TABLE shop.s AS SELECT 1 AS id, 'x' AS name UNION ALL SELECT 3, 'y'");

    run("UPDATE shop.t t SET name = s.name FROM shop.s s WHERE t.id = s.id");

    assertEquals(List.of("1,x,null", "2,b,null"), rows("shop.t"));
    run("INSERT INTO shop.s (id, name) VALUES (1, 'z')");
    refused(
        "UPDATE shop.t t SET name = s.name FROM shop.s s WHERE t.id = s.id",
        "UPDATE/MERGE must match at most one source row for each target row");
  }

  @Test
  void updatesNestedFieldsAndArrays() {
    run("CREATE TABLE shop.n (id INT64, st STRUCT<a INT64, b STRUCT<c STRING>>, l ARRAY<INT64>)");
    run("INSERT INTO shop.n VALUES (1, (1, STRUCT('x')), [1, 2]), (2, NULL, NULL)");

    run(
        "UPDATE shop.n SET st.b.c = 'new', st.a = st.a + 1,"
            + " l = ARRAY(SELECT e * 2 FROM UNNEST(l) AS e) WHERE id = 1");

    assertEquals(
        List.of("2,new,[2,4]", "null,null,[]"),
        query("SELECT st.a, st.b.c, TO_JSON_STRING(l) FROM shop.n ORDER BY id"));
    refused("UPDATE shop.n SET l = [1, NULL] WHERE TRUE", "Array cannot have a null element");
  }

  @Test
  void deletesRows() {
    run("INSERT INTO shop.t (id) VALUES (1), (2), (3), (4)");

    var done = run("DELETE FROM shop.t WHERE id IN (SELECT 2 UNION ALL SELECT 4)");

    assertEquals(2L, done.getDmlStats().getDeletedRowCount());
    assertEquals(List.of("1,none,null", "3,none,null"), listed("t"));
    run("INSERT INTO shop.t (id) VALUES (5)");
    assertEquals(List.of("1,none,null", "3,none,null", "5,none,null"), listed("t"));
  }

  @Test
  void rowsGoWhenTheTimeOfTheirPartitionIsOver() {
    run(
        "CREATE TABLE shop.p (id INT64, day DATE) PARTITION BY day"
            + " OPTIONS (partition_expiration_days = 2)");
    run(
        "INSERT INTO shop.p VALUES (1, CURRENT_DATE()), (2, DATE_SUB(CURRENT_DATE(), INTERVAL 1 DAY)),"
            + " (3, DATE_SUB(CURRENT_DATE(), INTERVAL 2 DAY)), (4, NULL), (5, '2001-01-01')");

    var read = query("SELECT id FROM shop.p ORDER BY id");
    var changed = run("UPDATE shop.p SET id = id + 10 WHERE id <> 1");
    run("INSERT INTO shop.p VALUES (6, '2001-01-01')");
    server.close();
    start();

    assertEquals(List.of("1", "2", "4"), read);
    assertEquals(2L, changed.getNumDmlAffectedRows());
    assertEquals(List.of("1", "12", "14"), query("SELECT id FROM shop.p ORDER BY id"));
    assertEquals(40L, dryRun("SELECT * FROM shop.p").getTotalBytesProcessed());
    assertEquals(3, bigquery.getTable(TableId.of("shop", "p")).getNumRows().intValue());
    assertEquals(3, listed("p").size());
  }

  @Test
  void demandsAWhere() {
    run("INSERT INTO shop.t (id) VALUES (1)");

    refused("DELETE FROM shop.t", "DELETE must have a WHERE clause");
    refused("UPDATE shop.t SET n = 1", "UPDATE must have a WHERE clause");
    assertEquals(1, rows("shop.t").size());
  }

  @Test
  void mergesWithEveryKindOfClause() {
    run("INSERT INTO shop.t (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
    run(
        "CREATE TABLE shop.s AS SELECT 1 AS id, 'x' AS name, NUMERIC '1' AS n"
            + " UNION ALL SELECT 2, 'gone', 2 UNION ALL SELECT 9, 'new', 9"
            + " UNION ALL SELECT 10, 'not', 10");

    var done =
        run(
            """
            MERGE shop.t t USING shop.s s ON t.id = s.id
            WHEN MATCHED AND s.name = 'gone' THEN DELETE
            WHEN MATCHED THEN UPDATE SET name = s.name, n = s.n
            WHEN NOT MATCHED AND s.id < 10 THEN INSERT ROW
            WHEN NOT MATCHED BY SOURCE AND t.id = 4 THEN DELETE
            WHEN NOT MATCHED BY SOURCE THEN UPDATE SET name = 'left'\
            """);

    assertEquals(List.of("1,x,1", "3,left,null", "9,new,9"), listed("t"));
    assertEquals(1L, done.getDmlStats().getInsertedRowCount());
    assertEquals(2L, done.getDmlStats().getUpdatedRowCount());
    assertEquals(2L, done.getDmlStats().getDeletedRowCount());
    assertEquals("MERGE", done.getStatementType().name());
  }

  @Test
  void mergesNoRowTwice() {
    run("INSERT INTO shop.t (id, name) VALUES (1, 'a')");

    refused(
        "MERGE shop.t t USING (SELECT 1 AS id UNION ALL SELECT 1) s ON t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET name = 'x'",
        "UPDATE/MERGE must match at most one source row for each target row");
    assertEquals(List.of("1,a,null"), rows("shop.t"));
  }

  @Test
  void mergesOnAConstantAndInsertsDefaults() {
    run("INSERT INTO shop.t (id, name) VALUES (1, 'a')");

    run(
        "MERGE shop.t USING (SELECT 5 AS k) ON FALSE WHEN NOT MATCHED THEN INSERT (id) VALUES (k)"
            + " WHEN NOT MATCHED BY SOURCE THEN DELETE");

    assertEquals(List.of("5,none,null"), rows("shop.t"));
  }

  @Test
  void truncates() {
    run("INSERT INTO shop.t (id) VALUES (1), (2)");

    var done = run("TRUNCATE TABLE shop.t");

    assertEquals("TRUNCATE_TABLE", done.getStatementType().name());
    assertEquals(List.of(), rows("shop.t"));
  }

  @Test
  void costsAllColumnsOfWhatItChangesAndThoseItReads() {
    run("INSERT INTO shop.t (id, name) VALUES (1, 'abc'), (2, 'abc')");
    run("CREATE TABLE shop.s AS SELECT 1 AS id, 'x' AS name");

    assertEquals(0, dryRun("INSERT INTO shop.t (id) VALUES (3)").getTotalBytesProcessed());
    assertEquals(
        8, dryRun("INSERT INTO shop.t (id) SELECT id FROM shop.s").getTotalBytesProcessed());
    assertEquals(26, dryRun("UPDATE shop.t SET n = 1 WHERE id = 1").getTotalBytesProcessed());
    assertEquals(
        34,
        dryRun("DELETE FROM shop.t WHERE id IN (SELECT id FROM shop.s)").getTotalBytesProcessed());
    assertEquals(List.of("1,abc,null", "2,abc,null"), rows("shop.t"));
  }

  @Test
  void needsRightsOnTheTable() {
    run("INSERT INTO shop.t (id) VALUES (1)");
    var viewer = server.client("viewer");
    for (var sql :
        List.of(
            "INSERT INTO shop.t (id) VALUES (2)",
            "UPDATE shop.t SET id = 2 WHERE TRUE",
            "DELETE FROM shop.t WHERE TRUE",
            "TRUNCATE TABLE shop.t")) {
      var refused =
          assertThrows(
              BigQueryException.class, () -> viewer.query(QueryJobConfiguration.of(sql)), sql);
      assertEquals(403, refused.getCode(), sql);
    }

    assertEquals(1, rows("shop.t").size());
  }

  @Test
  void aViewHasNoRowsToChange() {
    run("CREATE VIEW shop.v AS SELECT id FROM shop.t");

    refused(
        "DELETE FROM shop.v WHERE TRUE",
        "bridge-test:shop.v is not allowed for this operation because it is currently a VIEW.");
  }

  private static QueryStatistics run(String sql) {
    try {
      var job = bigquery.create(JobInfo.of(QueryJobConfiguration.of(sql))).waitFor();
      if (job.getStatus().getError() != null) {
        throw new AssertionError(sql + ": " + job.getStatus().getError());
      }
      return job.getStatistics();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(String sql, String message) {
    var refused =
        assertThrows(
            BigQueryException.class, () -> bigquery.query(QueryJobConfiguration.of(sql)), sql);
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static QueryStatistics dryRun(String sql) {
    var query = QueryJobConfiguration.newBuilder(sql).setDryRun(true).build();
    return bigquery.create(JobInfo.of(query)).getStatistics();
  }

  private static List<String> rows(String table) {
    return query("SELECT * FROM " + table + " ORDER BY id");
  }

  private static List<String> listed(String table) {
    return bigquery
        .listTableData(TableId.of("shop", table))
        .streamAll()
        .map(DmlWireTest::text)
        .toList();
  }

  private static List<String> query(String sql) {
    try {
      return bigquery
          .query(QueryJobConfiguration.of(sql))
          .streamAll()
          .map(DmlWireTest::text)
          .toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Iterable<FieldValue> row) {
    return java.util.stream.StreamSupport.stream(row.spliterator(), false)
        .map(value -> String.valueOf(value.getValue()))
        .collect(Collectors.joining(","));
  }
}
