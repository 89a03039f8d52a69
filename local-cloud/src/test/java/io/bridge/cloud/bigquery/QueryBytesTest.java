package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.RangePartitioning;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries are said to read and to cost. */
@Timeout(60)
class QueryBytesTest {
  private static final long MIB_10 = 10 * 1024 * 1024;
  private static final Field N = Field.of("n", StandardSQLTypeName.INT64);
  private static final Field DAY = Field.of("day", StandardSQLTypeName.DATE);
  private static final Field NOTE = Field.of("note", StandardSQLTypeName.STRING);

  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
    bigquery.create(DatasetInfo.of("shop"));
    var byDay =
        TimePartitioning.newBuilder(TimePartitioning.Type.DAY)
            .setField("day")
            .setRequirePartitionFilter(true)
            .build();
    create(
        "daily",
        definition(N, DAY, NOTE).toBuilder()
            .setTimePartitioning(byDay)
            .setClustering(Clustering.newBuilder().setFields(List.of("n")).build())
            .build());
    create(
        "ranged",
        definition(N, NOTE).toBuilder()
            .setRangePartitioning(
                RangePartitioning.newBuilder()
                    .setField("n")
                    .setRange(
                        RangePartitioning.Range.newBuilder()
                            .setStart(0L)
                            .setEnd(10L)
                            .setInterval(2L)
                            .build())
                    .build())
            .build());
    for (var name : List.of("log_a", "log_b", "log_c")) {
      create(name, definition(N, NOTE));
    }
    view("days", "SELECT n, day, CONCAT(note, '!') AS loud FROM shop.daily");
    view("months", "SELECT DATE_TRUNC(day, MONTH) AS month, day, n FROM shop.days");
    view("ranks", "SELECT n, day, ROW_NUMBER() OVER (ORDER BY n) AS r FROM shop.daily");
    view("january", "SELECT n FROM shop.daily WHERE day < '2024-01-04'");
    insert("daily", 10);
    insert("ranged", 10);
    insert("log_a", 1);
    insert("log_b", 2);
    insert("log_c", 3);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void view(String name, String sql) {
    bigquery.create(
        TableInfo.of(
            TableId.of("shop", name),
            ViewDefinition.newBuilder(sql).setUseLegacySql(false).build()));
  }

  private static StandardTableDefinition definition(Field... fields) {
    return StandardTableDefinition.of(Schema.of(fields));
  }

  private static void create(String name, StandardTableDefinition definition) {
    bigquery.create(TableInfo.of(TableId.of("shop", name), definition));
  }

  /** Each row has 8 bytes in n, 8 in day and 4 in note. */
  private static void insert(String name, int rows) {
    var request = InsertAllRequest.newBuilder("shop", name);
    IntStream.range(0, rows)
        .forEach(
            i ->
                request.addRow(
                    name.equals("daily")
                        ? Map.of("n", i, "day", "2024-01-%02d".formatted(i + 1), "note", "ab")
                        : Map.of("n", i, "note", "ab")));
    assertEquals(Map.of(), bigquery.insertAll(request.build()).getInsertErrors());
  }

  private static QueryStatistics dryRun(QueryJobConfiguration query) {
    return bigquery.create(JobInfo.of(query.toBuilder().setDryRun(true).build())).getStatistics();
  }

  private static QueryStatistics run(QueryJobConfiguration query) throws InterruptedException {
    return bigquery.create(JobInfo.of(query)).waitFor().getStatistics();
  }

