package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InformationSchemaWireTest {
  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;
  private static SqlClient sql;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
    sql = new SqlClient(bigquery);
    bigquery.create(DatasetInfo.newBuilder("shop").setDescription("a \"shop\"").build());
    sql.run(
        """
        CREATE TABLE shop.t (id INT64 NOT NULL, name STRING(5) DEFAULT 'x', day DATE,
          PRIMARY KEY (id) NOT ENFORCED)
        PARTITION BY day CLUSTER BY name OPTIONS (description = 'd', labels = [('a', 'b')])\
        """);
    sql.run(
        "INSERT INTO shop.t VALUES (1, 'a', '2026-01-01'), (2, 'b', '2026-01-01'), (3, 'c', NULL)");
    sql.run("CREATE VIEW shop.v AS SELECT id FROM shop.t");
    sql.run(
        "CREATE TABLE shop.r (n INT64, FOREIGN KEY (n) REFERENCES shop.t (id) NOT ENFORCED)"
            + " PARTITION BY RANGE_BUCKET(n, GENERATE_ARRAY(0, 100, 10))");
    sql.run("INSERT INTO shop.r VALUES (5), (17), (1000)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tellsTablesAndTheirStatements() {
    assertEquals(
        List.of("r,BASE TABLE,YES", "t,BASE TABLE,YES", "v,VIEW,NO"),
        sql.rows(
            "SELECT table_name, table_type, is_insertable_into FROM shop.INFORMATION_SCHEMA.TABLES"
                + " ORDER BY 1"));
    var ddl =
        sql.rows("SELECT ddl FROM shop.INFORMATION_SCHEMA.TABLES WHERE table_name = 't'")
            .getFirst();
    sql.run(ddl.replace("`bridge-test.shop.t`", "shop.again"));
    var again =
        sql.rows("SELECT ddl FROM shop.INFORMATION_SCHEMA.TABLES WHERE table_name = 'again'");
    assertEquals(ddl, again.getFirst().replace(".again`", ".t`"));
    sql.run("DROP TABLE shop.again");
  }

  @Test
  void tellsViews() {
    assertEquals(
        List.of("v,SELECT id FROM shop.t,null,YES"),
        sql.rows(
            "SELECT table_name, view_definition, check_option, use_standard_sql"
                + " FROM shop.INFORMATION_SCHEMA.VIEWS"));
  }

  @Test
  void tellsOptions() {
    assertEquals(
        List.of(
            "description,STRING,\"d\"",
            "labels,ARRAY<STRUCT<STRING, STRING>>,[STRUCT(\"a\", \"b\")]"),
        sql.rows(
            "SELECT option_name, option_type, option_value"
                + " FROM shop.INFORMATION_SCHEMA.TABLE_OPTIONS WHERE table_name = 't' ORDER BY 1"));
    assertEquals(
        List.of("shop,description,\"a \\\"shop\\\"\""),
        sql.rows(
            "SELECT schema_name, option_name, option_value"
                + " FROM INFORMATION_SCHEMA.SCHEMATA_OPTIONS WHERE schema_name = 'shop'"));
  }

  @Test
  void tellsColumns() {
    assertEquals(
        List.of(
            "id,INT64,NO,NO,null,NULL",
            "name,STRING(5),YES,NO,1,'x'",
            "day,DATE,YES,YES,null,NULL"),
        sql.rows(
            "SELECT column_name, data_type, is_nullable, is_partitioning_column,"
                + " clustering_ordinal_position, column_default"
                + " FROM shop.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 't'"
                + " ORDER BY ordinal_position"));
  }

  @Test
  void countsPartitions() {
    assertEquals(
        List.of("20260101,2", "__NULL__,1"),
        sql.rows(
            "SELECT partition_id, total_rows FROM shop.INFORMATION_SCHEMA.PARTITIONS"
                + " WHERE table_name = 't' ORDER BY 1"));
    assertEquals(
        List.of("0,8", "10,8", "__UNPARTITIONED__,8"),
        sql.rows(
            "SELECT partition_id, total_logical_bytes FROM shop.INFORMATION_SCHEMA.PARTITIONS"
                + " WHERE table_name = 'r' ORDER BY 1"));
  }

  @Test
  void tellsKeys() {
    assertEquals(
        List.of("r.fk$1,FOREIGN KEY,NO", "t.pk$,PRIMARY KEY,NO"),
        sql.rows(
            "SELECT constraint_name, constraint_type, enforced"
                + " FROM shop.INFORMATION_SCHEMA.TABLE_CONSTRAINTS ORDER BY 1"));
    assertEquals(
        List.of("r.fk$1,n,1,1", "t.pk$,id,1,null"),
        sql.rows(
            "SELECT constraint_name, column_name, ordinal_position, position_in_unique_constraint"
                + " FROM shop.INFORMATION_SCHEMA.KEY_COLUMN_USAGE ORDER BY 1"));
  }

  @Test
  void tellsStorageOfARegion() {
    assertEquals(
        List.of("r,3,24,BASE TABLE", "t,3,49,BASE TABLE"),
        sql.rows(
            "SELECT table_name, total_rows, total_logical_bytes, table_type"
                + " FROM `region-us`.INFORMATION_SCHEMA.TABLE_STORAGE ORDER BY 1"));
    assertEquals(List.of(), sql.rows("SELECT * FROM `region-eu`.INFORMATION_SCHEMA.TABLE_STORAGE"));
  }

  @Test
  void tellsTheCallersJobsAndNobodyElses() {
    sql.run("SELECT 'a question', COUNT(*) FROM shop.t");

    var rows =
        sql.rows(
            """
            SELECT user_email, statement_type, state, error_result.reason,
              referenced_tables[SAFE_OFFSET(0)].table_id, total_bytes_billed
            FROM `region-us`.INFORMATION_SCHEMA.JOBS_BY_USER
            WHERE query LIKE "SELECT 'a question'%" AND job_type = 'QUERY'\
            """);

    assertEquals(List.of(BigQueryServer.email("editor") + ",SELECT,DONE,null,t,10485760"), rows);
    var other = new SqlClient(server.client("other-editor"));
    assertEquals(
        List.of("0"),
        other.rows(
            "SELECT COUNT(*) FROM `region-us`.INFORMATION_SCHEMA.JOBS_BY_USER"
                + " WHERE query LIKE '%a question%' AND user_email != '"
                + BigQueryServer.email("other-editor")
                + "'"));
    for (var everybody : List.of("JOBS", "JOBS_BY_PROJECT")) {
      var refused = sql.refused("SELECT * FROM `region-us`.INFORMATION_SCHEMA." + everybody);
      assertEquals(403, refused.getCode(), everybody);
      assertTrue(refused.getMessage().contains("bigquery.jobs.listAll"), refused.getMessage());
    }
  }

  @Test
  void tellsEverybodysJobsToWhoMayListThem() {
    // Given
    var other = new SqlClient(server.client("other-editor"));
    var auditor = new SqlClient(server.client("auditor"));
    var good = sql.job("SELECT 'theirs', SUM(id) FROM shop.t").getJobId().getJob();
    var bad = other.job("SELECT 'broken', ERROR('on purpose')").getJobId().getJob();
    var editor = BigQueryServer.email("editor");
    for (var view : List.of("JOBS", "JOBS_BY_PROJECT")) {

      // When
      var rows =
          auditor.rows(
              """
              SELECT job_id, user_email, job_type, state,
                IF(error_result IS NULL, statement_type, ''),
                IF(error_result IS NULL, total_bytes_processed, 0), error_result.reason, error_result.message LIKE '%%on purpose%%',
                creation_time <= start_time AND start_time <= end_time
              FROM `region-us`.INFORMATION_SCHEMA.%s
              WHERE job_id IN ('%s', '%s') ORDER BY creation_time\
              """
                  .formatted(view, good, bad));

      // Then
      assertEquals(
          List.of(
              good + "," + editor + ",QUERY,DONE,SELECT,24,null,null,true",
              bad
                  + ","
                  + BigQueryServer.email("other-editor")
                  + ",QUERY,DONE,,0,invalidQuery,true,true"),
          rows);
    }
    assertEquals(
        List.of("0"), auditor.rows("SELECT COUNT(*) FROM `region-eu`.INFORMATION_SCHEMA.JOBS"));
  }

  @Test
  void aViewThatIsNotThereIsNotFoundAndOneThatIsNotServedIsNamed() {
    assertEquals(404, sql.refused("SELECT * FROM shop.INFORMATION_SCHEMA.NOTHING").getCode());
    assertEquals(404, sql.refused("SELECT * FROM shop.INFORMATION_SCHEMA.JOBS").getCode());
    var named = sql.refused("SELECT * FROM shop.INFORMATION_SCHEMA.ROUTINES");
    assertEquals(501, named.getCode());
    assertTrue(named.getMessage().contains("INFORMATION_SCHEMA.ROUTINES"), named.getMessage());
    var nobody = new SqlClient(server.client("nobody"));
    assertEquals(403, nobody.refused("SELECT * FROM shop.INFORMATION_SCHEMA.TABLES").getCode());
  }

  @Test
  void knowsViewsInTheOldList() {
    assertEquals(
        List.of("r,3,1", "t,3,1", "v,0,2"),
        sql.rows("SELECT table_id, row_count, type FROM shop.__TABLES__ ORDER BY 1"));
  }
}
