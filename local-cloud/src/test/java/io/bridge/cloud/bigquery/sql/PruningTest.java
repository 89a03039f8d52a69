package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parts a query reads: for each case the number of the table's rows that lie in them. */
class PruningTest {
  private static Warehouse warehouse;

  @BeforeAll
  static void open() throws SQLException {
    warehouse = new Warehouse();
  }

  @AfterAll
  static void close() throws SQLException {
    warehouse.close();
  }

  private static String rowsInParts(String sql, QueryParameter... parameters) throws SQLException {
    TableColumns read = warehouse.compile(sql, parameters).reads().getFirst();
    if (read.parts() == null) {
      return "all";
    }
    Parting parting = read.table().parting();
    return warehouse.count(
        "(SELECT %s AS part_first, %s AS part_last FROM %s) WHERE %s"
            .formatted(
                parting.first(), parting.last(), read.table().duckDbRelation(), read.parts()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT n FROM ds.daily ~ all
          SELECT n FROM ds.daily WHERE n = 1 ~ all
          SELECT n FROM ds.daily WHERE day = '2024-01-03' ~ 1
          SELECT n FROM ds.daily WHERE DATE '2024-01-03' = day ~ 1
          SELECT n FROM ds.daily WHERE day > '2024-01-03' ~ 7
          SELECT n FROM ds.daily WHERE '2024-01-03' > day ~ 2
          SELECT n FROM ds.daily WHERE day >= '2024-01-03' AND day < '2024-01-05' AND n > 0 ~ 2
          SELECT n FROM ds.daily WHERE day BETWEEN '2024-01-03' AND '2024-01-05' ~ 3
          SELECT n FROM ds.daily WHERE day IN ('2024-01-03', '2024-01-05', '2030-01-01') ~ 2
          SELECT n FROM ds.daily WHERE day IN UNNEST([DATE '2024-01-03', '2024-01-05']) ~ 2
          SELECT n FROM ds.daily WHERE day = DATE_ADD(DATE '2024-01-01', INTERVAL 1 DAY) ~ 1
          SELECT n FROM ds.daily WHERE day >= DATE_SUB(CURRENT_DATE(), INTERVAL 7 DAY) ~ 0
          SELECT n FROM ds.daily WHERE day IS NULL ~ 1
          SELECT n FROM ds.daily WHERE day IS NOT NULL ~ 10
          SELECT n FROM ds.daily WHERE day != '2024-01-03' ~ 9
          SELECT n FROM ds.daily WHERE day = '2024-01-01' OR day = '2024-01-02' ~ 2
          SELECT n FROM ds.daily WHERE day = '2024-01-01' OR n = 2 ~ all
          SELECT n FROM ds.daily WHERE NOT (day = '2024-01-01') ~ all
          SELECT n FROM ds.daily WHERE day = (SELECT MAX(day) FROM ds.daily) ~ all
          SELECT n FROM ds.daily WHERE DATE_TRUNC(day, MONTH) = '2024-01-01' ~ 10
          SELECT n FROM ds.daily WHERE DATE_TRUNC(day, MONTH) = '2024-02-01' ~ 0
          SELECT n FROM ds.daily WHERE TIMESTAMP(day) < '2024-01-03' ~ 2
          SELECT n FROM ds.daily WHERE CAST(day AS STRING) < '2024-01-03' ~ all
          SELECT n FROM ds.daily WHERE EXTRACT(DAY FROM day) = 3 ~ all
          SELECT n FROM ds.daily WHERE DATE_ADD(day, INTERVAL n DAY) = '2024-01-03' ~ all
          SELECT n FROM ds.hourly WHERE ts >= '2024-01-01 03:45:00' ~ 6
          SELECT n FROM ds.hourly WHERE ts > '2024-01-01 03:59:59.999999' ~ 4
          SELECT n FROM ds.hourly WHERE ts < '2024-01-01 01:00:00' ~ 1
          SELECT n FROM ds.hourly WHERE ts <= '2024-01-01 01:00:00' ~ 3
          SELECT n FROM ds.hourly WHERE DATE(ts) = '2024-01-01' ~ 11
          SELECT n FROM ds.hourly WHERE TIMESTAMP_TRUNC(ts, HOUR) = '2024-01-01 02:00:00' ~ 2
          SELECT n FROM ds.monthly WHERE local >= '2024-11-30' ~ 2
          SELECT n FROM ds.monthly WHERE local < DATETIME '2024-02-01' ~ 1
          SELECT n FROM ds.monthly WHERE local BETWEEN '2024-02-10' AND '2024-02-11' ~ 1
          SELECT n FROM ds.ranged WHERE n = 7 ~ 4
          SELECT n FROM ds.ranged WHERE n < 10 ~ 4
          SELECT n FROM ds.ranged WHERE n IN (7, 12) ~ 6
          SELECT n FROM ds.ranged WHERE n > 1000 ~ 2
          """)
  void readsThePartsThatAFilterLeaves(String sql, String rows) throws SQLException {
    assertEquals(rows, rowsInParts(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT n FROM (SELECT n, day AS d FROM ds.daily) WHERE d = '2024-01-03' ~ 1
          SELECT n FROM (SELECT n, TIMESTAMP(day) AS t FROM ds.daily) WHERE t < '2024-01-03' ~ 2
          WITH a AS (SELECT * FROM ds.daily) SELECT n FROM a WHERE day = '2024-01-03' ~ 1
          WITH a AS (SELECT * FROM ds.daily) SELECT COUNT(*) FROM a, a b WHERE a.day = '2024-01-03' AND b.day = '2024-01-04' ~ 2
          WITH a AS (SELECT * FROM ds.daily) SELECT COUNT(*) FROM a, a b WHERE a.day = '2024-01-03' ~ all
          SELECT a.n FROM ds.daily a JOIN ds.daily b ON a.n = b.n WHERE a.day = '2024-01-03' AND b.day = '2024-01-03' ~ 1
          SELECT s.id FROM ds.daily d JOIN ds.sales s ON s.id = d.n AND d.day = '2024-01-03' ~ 1
          SELECT s.id FROM ds.daily d LEFT JOIN ds.sales s ON s.id = d.n AND d.day = '2024-01-03' ~ all
          SELECT s.id FROM ds.daily d RIGHT JOIN ds.sales s ON s.id = d.n AND d.day = '2024-01-03' ~ 1
          SELECT s.id FROM ds.daily d RIGHT JOIN ds.sales s ON s.id = d.n WHERE d.day = '2024-01-03' ~ 1
          SELECT s.id FROM ds.daily d RIGHT JOIN ds.sales s ON s.id = d.n WHERE d.day IS NULL ~ all
          SELECT s.id FROM ds.daily d FULL JOIN ds.sales s ON s.id = d.n WHERE d.day = '2024-01-03' ~ 1
          SELECT d FROM (SELECT day AS d FROM ds.daily UNION ALL SELECT day FROM ds.sales) WHERE d = '2024-01-03' ~ 1
          SELECT d FROM (SELECT day AS d FROM ds.daily EXCEPT DISTINCT SELECT day FROM ds.sales) WHERE d = '2024-01-03' ~ all
          SELECT day, COUNT(*) FROM ds.daily GROUP BY day HAVING day = '2024-01-03' ~ 1
          SELECT day, COUNT(*) FROM ds.daily GROUP BY ROLLUP(day) HAVING day = '2024-01-03' ~ all
          SELECT n FROM (SELECT n, day FROM ds.daily LIMIT 3) WHERE day = '2024-01-03' ~ all
          SELECT n FROM ds.daily WHERE day = '2024-01-03' QUALIFY ROW_NUMBER() OVER (ORDER BY n) = 1 ~ 1
          SELECT n FROM (SELECT n, day, ROW_NUMBER() OVER (ORDER BY n) r FROM ds.daily) WHERE day = '2024-01-03' ~ all
          SELECT n FROM ds.daily, UNNEST([1, 2]) x WHERE day = '2024-01-03' AND x = 1 ~ 1
          FROM ds.daily |> WHERE day = '2024-01-03' |> AGGREGATE COUNT(*) ~ 1
          FROM ds.daily |> AGGREGATE COUNT(*) AS c GROUP BY day |> WHERE day = '2024-01-03' ~ 1
          SELECT (SELECT COUNT(*) FROM ds.daily WHERE day = '2024-01-03') ~ 1
          SELECT 1 FROM UNNEST([1]) x WHERE EXISTS (SELECT 1 FROM ds.daily d WHERE d.n = x AND d.day = '2024-01-03') ~ 1
          CREATE TEMP FUNCTION f() AS (DATE '2024-01-03'); SELECT n FROM ds.daily WHERE day = f() ~ 1
          """)
  void followsAFilterToItsTable(String sql, String rows) throws SQLException {
    assertEquals(rows, rowsInParts(sql));
  }

  @Test
  void isNotLedIntoEndlessWorkByExpressionsThatNameEachOtherTwice() throws SQLException {
    var text = new StringBuilder("WITH t0 AS (SELECT n, day FROM ds.daily WHERE n < 0)");
    for (int i = 1; i < 30; i++) {
      text.append(
          ", t%d AS (SELECT n, day FROM t%d UNION ALL SELECT n, day FROM t%d)"
              .formatted(i, i - 1, i - 1));
    }

    String rows = rowsInParts(text + " SELECT COUNT(*) FROM t29 WHERE day = '2024-01-03'");

    assertEquals("all", rows);
  }

  @Test
  void takesParametersAsConstants() throws SQLException {
    Field dates = Field.of("", "DATE").repeated();

    String rows =
        rowsInParts(
            "SELECT n FROM ds.daily WHERE day IN UNNEST(@days) OR day = @day",
            new QueryParameter("days", dates, List.of("2024-01-03", "2024-01-04")),
            new QueryParameter("day", Field.of("", "DATE"), "2024-01-09"));

    assertEquals("3", rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT n FROM `ds.log_*` ~ all
          SELECT n FROM `ds.log_*` WHERE _TABLE_SUFFIX = '2024' ~ 1
          SELECT n FROM `ds.log_*` WHERE _TABLE_SUFFIX BETWEEN '2023' AND '2024' ~ 2
          SELECT n FROM `ds.log_*` WHERE _TABLE_SUFFIX LIKE '20%' AND n > 0 ~ 2
          SELECT n FROM `ds.log_*` WHERE REGEXP_CONTAINS(_TABLE_SUFFIX, '^o') ~ 1
          SELECT n FROM `ds.log_*` WHERE SUBSTR(_TABLE_SUFFIX, 1, 2) = '20' OR _TABLE_SUFFIX = 'other' ~ 3
          SELECT n FROM `ds.log_*` WHERE _TABLE_SUFFIX = (SELECT MAX(name) FROM ds.sales) ~ all
          SELECT n FROM `ds.log_*` WHERE _TABLE_SUFFIX = CAST(n AS STRING) ~ all
          WITH a AS (SELECT *, _TABLE_SUFFIX AS s FROM `ds.log_*`) SELECT n FROM a WHERE s = '2024' ~ 1
          """)
  void readsTheTablesThatAFilterOnTheirSuffixLeaves(String sql, String rows) throws SQLException {
    assertEquals(rows, rowsInParts(sql));
  }
}