  private static QueryJobConfiguration query(String sql) {
    return QueryJobConfiguration.newBuilder(sql).setUseLegacySql(false).build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT n FROM shop.daily WHERE day = '2024-01-03' | 16
          SELECT note FROM shop.daily WHERE day > '2024-01-08' | 24
          SELECT COUNT(*) FROM shop.daily WHERE day > '2024-01-08' | 16
          SELECT * FROM shop.daily WHERE day BETWEEN '2024-01-01' AND '2024-01-02' AND n = 0 | 40
          SELECT n FROM shop.daily WHERE day IS NOT NULL | 160
          SELECT n FROM shop.daily WHERE day = '2031-01-01' | 0
          SELECT a.n FROM shop.daily a JOIN shop.daily b USING (n) WHERE a.day = '2024-01-01' AND b.day = '2024-01-02' | 32
          SELECT n FROM shop.days WHERE day = '2024-01-03' | 16
          SELECT loud FROM shop.days WHERE day > '2024-01-08' AND n >= 0 | 40
          SELECT n FROM shop.months WHERE month = '2024-01-01' AND day < '2024-01-02' | 16
          SELECT n FROM (SELECT day AS d, n FROM shop.days) WHERE d IN ('2024-01-03', '2024-01-04') | 32
          SELECT n FROM shop.january | 48
          SELECT note FROM shop.ranged WHERE n = 3 | 24
          SELECT note FROM shop.ranged WHERE n >= 7 | 48
          SELECT note FROM shop.ranged | 40
          SELECT n FROM `shop.log_*` | 48
          SELECT n FROM `shop.log_*` WHERE _TABLE_SUFFIX IN ('b', 'c') | 40
          SELECT COUNT(*) FROM `shop.log_*` WHERE _TABLE_SUFFIX = 'b' | 0
          SELECT n FROM `shop.log_*` WHERE _TABLE_SUFFIX = 'z' | 0
          """)
  void aDryRunTellsTheBytesThatTheRunThenReads(String sql, long bytes) throws InterruptedException {
    var said = dryRun(query(sql));

    var read = run(query(sql).toBuilder().setUseQueryCache(false).build());

    assertEquals(bytes, said.getTotalBytesProcessed());
    assertEquals(bytes, read.getTotalBytesProcessed());
  }

  @Test
  void takesParametersForPruning() {
    var query =
        QueryJobConfiguration.newBuilder("SELECT n FROM shop.daily WHERE day >= @from")
            .setUseLegacySql(false)
            .addNamedParameter("from", QueryParameterValue.date("2024-01-09"))
            .build();

    assertEquals(32, dryRun(query).getTotalBytesProcessed());
  }

  @Test
  void takesParametersForPruningBehindAView() {
    var query =
        QueryJobConfiguration.newBuilder("SELECT n FROM shop.days WHERE day >= @from")
            .setUseLegacySql(false)
            .addNamedParameter("from", QueryParameterValue.date("2024-01-09"))
            .build();

    assertEquals(32, dryRun(query).getTotalBytesProcessed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT COUNT(*) FROM shop.daily
          SELECT n FROM shop.daily WHERE n = 1
          SELECT n FROM shop.daily WHERE day = '2024-01-01' OR n = 1
          SELECT n FROM shop.days WHERE n = 1
          SELECT n FROM shop.ranks WHERE day = '2024-01-03'
          SELECT a.n FROM shop.days a JOIN shop.days b USING (n) WHERE a.day = '2024-01-03'
          SELECT n FROM shop.daily WHERE day = (SELECT MAX(day) FROM shop.daily WHERE day > '2024-01-01')
          """)
  void wantsAFilterWhereTheTableDoes(String sql) {
    var refused = assertThrows(BigQueryException.class, () -> dryRun(query(sql)));

    assertEquals("invalidQuery", refused.getReason());
    assertEquals(
        "Cannot query over table 'bridge-test.shop.daily' without a filter over column(s) 'day'"
            + " that can be used for partition elimination",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          DELETE FROM shop.daily WHERE n = 100 | Cannot query over table
          UPDATE shop.daily SET n = 1 WHERE day = '2024-01-01' OR n = 100 | Cannot query over table
          DELETE FROM shop.daily WHERE day = '2024-01-05' | 20
          UPDATE shop.daily SET note = 'cd' WHERE day IN ('2024-01-05', '2024-01-06') | 40
          """)
  void metersAndRefusesChangesAsQueries(String sql, String expected) {
    String said;
    try {
      said = dryRun(query(sql)).getTotalBytesProcessed().toString();
    } catch (BigQueryException e) {
      said = e.getMessage();
    }

    assertTrue(said.startsWith(expected), said);
  }

  @Test
  void isNotLedIntoEndlessWorkByColumnsThatDouble() {
    var doubled = "SELECT n AS x FROM shop.january";
    for (int i = 0; i < 40; i++) {
      doubled = "SELECT x + x AS x FROM (" + doubled + ")";
    }

    var said = dryRun(query("SELECT COUNT(*) FROM (" + doubled + ") WHERE x >= 0"));

    assertEquals(48, said.getTotalBytesProcessed());
  }

  @Test
  void billsEachTableOfAWildcardTheLeast() throws InterruptedException {
    var statistics = run(query("SELECT n FROM `shop.log_*` WHERE _TABLE_SUFFIX > 'a'"));

    assertEquals(2 * MIB_10, statistics.getTotalBytesBilled());
  }

  @Test
  void saysWhichColumnsOfAWildcardCannotBeOne() {
    bigquery.create(DatasetInfo.of("mixed"));
    bigquery.create(TableInfo.of(TableId.of("mixed", "t1"), definition(N)));
    bigquery.create(
        TableInfo.of(
            TableId.of("mixed", "t2"), definition(Field.of("n", StandardSQLTypeName.STRING))));

    var refused =
        assertThrows(BigQueryException.class, () -> dryRun(query("SELECT n FROM `mixed.t*`")));

    assertTrue(refused.getMessage().contains("Cannot read field 'n'"), refused.getMessage());
  }

  @Test
  void refusesAViewBehindAWildcard() {
    bigquery.create(DatasetInfo.of("seen"));
    bigquery.create(
        TableInfo.of(
            TableId.of("seen", "v1"),
            ViewDefinition.newBuilder("SELECT 1 AS n").setUseLegacySql(false).build()));

    var refused =
        assertThrows(BigQueryException.class, () -> dryRun(query("SELECT n FROM `seen.v*`")));

    assertTrue(
        refused.getMessage().contains("Views cannot be queried through prefix"),
        refused.getMessage());
  }
}
