package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DdlWireTest {
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
  }

  @Test
  void createsATableWithAllThatIsSaidAboutIt() {
    var done =
        sql.run(
            """
            CREATE TABLE shop.t (
              id INT64 NOT NULL OPTIONS (description = 'the key'),
              name STRING(5) DEFAULT 'none',
              price NUMERIC(10, 2),
              day DATE,
              parts ARRAY<STRUCT<n INT64, note STRING>>,
              PRIMARY KEY (id) NOT ENFORCED)
            PARTITION BY day CLUSTER BY name
            OPTIONS (description = 'goods', labels = [('team', 'blue')],
              friendly_name = 'Goods', require_partition_filter = TRUE,
              partition_expiration_days = 3650,
              expiration_timestamp = TIMESTAMP '2999-01-01 00:00:00 UTC')\
            """);

    assertEquals("CREATE_TABLE", done.getStatementType().name());
    assertEquals("CREATE", done.getDdlOperationPerformed());
    assertEquals("t", done.getDdlTargetTable().getTable());
    var table = table("t");
    StandardTableDefinition definition = table.getDefinition();
    var fields = definition.getSchema().getFields();
    assertEquals("the key", fields.get("id").getDescription());
    assertEquals(Field.Mode.REQUIRED, fields.get("id").getMode());
    assertEquals(5L, fields.get("name").getMaxLength());
    assertEquals("'none'", fields.get("name").getDefaultValueExpression());
    assertEquals(10L, fields.get("price").getPrecision());
    assertEquals(2L, fields.get("price").getScale());
    assertEquals(Field.Mode.REPEATED, fields.get("parts").getMode());
    assertEquals(TimePartitioning.Type.DAY, definition.getTimePartitioning().getType());
    assertEquals("day", definition.getTimePartitioning().getField());
    assertEquals(315_360_000_000L, definition.getTimePartitioning().getExpirationMs());
    assertEquals(List.of("name"), definition.getClustering().getFields());
    assertTrue(table.getRequirePartitionFilter());
    assertEquals("goods", table.getDescription());
    assertEquals("Goods", table.getFriendlyName());
    assertEquals(Map.of("team", "blue"), table.getLabels());
    assertEquals(32_472_144_000_000L, table.getExpirationTime());
    assertEquals(List.of("id"), table.getTableConstraints().getPrimaryKey().getColumns());
  }

  @Test
  void partitionsByTimeAndByNumbers() {
    sql.run("CREATE TABLE shop.h (ts TIMESTAMP) PARTITION BY TIMESTAMP_TRUNC(ts, HOUR)");
    sql.run("CREATE TABLE shop.m (dt DATETIME) PARTITION BY DATETIME_TRUNC(dt, MONTH)");
    sql.run(
        "CREATE TABLE shop.r (n INT64) PARTITION BY RANGE_BUCKET(n, GENERATE_ARRAY(0, 100, 10))");

    StandardTableDefinition hours = table("h").getDefinition();
    StandardTableDefinition months = table("m").getDefinition();
    StandardTableDefinition ranges = table("r").getDefinition();
    assertEquals(TimePartitioning.Type.HOUR, hours.getTimePartitioning().getType());
    assertEquals(TimePartitioning.Type.MONTH, months.getTimePartitioning().getType());
    assertEquals(10L, ranges.getRangePartitioning().getRange().getInterval());
    assertTrue(
        sql.refused("CREATE TABLE shop.w (s STRING) PARTITION BY s")
            .getMessage()
            .contains("PARTITION BY expression must be"));
    assertTrue(
        sql.refused("CREATE TABLE shop.w (l ARRAY<INT64>) CLUSTER BY l")
            .getMessage()
            .toLowerCase()
            .contains("cluster"));
  }

  @Test
  void createsFromAQueryOnceOrAgain() {
    sql.run("CREATE TABLE shop.t AS SELECT 1 AS a, 'x' AS b");

    assertEquals(409, sql.refused("CREATE TABLE shop.t AS SELECT 2 AS a").getCode());
    var skipped = sql.run("CREATE TABLE IF NOT EXISTS shop.t AS SELECT 2 AS a");
    assertEquals("SKIP", skipped.getDdlOperationPerformed());
    assertEquals(List.of("1,x"), sql.rows("SELECT * FROM shop.t"));
    var replaced = sql.run("CREATE OR REPLACE TABLE shop.t AS SELECT a + 1 AS a FROM shop.t");
    assertEquals("REPLACE", replaced.getDdlOperationPerformed());
    assertEquals("CREATE_TABLE_AS_SELECT", replaced.getStatementType().name());
    assertEquals(List.of("2"), sql.rows("SELECT * FROM shop.t"));
    assertEquals(1, table("t").getNumRows().intValue());
  }

  @Test
  void copiesAndTakesAfterTables() {
    sql.run("CREATE TABLE shop.t (a INT64 NOT NULL, b DATE) PARTITION BY b");
    sql.run("INSERT INTO shop.t VALUES (1, NULL)");

    sql.run("CREATE TABLE shop.empty LIKE shop.t");
    sql.run("CREATE TABLE shop.copy COPY shop.t");
    sql.run("CREATE TABLE shop.twin CLONE shop.t");
    sql.run("DELETE FROM shop.t WHERE TRUE");

    assertEquals(0, table("empty").getNumRows().intValue());
    assertEquals(List.of("1,null"), sql.rows("SELECT * FROM shop.copy"));
    assertEquals(List.of("1,null"), sql.rows("SELECT * FROM shop.twin"));
    StandardTableDefinition like = table("empty").getDefinition();
    assertEquals("b", like.getTimePartitioning().getField());
    assertEquals(Field.Mode.REQUIRED, like.getSchema().getFields().get(0).getMode());
  }

  @Test
  void altersColumns() {
    sql.run("CREATE TABLE shop.t (id INT64 NOT NULL, name STRING(5), n NUMERIC(5, 2))");
    sql.run("INSERT INTO shop.t VALUES (1, 'a', 1.5)");
    var before = table("t");

    sql.run("ALTER TABLE shop.t ADD COLUMN l ARRAY<STRING>, ADD COLUMN IF NOT EXISTS id INT64");
    sql.run("ALTER TABLE shop.t RENAME COLUMN name TO title");
    sql.run("ALTER TABLE shop.t ALTER COLUMN id DROP NOT NULL");
    sql.run("ALTER TABLE shop.t ALTER COLUMN id SET DATA TYPE NUMERIC");
    sql.run("ALTER TABLE shop.t ALTER COLUMN title SET DATA TYPE STRING(10)");
    sql.run("ALTER TABLE shop.t ALTER COLUMN title SET DEFAULT 'some'");
    sql.run("ALTER TABLE shop.t ALTER COLUMN title SET OPTIONS (description = 'd')");
    var done = sql.run("ALTER TABLE shop.t DROP COLUMN n");

    assertEquals("ALTER_TABLE", done.getStatementType().name());
    assertEquals("ALTER", done.getDdlOperationPerformed());
    sql.run("INSERT INTO shop.t (id) VALUES (NULL)");
    assertEquals(List.of("null,some", "1,a"), sql.rows("SELECT id, title FROM shop.t ORDER BY id"));
    assertEquals(List.of("0", "0"), sql.rows("SELECT ARRAY_LENGTH(l) FROM shop.t"));
    var after = table("t");
    var fields = after.getDefinition().getSchema().getFields();
    assertEquals(List.of("id", "title", "l"), fields.stream().map(Field::getName).toList());
    assertEquals("d", fields.get("title").getDescription());
    assertEquals(10L, fields.get("title").getMaxLength());
    assertNotEquals(before.getEtag(), after.getEtag());
  }

  @Test
  void widensTypesAndKeepsTheValues() {
    // Given
    sql.run(
        """
        CREATE TABLE shop.t (id INT64, i1 INT64, i2 INT64, i3 INT64, i4 INT64, i5 INT64, n1 NUMERIC,
          n2 NUMERIC, n3 NUMERIC(5, 2), n4 NUMERIC(5, 2), n5 NUMERIC(5, 2), n6 NUMERIC(5, 2),
          b1 BIGNUMERIC, b2 BIGNUMERIC(20, 5), b3 BIGNUMERIC(20, 5), s STRING(3), y1 BYTES(3),
          y2 BYTES(3), d DATE)\
        """);
    sql.run(
        """
        INSERT INTO shop.t VALUES
          (1, -9223372036854775808, 9007199254740993, 9223372036854775807, 7, 8, 0.1,
            12345678901234567890123456789.123456789, 999.99, -0.01, 1.5, 999.99, BIGNUMERIC '1.25',
            BIGNUMERIC '2.5', BIGNUMERIC '-123456789012345.00001', 'äöü', b'abc', b'abc',
            '2024-02-29'),
          (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL)\
        """);

    // When
    sql.run(
        """
        ALTER TABLE shop.t
          ALTER COLUMN i1 SET DATA TYPE BIGNUMERIC,
          ALTER COLUMN i2 SET DATA TYPE FLOAT64,
          ALTER COLUMN i3 SET DATA TYPE NUMERIC(20, 0),
          ALTER COLUMN i4 SET DATA TYPE BIGNUMERIC(30, 4),
          ALTER COLUMN i5 SET DATA TYPE NUMERIC,
          ALTER COLUMN n1 SET DATA TYPE FLOAT64,
          ALTER COLUMN n2 SET DATA TYPE BIGNUMERIC,
          ALTER COLUMN n3 SET DATA TYPE NUMERIC(7, 3),
          ALTER COLUMN n4 SET DATA TYPE NUMERIC,
          ALTER COLUMN n5 SET DATA TYPE BIGNUMERIC(20, 12),
          ALTER COLUMN n6 SET DATA TYPE BIGNUMERIC,
          ALTER COLUMN b1 SET DATA TYPE FLOAT64,
          ALTER COLUMN b2 SET DATA TYPE FLOAT64,
          ALTER COLUMN b3 SET DATA TYPE BIGNUMERIC,
          ALTER COLUMN s SET DATA TYPE STRING,
          ALTER COLUMN y1 SET DATA TYPE BYTES(5),
          ALTER COLUMN y2 SET DATA TYPE BYTES,
          ALTER COLUMN d SET DATA TYPE DATETIME\
        """);

    // Then
    assertEquals(
        List.of(
            "-9223372036854775808,9007199254740992,9223372036854775807,7,8,0.1,"
                + "12345678901234567890123456789.123456789,999.99,-0.01,1.5,999.99,1.25,2.5,"
                + "-123456789012345.00001,äöü,YWJj,YWJj,2024-02-29T00:00:00",
            String.join(",", Collections.nCopies(18, "null"))),
        sql.rows(
            "SELECT * REPLACE (CAST(i2 AS INT64) AS i2) FROM (SELECT * EXCEPT (id) FROM"
                + " (SELECT * FROM shop.t ORDER BY id))"));
    assertEquals(
        List.of(
            "INT64",
            "BIGNUMERIC",
            "FLOAT64",
            "NUMERIC(20)",
            "BIGNUMERIC(30, 4)",
            "NUMERIC",
            "FLOAT64",
            "BIGNUMERIC",
            "NUMERIC(7, 3)",
            "NUMERIC",
            "BIGNUMERIC(20, 12)",
            "BIGNUMERIC",
            "FLOAT64",
            "FLOAT64",
            "BIGNUMERIC",
            "STRING",
            "BYTES(5)",
            "BYTES",
            "DATETIME"),
        sql.rows(
            "SELECT data_type FROM shop.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 't'"
                + " ORDER BY ordinal_position"));
    assertEquals(
        List.of("12345678901234567890123456790.123456789"),
        sql.rows("SELECT n2 + 1 FROM shop.t WHERE n3 = 999.99"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "i | INT64 | NUMERIC(18)",
        "i | INT64 | BIGNUMERIC(20, 2)",
        "i | INT64 | STRING",
        "i | INT64 | BOOL",
        "n | NUMERIC | INT64",
        "n | NUMERIC | NUMERIC(20, 2)",
        "n | NUMERIC | BIGNUMERIC(37, 9)",
        "p | NUMERIC(5, 2) | NUMERIC(4, 2)",
        "p | NUMERIC(5, 2) | NUMERIC(6, 1)",
        "p | NUMERIC(5, 2) | NUMERIC(5, 3)",
        "b | BIGNUMERIC | NUMERIC",
        "b | BIGNUMERIC | BIGNUMERIC(38, 9)",
        "f | FLOAT64 | BIGNUMERIC",
        "s | STRING | STRING(10)",
        "s | STRING | BYTES",
        "y | BYTES(3) | BYTES(2)",
        "y | BYTES(3) | STRING",
        "d | DATETIME | DATE",
      })
  void narrowsNoType(String column, String old, String type) {
    sql.run(
        "CREATE TABLE shop.t (i INT64, n NUMERIC, p NUMERIC(5, 2), b BIGNUMERIC, f FLOAT64,"
            + " s STRING, y BYTES(3), d DATETIME)");

    var refused =
        sql.refused("ALTER TABLE shop.t ALTER COLUMN %s SET DATA TYPE %s".formatted(column, type));

    assertEquals(400, refused.getCode(), refused.getMessage());
    var plain = old.replaceFirst("\\(.*", "");
    var target = type.replaceFirst("\\(.*", "");
    assertTrue(
        refused
            .getMessage()
            .contains("SET DATA TYPE requires that the existing column type (" + plain),
        refused.getMessage());
    assertTrue(
        refused.getMessage().contains("is assignable to the new type (" + target),
        refused.getMessage());
  }

  @Test
  void refusesOtherChangesOfColumns() {
    sql.run(
        "CREATE TABLE shop.t (id INT64, name STRING(5), day DATE) PARTITION BY day CLUSTER BY id");
    var refusals =
        Map.of(
            "ADD COLUMN id INT64", "Column already exists: id",
            "ADD COLUMN x INT64 NOT NULL", "Cannot add required fields to an existing schema",
            "DROP COLUMN nothing", "nothing",
            "DROP COLUMN day", "cannot drop the partitioning column day",
            "RENAME COLUMN id TO x", "cannot rename the clustering column id",
            "ALTER COLUMN name SET DATA TYPE INT64", "is assignable to the new type (INT64)",
            "ALTER COLUMN name SET DATA TYPE STRING(3)",
                "is assignable to the new type (STRING(3))",
            "ALTER COLUMN id SET DATA TYPE STRING", "is assignable to the new type (STRING)");

    refusals.forEach(
        (change, message) -> {
          var refused = sql.refused("ALTER TABLE shop.t " + change);
          assertEquals(400, refused.getCode(), change);
          assertTrue(refused.getMessage().contains(message), refused.getMessage());
        });
    assertEquals(3, table("t").getDefinition().getSchema().getFields().size());
  }

  @Test
  void partitionsByTheTimeOfIngestionAreRefusedByName() {
    for (var column : List.of("_PARTITIONDATE", "TIMESTAMP_TRUNC(_PARTITIONTIME, HOUR)")) {
      var refused = sql.refused("CREATE TABLE shop.t (a INT64) PARTITION BY " + column);
      assertEquals(501, refused.getCode());
      assertTrue(refused.getMessage().contains("time of ingestion"), refused.getMessage());
    }
  }

  @Test
  void setsOptionsAndNames() {
    sql.run("CREATE TABLE shop.t (a INT64) OPTIONS (description = 'd', labels = [('a', 'b')])");
    sql.run("INSERT INTO shop.t VALUES (1)");

    sql.run("ALTER TABLE shop.t SET OPTIONS (description = NULL, labels = [('c', 'd')])");
    sql.run("ALTER TABLE shop.t RENAME TO u");

    assertNull(table("t"));
    assertNull(table("u").getDescription());
    assertEquals(Map.of("c", "d"), table("u").getLabels());
    assertEquals(List.of("1"), sql.rows("SELECT * FROM shop.u"));
    var refused = sql.refused("ALTER TABLE shop.u SET OPTIONS (kms_key_name = 'x')");
    assertEquals(501, refused.getCode());
    assertTrue(refused.getMessage().contains("kms_key_name"), refused.getMessage());
    assertEquals(404, sql.refused("ALTER TABLE shop.t SET OPTIONS (description = 'x')").getCode());
  }

  @Test
  void noRowComesInThatIsTooLong() {
    sql.run("CREATE TABLE shop.t (name STRING(3))");
    var rows = InsertAllRequest.newBuilder(TableId.of("shop", "t"));

    var fits = bigquery.insertAll(rows.addRow(Map.of("name", "abc")).build());
    var refused = bigquery.insertAll(rows.addRow(Map.of("name", "abcd")).build());

    assertTrue(fits.getInsertErrors().isEmpty());
    assertEquals(
        Map.of(0L, "stopped", 1L, "invalid"),
        refused.getInsertErrors().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, row -> row.getValue().getFirst().getReason())));
    var error = refused.getErrorsFor(1).getFirst();
    assertTrue(error.getMessage().contains("maximum length 3"), error.getMessage());
    assertEquals(List.of("abc"), sql.rows("SELECT name FROM shop.t"));
  }

  @Test
  void aQueryBesideItsTablesReplacementSeesOneOfBoth() {
    var replace =
        "CREATE OR REPLACE TABLE shop.t AS SELECT %d AS v FROM UNNEST(GENERATE_ARRAY(1, 100))";
    sql.run(replace.formatted(0));
    var writer =
        CompletableFuture.runAsync(
            () -> IntStream.rangeClosed(1, 15).forEach(i -> sql.run(replace.formatted(i))));
    var seen = new TreeSet<String>();

    while (!writer.isDone()) {
      seen.addAll(sql.rows("SELECT MAX(v) - MIN(v) = 0 AND COUNT(*) = 100 FROM shop.t"));
    }

    writer.join();
    assertEquals(Set.of("true"), seen);
    assertEquals(List.of("15"), sql.rows("SELECT MAX(v) FROM shop.t"));
  }

  @Test
  void keepsForeignKeys() {
    sql.run("CREATE TABLE shop.p (id INT64, PRIMARY KEY (id) NOT ENFORCED)");

    sql.run(
        "CREATE TABLE shop.c (p_id INT64,"
            + " CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES shop.p (id) NOT ENFORCED)");

    var key = table("c").getTableConstraints().getForeignKeys().getFirst();
    assertEquals("fk", key.getName());
    assertEquals("p", key.getReferencedTable().getTable());
    assertEquals("p_id", key.getColumnReferences().getFirst().getReferencingColumn());
    assertEquals(400, sql.refused("CREATE TABLE shop.x (a INT64, PRIMARY KEY (a))").getCode());
  }

  @Test
  void dropsTablesAndViewsEachByItsKind() {
    sql.run("CREATE TABLE shop.t (a INT64)");
    sql.run("CREATE VIEW shop.v AS SELECT a FROM shop.t");

    assertTrue(sql.refused("DROP TABLE shop.v").getMessage().contains("currently a VIEW"));
    assertTrue(sql.refused("DROP VIEW shop.t").getMessage().contains("currently a TABLE"));
    assertEquals("DROP", sql.run("DROP VIEW shop.v").getDdlOperationPerformed());
    assertEquals("DROP", sql.run("DROP TABLE shop.t").getDdlOperationPerformed());
    assertEquals("SKIP", sql.run("DROP TABLE IF EXISTS shop.t").getDdlOperationPerformed());
    assertEquals(404, sql.refused("DROP TABLE shop.t").getCode());
    assertNull(table("t"));
  }

  @Test
  void createsViews() {
    sql.run("CREATE TABLE shop.t AS SELECT 1 AS a, 'x' AS b");

    sql.run(
        "CREATE VIEW shop.v (one OPTIONS (description = 'the first'), two)"
            + " OPTIONS (description = 'both') AS SELECT a, b FROM shop.t");

    assertEquals(List.of("x,1"), sql.rows("SELECT two, one FROM shop.v"));
    var view = table("v");
    ViewDefinition definition = view.getDefinition();
    assertEquals("both", view.getDescription());
    assertEquals("the first", definition.getSchema().getFields().get("one").getDescription());
    assertEquals(409, sql.refused("CREATE VIEW shop.v AS SELECT 1 AS a").getCode());
    var replaced = sql.run("CREATE OR REPLACE VIEW shop.v AS SELECT b FROM shop.t");
    assertEquals("REPLACE", replaced.getDdlOperationPerformed());
    assertEquals(List.of("x"), sql.rows("SELECT * FROM shop.v"));
    assertEquals(
        400, sql.refused("CREATE OR REPLACE VIEW shop.v AS SELECT * FROM shop.v").getCode());
  }

  @Test
  void makesAndTakesAwayDatasets() {
    sql.run("CREATE SCHEMA two OPTIONS (location = 'EU', description = 'd')");
    sql.run("ALTER SCHEMA two SET OPTIONS (labels = [('a', 'b')])");
    sql.run("CREATE TABLE two.t (a INT64)");

    var dataset = bigquery.getDataset("two");
    assertEquals("EU", dataset.getLocation());
    assertEquals("d", dataset.getDescription());
    assertEquals(Map.of("a", "b"), dataset.getLabels());
    assertEquals(409, sql.refused("CREATE SCHEMA two").getCode());
    assertEquals("SKIP", sql.run("CREATE SCHEMA IF NOT EXISTS two").getDdlOperationPerformed());
    assertTrue(sql.refused("DROP SCHEMA two").getMessage().contains("still in use"));
    sql.run("DROP SCHEMA two CASCADE");
    assertNull(bigquery.getDataset("two"));
    assertEquals(404, sql.refused("DROP SCHEMA two").getCode());
  }

  @Test
  void needsRights() {
    sql.run("CREATE TABLE shop.t (a INT64)");
    var viewer = new SqlClient(server.client("viewer"));

    for (var statement :
        List.of(
            "CREATE TABLE shop.x (a INT64)",
            "CREATE VIEW shop.x AS SELECT 1 AS a",
            "CREATE SCHEMA two",
            "ALTER TABLE shop.t SET OPTIONS (description = 'x')",
            "ALTER TABLE shop.t ADD COLUMN b INT64",
            "ALTER SCHEMA shop SET OPTIONS (description = 'x')",
            "DROP TABLE shop.t",
            "DROP SCHEMA shop CASCADE")) {
      var refused = viewer.refused(statement);
      assertEquals(403, refused.getCode(), statement + ": " + refused.getMessage());
      assertEquals("accessDenied", refused.getReason(), statement);
    }
    assertNotNull(table("t"));
  }

  @Test
  void aDryRunTellsTheTypeAndDoesNothing() {
    sql.run("CREATE TABLE shop.t (a INT64)");
    sql.run("CREATE VIEW shop.v AS SELECT a FROM shop.t");
    var types =
        Map.ofEntries(
            Map.entry("SELECT a FROM shop.t", "SELECT"),
            Map.entry("INSERT INTO shop.t (a) VALUES (1)", "INSERT"),
            Map.entry("UPDATE shop.t SET a = 1 WHERE TRUE", "UPDATE"),
            Map.entry("DELETE FROM shop.t WHERE TRUE", "DELETE"),
            Map.entry(
                "MERGE shop.t USING shop.t s ON FALSE WHEN NOT MATCHED THEN INSERT ROW", "MERGE"),
            Map.entry("TRUNCATE TABLE shop.t", "TRUNCATE_TABLE"),
            Map.entry("CREATE TABLE shop.x (a INT64)", "CREATE_TABLE"),
            Map.entry("CREATE TABLE shop.x AS SELECT 1 AS a", "CREATE_TABLE_AS_SELECT"),
            Map.entry("CREATE VIEW shop.x AS SELECT 1 AS a", "CREATE_VIEW"),
            Map.entry("CREATE SCHEMA two", "CREATE_SCHEMA"),
            Map.entry("ALTER TABLE shop.t ADD COLUMN b INT64", "ALTER_TABLE"),
            Map.entry("ALTER TABLE shop.t SET OPTIONS (description = 'x')", "ALTER_TABLE"),
            Map.entry("ALTER VIEW shop.v SET OPTIONS (description = 'x')", "ALTER_VIEW"),
            Map.entry("ALTER SCHEMA shop SET OPTIONS (description = 'x')", "ALTER_SCHEMA"),
            Map.entry("DROP TABLE shop.t", "DROP_TABLE"),
            Map.entry("DROP VIEW shop.v", "DROP_VIEW"),
            Map.entry("DROP SCHEMA shop CASCADE", "DROP_SCHEMA"),
            Map.entry("SELECT 1; DROP TABLE shop.t", "SCRIPT"));

    types.forEach(
        (statement, type) -> {
          var told = sql.dryRun(statement).getStatementType();
          assertEquals(type, told.name(), statement);
        });
    assertEquals(0, table("t").getNumRows().intValue());
    assertEquals(1, table("t").getDefinition().getSchema().getFields().size());
    assertNotNull(table("v"));
    assertNull(table("x"));
    assertNull(bigquery.getDataset("two"));
  }

  private static Table table(String name) {
    return bigquery.getTable(TableId.of("shop", name));
  }
}
