package io.bridge.dashboard.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.FoundTables;
import io.bridge.model.catalog.FoundTables.FoundTable;
import io.bridge.model.catalog.Table;
import io.bridge.model.catalog.TableSchema;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.sql.GoogleSql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be decided before the warehouse is asked, against the real analyzer. */
class GuardedStatementsTest {
  private static final StatementReader READER = new StatementReader(new GoogleSql());
  private static final List<TableSchema> TABLES =
      List.of(
          table(
              "shop",
              "sales",
              "id INT64",
              "day DATE",
              "ts TIMESTAMP",
              "amount NUMERIC(10, 2)",
              "price FLOAT64",
              "product STRING",
              "store_id INT64",
              "tags ARRAY<STRING>",
              "place STRUCT<city STRING, zip STRING>",
              "doc JSON"),
          table("shop", "store", "id INT64", "name STRING", "region STRING"),
          table("other", "store", "id INT64", "name STRING"),
          table("other", "only_here", "id INT64"));

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '\0',
      textBlock =
          """
          one-statement      ¦ SELECT id FROM shop.sales; DROP TABLE shop.sales
          one-statement      ¦ SELECT id FROM shop.sales; SELECT id FROM shop.store
          one-statement      ¦ SELECT id FROM shop.sales;/**/DELETE FROM shop.sales WHERE TRUE
          one-statement      ¦ DECLARE x INT64 DEFAULT 1; SELECT x FROM shop.sales
          one-statement      ¦ SET @@dataset_id = 'other'; SELECT id FROM store
          one-statement      ¦ CREATE TEMP FUNCTION f(x INT64) RETURNS INT64 LANGUAGE js AS 'return x'; SELECT f(id) FROM shop.sales
          one-statement      ¦ CREATE TEMP FUNCTION f(x INT64) AS (x + 1); SELECT f(id) FROM shop.sales
          query-only         ¦ BEGIN SELECT id FROM shop.sales; END
          query-only         ¦ EXECUTE IMMEDIATE 'DROP TABLE shop.sales'
          query-only         ¦ EXECUTE /* hidden */ IMMEDIATE 'DROP TABLE shop.sales'
          query-only         ¦ CALL shop.drop_all()
          query-only         ¦ CREATE FUNCTION shop.f() AS (1)
          query-only         ¦ CREATE TABLE FUNCTION shop.f() AS SELECT id FROM shop.sales
          query-only         ¦ CREATE PROCEDURE shop.p() BEGIN SELECT 1; END
          query-only         ¦ CREATE TABLE shop.copy AS SELECT id FROM shop.sales
          query-only         ¦ CREATE OR REPLACE VIEW shop.v AS SELECT id FROM shop.sales
          query-only         ¦ EXPORT DATA OPTIONS(uri='gs://mine/*', format='CSV') AS SELECT id FROM shop.sales
          query-only         ¦ EXPORT MODEL shop.m OPTIONS(uri='gs://mine/m')
          query-only         ¦ LOAD DATA INTO shop.sales FROM FILES(uris=['gs://mine/x'], format='CSV')
          query-only         ¦ INSERT INTO shop.sales (id) VALUES (1)
          query-only         ¦ MERGE shop.sales s USING shop.store t ON s.id = t.id WHEN MATCHED THEN DELETE
          query-only         ¦ TRUNCATE TABLE shop.sales
          query-only         ¦ GRANT `roles/bigquery.dataViewer` ON TABLE shop.sales TO 'user:me@example.com'
          query-only         ¦ SET @@query_label = 'a:b'
          construct          ¦ FROM shop.sales |> EXPORT DATA OPTIONS(uri='gs://mine/*')
          construct          ¦ FROM shop.sales |> INSERT INTO shop.store
          construct          ¦ FROM shop.sales |> CREATE TABLE shop.copy
          construct          ¦ SELECT id FROM shop.sales FOR SYSTEM_TIME AS OF TIMESTAMP '2020-01-01'
          construct          ¦ SELECT @@project_id, id FROM shop.sales
          construct          ¦ SELECT WITH DIFFERENTIAL_PRIVACY COUNT(*) FROM shop.sales
          construct          ¦ SELECT @{x=1} id FROM shop.sales
          function           ¦ SELECT * FROM EXTERNAL_QUERY('us.conn', 'SELECT * FROM users')
          function           ¦ SELECT * FROM ML.PREDICT(MODEL shop.m, TABLE shop.sales)
          function           ¦ SELECT * FROM ML.GENERATE_TEXT(MODEL shop.m, (SELECT product AS prompt FROM shop.sales))
          function           ¦ SELECT * FROM shop.a_table_function(1)
          function           ¦ SELECT AI.GENERATE(product) FROM shop.sales
          function           ¦ SELECT ML.TRANSLATE(product) FROM shop.sales
          function           ¦ SELECT shop.remote(product) FROM shop.sales
          function           ¦ SELECT `other-project.shop.remote`(product) FROM shop.sales
          function           ¦ SELECT SESSION_USER(), id FROM shop.sales
          function           ¦ SELECT ERROR(product) FROM shop.sales
          function           ¦ SELECT AEAD.DECRYPT_STRING(KEYS.KEYSET_CHAIN('x', b'y'), b'z', '') FROM shop.sales
          function           ¦ SELECT SAFE.SESSION_USER() FROM shop.sales
          function           ¦ SELECT * FROM VECTOR_SEARCH(TABLE shop.sales, 'x', TABLE shop.store)
          information-schema ¦ SELECT * FROM shop.INFORMATION_SCHEMA.TABLES
          information-schema ¦ SELECT * FROM `region-us`.INFORMATION_SCHEMA.JOBS
          information-schema ¦ SELECT * FROM `region-us.information_schema.JOBS_BY_PROJECT`
          information-schema ¦ SELECT * FROM shop.__TABLES__
          tables             ¦ SELECT * FROM `shop.sales_*`
          tables             ¦ SELECT * FROM `bigquery-public-data.samples.shakespeare`
          tables             ¦ SELECT * FROM theirs.secrets
          tables             ¦ WITH sales AS (SELECT * FROM `shop`.`sales`) SELECT * FROM sales, theirs.secrets
          tables             ¦ SELECT * FROM shop.SALES
          tables             ¦ SELECT 1 FROM sales, only_here
          tables             ¦ SELECT 1
          tables             ¦ SELECT id FROM shop.sales WHERE id IN (SELECT id FROM /* x */ theirs . secrets)
          tables             ¦ SELECT * FROM `my-project`.`theirs`.`secrets`
          tables             ¦ SELECT * FROM other-project.shop.sales
          tables             ¦ SELECT * FROM `other-project.shop.sales`
          tables             ¦ SELECT * FROM `shop.sales$20260101`
          tables             ¦ SELECT * FROM `shop.sales@-3600000`
          tables             ¦ SELECT * FROM `shop.*` WHERE _TABLE_SUFFIX = 'sales'
          tables             ¦ SELECT * FROM shop.sales, (SELECT * FROM theirs.secrets)
          tables             ¦ SELECT id, (SELECT MAX(x) FROM theirs.secrets) FROM shop.sales
          tables             ¦ SELECT id FROM shop.sales UNION ALL SELECT id FROM theirs.secrets
          tables             ¦ FROM shop.sales |> JOIN theirs.secrets USING (id)
          tables             ¦ WITH `theirs.secrets` AS (SELECT 1 AS id) SELECT t.id FROM theirs.secrets t, shop.sales
          tables             ¦ WITH `theirs.secrets` AS (SELECT 1 AS id) SELECT t.id FROM `theirs.secrets` t, shop.sales
          tables             ¦ WITH `theirs\\x2esecrets` AS (SELECT 1 AS id) SELECT t.id FROM `theirs\\x2esecrets` t, shop.sales
          tables             ¦ WITH/**/`theirs.secrets`/**/AS (SELECT 1 AS id) SELECT t.id FROM `theirs.secrets` t, shop.sales
          tables             ¦ WITH theirs AS (SELECT 1 AS id) SELECT * FROM theirs.secrets, shop.sales
          tables             ¦ WITH sales AS (SELECT 1 AS id) SELECT id FROM sales
          information-schema ¦ SELECT * FROM `shop.Information_Schema.COLUMNS`, shop.sales
          information-schema ¦ SELECT * FROM `my-project`.`region-eu`.`INFORMATION_SCHEMA`.`JOBS_BY_USER`
          information-schema ¦ SELECT * FROM my-project.shop.__TABLES_SUMMARY__
          construct          ¦ SELECT id FROM shop.sales FOR/**/SYSTEM_TIME/**/AS/**/OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY)
          construct          ¦ SELECT @@session_id, @@query_label FROM shop.sales
          construct          ¦ SELECT id FROM shop.sales WHERE product = @@dataset_id
          function           ¦ SELECT * FROM `EXTERNAL_QUERY`('us.conn', 'SELECT 1')
          function           ¦ SELECT * FROM External_Query('us.conn', \"""SELECT 1\""")
          function           ¦ SELECT * FROM APPENDS(TABLE shop.sales, NULL, NULL)
          function           ¦ SELECT * FROM CHANGES(TABLE shop.sales, NULL, CURRENT_TIMESTAMP())
          function           ¦ SELECT * FROM GAP_FILL(TABLE shop.sales, ts_column => 'ts', bucket_width => INTERVAL 1 DAY)
          function           ¦ SELECT (product).session_user() FROM shop.sales
          function           ¦ SELECT `net.host`(product), `shop.remote`(product) FROM shop.sales
          function           ¦ SELECT `my-project`.net.host(product) FROM shop.sales
          function           ¦ SELECT SUM(amount) FROM shop.sales HAVING MAX(ML.PREDICT(1)) > 0
          function           ¦ SELECT id FROM shop.sales ORDER BY shop.remote(id) LIMIT 1
          function           ¦ SELECT COUNT(*) OVER (PARTITION BY shop.remote(id)) FROM shop.sales
          query-only         ¦ DROP TABLE shop.sales -- SELECT id FROM shop.sales
          query-only         ¦ IF TRUE THEN SELECT id FROM shop.sales; END IF
          query-only         ¦ EXPLAIN SELECT id FROM shop.sales
          one-statement      ¦ SELECT 'a\\\\'; DROP TABLE shop.sales; SELECT '' FROM shop.sales
          one-statement      ¦ SELECT \"""a\"""; DROP TABLE shop.sales; SELECT \"""b\""" FROM shop.sales
          text               ¦
          """)
  void refusesByTheRightRule(String rule, String sql) {
    BridgeException refused =
        assertThrows(BridgeException.class, () -> check(sql == null ? " " : sql));

    assertEquals(ErrorCode.QUERY_REFUSED, refused.code(), refused.getMessage());
    assertEquals(rule, refused.violations().getFirst().field(), refused.getMessage());
  }

  /** BigQuery tells of so many only; what it does not tell of cannot be checked. */
  @Test
  void refusesFiftyTables() {
    String many =
        IntStream.range(0, 100)
            .mapToObj(i -> "SELECT id FROM shop.t" + i)
            .collect(Collectors.joining(" UNION ALL "));

    BridgeException refused = assertThrows(BridgeException.class, () -> check(many));
    BridgeException behindViews =
        assertThrows(
            BridgeException.class,
            () -> SafeSql.requireTables(IntStream.range(0, 50).mapToObj(i -> "t" + i).toList()));

    assertEquals("tables", refused.violations().getFirst().field());
    assertEquals("tables", behindViews.violations().getFirst().field());
  }

  @Test
  void refusesTextThatIsTooLongOrNone() {
    String padded = "SELECT id FROM shop.sales -- " + "x".repeat(64 * 1024);

    for (String sql : List.of(padded, "SELECT '\0' FROM shop.sales", "SELECT '\ud800' FROM t")) {
      BridgeException refused = assertThrows(BridgeException.class, () -> check(sql));
      assertEquals("text", refused.violations().getFirst().field());
    }
  }

  @Test
  void saysWhereTheSqlIsWrong() {
    BridgeException wrong =
        assertThrows(BridgeException.class, () -> check("SELECT id,\n nope FROM shop.sales"));

    assertEquals(ErrorCode.QUERY_INVALID, wrong.code());
    assertEquals(2, wrong.violations().getFirst().line());
    assertEquals(2, wrong.violations().getFirst().column());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) AS n, SUM(amount) AS s FROM sales",
        "SELECT COUNT(*) FROM `shop.sales`",
        "SELECT COUNT(*) FROM `my-project`.shop.sales",
        "SELECT COUNT(*) FROM `my-project.shop.sales`",
        "SELECT product, SUM(amount) s FROM shop.sales GROUP BY product ORDER BY s DESC LIMIT 10",
        "SELECT product, SUM(amount) s FROM shop.sales GROUP BY 1 HAVING s > 3 ORDER BY 2",
        "SELECT DATE_TRUNC(day, MONTH) m, SUM(amount) FROM shop.sales GROUP BY m ORDER BY m",
        "SELECT EXTRACT(DAYOFWEEK FROM day), COUNT(*) FROM shop.sales GROUP BY 1",
        "SELECT st.region, AVG(s.price) FROM shop.sales s JOIN shop.store st ON s.store_id = st.id"
            + " GROUP BY 1",
        "SELECT s.id FROM shop.sales s LEFT JOIN shop.store t USING (id) WHERE t.id IS NULL",
        "WITH a AS (SELECT day, amount FROM shop.sales), b AS (SELECT * FROM a)"
            + " SELECT day, SUM(amount) FROM b GROUP BY day",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 10)"
            + " SELECT n.i, COUNT(s.id) FROM n LEFT JOIN shop.sales s ON s.id = n.i GROUP BY 1",
        "SELECT product, RANK() OVER (PARTITION BY store_id ORDER BY amount DESC) FROM shop.sales",
        "SELECT id, LAG(amount, 1) OVER (ORDER BY day) FROM shop.sales",
        "SELECT id, SUM(amount) OVER w FROM shop.sales"
            + " WINDOW w AS (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)",
        "SELECT * FROM shop.sales QUALIFY ROW_NUMBER() OVER (PARTITION BY product ORDER BY ts) = 1",
        "SELECT product, COUNTIF(price > 3), SAFE_DIVIDE(SUM(amount), COUNT(*)) FROM shop.sales"
            + " GROUP BY product",
        "SELECT tag, COUNT(*) FROM shop.sales, UNNEST(tags) AS tag GROUP BY tag",
        "SELECT ARRAY_LENGTH(tags), tags[SAFE_OFFSET(0)] FROM shop.sales",
        "SELECT place.city, COUNT(DISTINCT id) FROM shop.sales GROUP BY place.city",
        "SELECT JSON_VALUE(doc, '$.a'), LAX_INT64(doc.b) FROM shop.sales",
        "SELECT * EXCEPT (doc, tags) REPLACE (UPPER(product) AS product) FROM shop.sales",
        "SELECT IF(price > 1, 'a', 'b'), CASE WHEN id = 1 THEN 'x' ELSE 'y' END FROM shop.sales",
        "SELECT COALESCE(product, 'none'), IFNULL(price, 0), NULLIF(id, 0) FROM shop.sales",
        "SELECT CAST(id AS STRING), SAFE_CAST(product AS INT64) FROM shop.sales",
        "SELECT FORMAT_DATE('%Y-%m', day), PARSE_DATE('%Y', '2020') FROM shop.sales",
        "SELECT TIMESTAMP_DIFF(CURRENT_TIMESTAMP(), ts, DAY) FROM shop.sales",
        "SELECT REGEXP_EXTRACT(product, r'^[a-z]+'), SPLIT(product, ',') FROM shop.sales",
        "SELECT CONCAT(product, '; DROP TABLE x') FROM shop.sales -- EXPORT DATA",
        "SELECT '''EXTERNAL_QUERY''', \"ML.PREDICT\" # CALL x()\n FROM shop.sales",
        "SELECT APPROX_COUNT_DISTINCT(id), APPROX_QUANTILES(price, 4) FROM shop.sales",
        "SELECT STDDEV(price), CORR(price, id), PERCENTILE_CONT(price, 0.5) OVER () FROM shop.sales"
            + " GROUP BY price, id",
        "SELECT STRING_AGG(DISTINCT product, ', ' ORDER BY product LIMIT 5) FROM shop.sales",
        "SELECT ARRAY_AGG(STRUCT(product, amount) ORDER BY amount DESC LIMIT 3) FROM shop.sales",
        "SELECT product, store_id, SUM(amount) FROM shop.sales GROUP BY ROLLUP (product, store_id)",
        "SELECT * FROM (SELECT product, store_id, amount FROM shop.sales)"
            + " PIVOT (SUM(amount) FOR store_id IN (1, 2))",
        "SELECT id FROM shop.sales UNION ALL SELECT id FROM shop.store",
        "SELECT id FROM shop.sales EXCEPT DISTINCT SELECT id FROM shop.store",
        "SELECT d FROM UNNEST(GENERATE_DATE_ARRAY('2020-01-01', '2020-12-31')) d"
            + " LEFT JOIN shop.sales s ON s.day = d",
        "SELECT id FROM shop.sales WHERE id IN (SELECT id FROM shop.store WHERE region = 'x')",
        "SELECT id FROM shop.sales s WHERE EXISTS (SELECT 1 FROM shop.store t WHERE t.id = s.id)",
        "SELECT id FROM shop.sales WHERE product LIKE 'a%' AND price BETWEEN 1 AND 2",
        "FROM shop.sales |> WHERE id > 1 |> AGGREGATE SUM(amount) AS s GROUP BY product",
        "SELECT id FROM shop.sales TABLESAMPLE SYSTEM (10 PERCENT)",
        "SELECT NET.HOST(product), FARM_FINGERPRINT(product) FROM shop.sales;",
        "SELECT 'a\\'; DROP TABLE shop.sales; --' FROM shop.sales",
        "SELECT r'\\'; DROP TABLE shop.sales; --' FROM shop.sales",
        "SELECT id FROM shop.sales /* ; DROP TABLE shop.sales */ ; # ; DROP TABLE shop.sales",
        "WITH store AS (SELECT id FROM shop.sales) SELECT id FROM store",
        "SELECT COUNT(*) FROM `my-project.shop`.sales, my-project.`shop.store`",
        "SELECT '`theirs.secrets`', id AS `id 1` FROM shop.sales -- `theirs.secrets`",
        "SELECT store.name FROM shop.sales sales, shop.store store WHERE sales.id = store.id",
        "SELECT id FROM sales WHERE day >= DATE_SUB(CURRENT_DATE(), INTERVAL 30 DAY)"
      })
  void letsHonestQueriesPass(String sql) {
    Checked checked = check(sql);

    assertFalse(checked.tables().isEmpty());
    assertFalse(checked.columns().isEmpty());
  }

  @Test
  void findsTheOneDatasetOfNamesWithoutOne() {
    Checked checked = check("SELECT sales.id FROM sales JOIN store USING (id)");

    assertEquals(List.of("my-project.shop.sales", "my-project.shop.store"), checked.tables());
    assertEquals("shop", checked.defaultDataset().dataset());
  }

  @Test
  void bindsWhatIsDeclaredAndNothingElse() {
    BoundParam day = new BoundParam("day", "DATE", "2020-01-01");
    BoundParam ids = new BoundParam("ids", "ARRAY<INT64>", List.of("1", "2"));
    String sql = "SELECT id FROM shop.sales WHERE day > @day AND id IN UNNEST(@ids)";

    assertEquals(1, check(sql, day, ids).columns().size());
    assertEquals(
        ErrorCode.QUERY_INVALID, assertThrows(BridgeException.class, () -> check(sql, day)).code());
  }

  private static Checked check(String sql, BoundParam... params) {
    Statement statement =
        new Statement(
            UUID.randomUUID(),
            UUID.randomUUID(),
            sql,
            List.of(params),
            new Limits(1, 1, Duration.ofSeconds(1)),
            new Origin(Origin.Kind.ADHOC, null, "", ""));
    List<String> names = READER.names(statement);
    return READER.check(statement, names, lookup(names));
  }

  private static FoundTables lookup(List<String> names) {
    List<FoundTable> found = new ArrayList<>();
    for (String name : names) {
      TABLES.stream()
          .filter(it -> ("." + it.table().fqn()).endsWith("." + name))
          .forEach(it -> found.add(new FoundTable(name, it)));
    }
    return new FoundTables(found);
  }

  private static TableSchema table(String dataset, String name, String... columns) {
    List<Column> all =
        Stream.of(columns)
            .map(text -> text.split(" ", 2))
            .map(parts -> new Column(parts[0], 1, parts[1], true, null))
            .toList();
    String fqn = "my-project." + dataset + "." + name;
    Instant now = Instant.EPOCH;
    Table table =
        new Table(UUID.randomUUID(), UUID.randomUUID(), name, fqn, "TABLE", null, 1, 1, now, now);
    return new TableSchema(dataset, table, all);
  }
}
