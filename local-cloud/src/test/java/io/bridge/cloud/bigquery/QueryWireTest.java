package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.JobListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.ConnectionProperty;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class QueryWireTest {
  private static final long MIB_10 = 10 * 1024 * 1024;

  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;

  @BeforeAll
  static void start() throws InterruptedException {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
    bigquery.create(DatasetInfo.newBuilder("shop").setLabels(Map.of("a", "b")).build());
    load(
        "sales",
        """
        SELECT i::BIGINT id, 'name ' || i AS name, (i / 100)::DECIMAL(10, 2) amount,
          DATE '2026-01-01' + i::INTEGER AS day FROM range(1000) t(i)\
        """);
    load("many", "SELECT i::BIGINT i, repeat('x', 100) s FROM range(150000) t(i)");
    load(
        "nested",
        """
        SELECT id, pairs, st FROM (VALUES
          (1::BIGINT, [{'k': 'a', 'n': 1}, {'k': 'b', 'n': 2}], {'x': ['y']}),
          (2, [], NULL)) v(id, pairs, st)\
        """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersAQueryInOneCall() throws InterruptedException {
    var result = query("SELECT COUNT(*) AS n, SUM(amount) AS total FROM shop.sales");

    var row = only(result);
    assertEquals(1000, row.get("n").getLongValue());
    assertEquals("4995", row.get("total").getStringValue());
    assertEquals(
        List.of("INTEGER", "NUMERIC"),
        result.getSchema().getFields().stream().map(f -> f.getType().name()).toList());
    assertEquals(1, result.getTotalRows());
  }

  @Test
  void readsEveryType() throws InterruptedException {
    var row =
        only(
            query(
                """
                SELECT 1 AS i, 0.1 AS f, CAST('NaN' AS FLOAT64) AS nan, NUMERIC '1.50' AS n,
                  BIGNUMERIC '2.25' AS bn, TRUE AS b, 'x' AS s, b'ab' AS y,
                  DATE '0001-01-01' AS d, DATETIME '2026-01-31 12:34:56.5' AS dt,
                  TIME '01:02:03' AS t, TIMESTAMP '1969-12-31 23:59:59.999999+00' AS ts,
                  [1, 2] AS l, STRUCT('a' AS k, [STRUCT(1 AS v)] AS m) AS st,
                  CAST(NULL AS STRING) AS z, JSON '{"a": 1}' AS j\
                """));

    assertEquals(1, row.get("i").getLongValue());
    assertEquals(0.1, row.get("f").getDoubleValue());
    assertTrue(Double.isNaN(row.get("nan").getDoubleValue()));
    assertEquals("1.5", row.get("n").getStringValue());
    assertEquals("2.25", row.get("bn").getStringValue());
    assertTrue(row.get("b").getBooleanValue());
    assertEquals("x", row.get("s").getStringValue());
    assertEquals("ab", new String(row.get("y").getBytesValue()));
    assertEquals("0001-01-01", row.get("d").getStringValue());
    assertEquals("2026-01-31T12:34:56.500", row.get("dt").getStringValue());
    assertEquals("01:02:03", row.get("t").getStringValue());
    assertEquals(Instant.parse("1969-12-31T23:59:59.999999Z"), row.get("ts").getTimestampInstant());
    assertEquals(2, row.get("l").getRepeatedValue().get(1).getLongValue());
    var struct = row.get("st").getRecordValue();
    assertEquals("a", struct.get(0).getStringValue());
    assertEquals(
        1, struct.get(1).getRepeatedValue().getFirst().getRecordValue().get(0).getLongValue());
    assertTrue(row.get("z").isNull());
    assertEquals("{\"a\":1}", row.get("j").getStringValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT SUM(x) AS v FROM UNNEST([1.5, CAST('inf' AS FLOAT64)]) AS x | Infinity",
        "SELECT AVG(x) AS v FROM UNNEST([CAST('-inf' AS FLOAT64), CAST('inf' AS FLOAT64)]) AS x | NaN",
        "SELECT SUM(x) OVER (ORDER BY x) AS v FROM UNNEST([CAST('nan' AS FLOAT64)]) AS x | NaN",
        "SELECT SUM(x) AS v FROM UNNEST([1.5, 2.5]) AS x | 4.0"
      })
  void addsUpFloatsThatAreNoFiniteNumbers(String sql, String sum) throws InterruptedException {
    var row = only(query(sql));

    assertEquals(Double.parseDouble(sum), row.get("v").getDoubleValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT SUM(x) AS v FROM UNNEST([1.7e308, 1.7e308]) AS x",
        "SELECT SUM(x) OVER () AS v FROM UNNEST([1.7e308, 1.7e308]) AS x",
        "SELECT 1; SELECT SUM(x) AS v FROM UNNEST([1.7e308, 1.7e308]) AS x"
      })
  void refusesASumOfFloatsThatOverflows(String sql) {
    var failure = assertThrows(BigQueryException.class, () -> query(sql));

    assertTrue(failure.getMessage().contains("double overflow"), failure.getMessage());
  }

  @Test
  void writesTimestampsAsTheCallerWants() {
    var raw = new RawClient(server, dir, "editor");
    var sql = "SELECT TIMESTAMP '2026-01-31 12:34:56.123456+00' AS ts";
    assertEquals("1.769862896123456E9", value(raw, sql, "{}"));
    assertEquals("1769862896123456", value(raw, sql, "{\"useInt64Timestamp\": true}"));
    assertEquals(
        "2026-01-31T12:34:56.123456Z",
        value(raw, sql, "{\"timestampOutputFormat\": \"ISO8601_STRING\"}"));
    var zero = "SELECT TIMESTAMP '1970-01-01 00:00:00+00' AS ts";
    assertEquals("0.0", value(raw, zero, "{}"));
    var small = "SELECT TIMESTAMP '1969-12-31 23:59:59.5+00' AS ts";
    assertEquals("-5.0E-1", value(raw, small, "{}"));
  }

  @Test
  void pagesThroughALargeResult() throws InterruptedException {
    var result =
        bigquery.query(
            configuration("SELECT i, s FROM shop.many ORDER BY i").toBuilder()
                .setMaxResults(40_000L)
                .build());
    assertEquals(150_000, result.getTotalRows());
    assertEquals(
        LongStream.range(0, 150_000).sum(),
        result.streamAll().mapToLong(row -> row.get("i").getLongValue()).sum());
    // Without a page size an answer ends at Google's limit of 10 MB.
    var whole = query("SELECT i, s FROM shop.many");
    assertTrue(whole.hasNextPage());
    assertEquals(150_000, whole.streamAll().count());
  }

  @Test
  void readsNestedAndRepeatedColumns() throws InterruptedException {
    var row = only(query("SELECT p.k, p.n FROM shop.nested, UNNEST(pairs) AS p WHERE p.n = 2"));
    assertEquals("b", row.get(0).getStringValue());
    var whole = only(query("SELECT pairs, st FROM shop.nested WHERE id = 1"));
    assertEquals(2, whole.get("pairs").getRepeatedValue().size());
  }

  @Test
  void takesParametersAndADefaultDataset() throws InterruptedException {
    var named =
        QueryJobConfiguration.newBuilder(
                "SELECT name FROM sales WHERE id = @id AND day >= @day AND name IN UNNEST(@names)")
            .setDefaultDataset("shop")
            .addNamedParameter("id", QueryParameterValue.int64(7))
            .addNamedParameter("day", QueryParameterValue.date("2026-01-01"))
            .addNamedParameter(
                "names",
                QueryParameterValue.array(new String[] {"name 7", "x"}, StandardSQLTypeName.STRING))
            .build();
    assertEquals("name 7", only(bigquery.query(named)).get(0).getStringValue());
    var positional =
        QueryJobConfiguration.newBuilder("SELECT ? + ?")
            .addPositionalParameter(QueryParameterValue.int64(2))
            .addPositionalParameter(QueryParameterValue.int64(3))
            .build();
    assertEquals(5, only(bigquery.query(positional)).get(0).getLongValue());
    var nanos =
        QueryJobConfiguration.newBuilder("SELECT @ts = TIMESTAMP '2024-02-29 01:02:03.000004+00'")
            .addNamedParameter(
                "ts",
                QueryParameterValue.newBuilder()
                    .setType(StandardSQLTypeName.TIMESTAMP)
                    .setValue("2024-02-29T01:02:03.000004000Z")
                    .build())
            .build();
    assertTrue(only(bigquery.query(nanos)).get(0).getBooleanValue());
    var struct =
        QueryJobConfiguration.newBuilder("SELECT @s.a")
            .addNamedParameter(
                "s", QueryParameterValue.struct(Map.of("a", QueryParameterValue.string("it's"))))
            .build();
    assertEquals("it's", only(bigquery.query(struct)).get(0).getStringValue());
  }

  @Test
  void runsAQueryAsAJob() throws InterruptedException {
    var id = JobId.newBuilder().setJob("query-" + UUID.randomUUID()).setLocation("US").build();
    var configuration =
        configuration("SELECT id FROM shop.sales ORDER BY id LIMIT 3").toBuilder()
            .setLabels(Map.of("bridge_origin", "test"))
            .build();

    var job = bigquery.create(JobInfo.of(id, configuration)).waitFor();

    assertNull(job.getStatus().getError());
    QueryStatistics statistics = job.getStatistics();
    assertEquals(8000, statistics.getTotalBytesProcessed());
    assertEquals(MIB_10, statistics.getTotalBytesBilled());
    assertFalse(statistics.getCacheHit());
    assertEquals("SELECT", statistics.getStatementType().toString());
    assertEquals(
        List.of(TableId.of("bridge-test", "shop", "sales")), statistics.getReferencedTables());
    assertEquals("US", job.getJobId().getLocation());
    assertEquals(BigQueryServer.email("editor"), job.getUserEmail());
    QueryJobConfiguration done = job.getConfiguration();
    assertEquals(Map.of("bridge_origin", "test"), done.getLabels());
    assertTrue(done.getDestinationTable().getDataset().startsWith("_"));
    assertEquals(
        List.of(0L, 1L, 2L),
        job.getQueryResults().streamAll().map(row -> row.get(0).getLongValue()).toList());
    assertEquals(3, bigquery.listTableData(done.getDestinationTable()).streamAll().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 / (id - id) FROM shop.sales | SELECT",
        "SELECT 1; SELECT 1 / 0 | SCRIPT",
        "DROP TABLE shop.never | DROP_TABLE",
        "SELECT missing | SELECT"
      })
  void saysWhatKindOfStatementFailed(String sql, String type) {
    var id = JobId.of("failed-" + UUID.randomUUID());
    bigquery.create(JobInfo.of(id, configuration(sql)));

    var refused = assertThrows(BigQueryException.class, () -> bigquery.getJob(id).waitFor());

    assertFalse(refused.getMessage().isEmpty());
    QueryStatistics statistics = bigquery.getJob(id).getStatistics();
    assertEquals(type, statistics.getStatementType().toString());
    assertEquals(0, statistics.getTotalBytesBilled());
  }

  @Test
  void costsADryRunExactlyAndRunsNothing() {
    var job =
        bigquery.create(
            JobInfo.of(
                configuration("SELECT name, amount FROM shop.sales WHERE id > 5").toBuilder()
                    .setDryRun(true)
                    .build()));
    QueryStatistics statistics = job.getStatistics();
    long names = LongStream.range(0, 1000).map(i -> 2 + ("name " + i).length()).sum();
    assertEquals(names + 16_000 + 8_000, statistics.getTotalBytesProcessed());
    assertEquals("SELECT", statistics.getStatementType().toString());
    assertEquals(
        List.of("name", "amount"),
        statistics.getSchema().getFields().stream().map(f -> f.getName()).toList());
    assertEquals(1, statistics.getReferencedTables().size());
    assertEquals(0, bytes("SELECT 1"));
    assertEquals(0, bytes("SELECT COUNT(*) FROM shop.sales"));
    assertEquals(8000, bytes("SELECT a.id FROM shop.sales a JOIN shop.sales b ON a.id = b.id"));
    var broken = refused(() -> bytes("SELECT nope FROM shop.sales"));
    assertEquals(400, broken.getCode());
    assertEquals("invalidQuery", broken.getReason());
  }

  @Test
  void holdsTheLimitOfBytesBilled() throws InterruptedException {
    var below =
        configuration("SELECT id FROM shop.sales").toBuilder()
            .setMaximumBytesBilled(MIB_10 - 1)
            .build();
    var refused = refused(() -> bigquery.query(below));
    assertEquals("bytesBilledLimitExceeded", refused.getReason());
    assertTrue(
        refused.getMessage().contains("10485759. 10485760 or higher required."),
        refused.getMessage());
    var two =
        configuration("SELECT a.id FROM shop.sales a, shop.nested b").toBuilder()
            .setMaximumBytesBilled(2 * MIB_10 - 1)
            .build();
    assertEquals("bytesBilledLimitExceeded", refused(() -> bigquery.query(two)).getReason());
    var enough = two.toBuilder().setMaximumBytesBilled(2 * MIB_10).build();
    assertEquals(2000, bigquery.query(enough).getTotalRows());
  }

  @Test
  void tellsWhatIsWrongWithAQuery() throws InterruptedException {
    var syntax = refused(() -> query("SELEC 1"));
    assertEquals(400, syntax.getCode());
    assertEquals("invalidQuery", syntax.getReason());
    assertTrue(syntax.getMessage().contains("[1:1]"), syntax.getMessage());
    var table = refused(() -> query("SELECT * FROM shop.absent"));
    assertEquals("notFound", table.getReason());
    assertTrue(table.getMessage().contains("shop.absent"), table.getMessage());
    var dataset = refused(() -> query("SELECT * FROM absent.t"));
    assertEquals("notFound", dataset.getReason());
    assertEquals("Not found: Dataset bridge-test:absent", dataset.getMessage());
    var division = refused(() -> query("SELECT 1 / (id - id) FROM shop.sales"));
    assertEquals("invalidQuery", division.getReason());
    assertTrue(division.getMessage().contains("division by zero"), division.getMessage());

    var job = failed("SELECT nope FROM shop.sales");
    assertEquals("invalidQuery", job.getStatus().getError().getReason());
    assertEquals("query", job.getStatus().getError().getLocation());
  }

  @Test
  void refusesWhatItDoesNotPlay() {
    var legacy = QueryJobConfiguration.newBuilder("SELECT 1").setUseLegacySql(true).build();
    assertRefused("useLegacySql", legacy);
    assertRefused(
        "clustering",
        configuration("SELECT 1 AS a").toBuilder()
            .setDestinationTable(TableId.of("shop", "copy"))
            .setClustering(Clustering.newBuilder().setFields(List.of("a")).build())
            .build());
    assertRefused(
        "connectionProperties",
        configuration("SELECT 1").toBuilder()
            .setConnectionProperties(List.of(ConnectionProperty.of("time_zone", "Asia/Tokyo")))
            .build());
    for (var sql :
        List.of(
            "CREATE MATERIALIZED VIEW shop.x AS SELECT id FROM shop.sales",
            "CREATE EXTERNAL TABLE shop.x OPTIONS (format = 'CSV', uris = ['gs://a/b'])",
            "CREATE SNAPSHOT TABLE shop.x CLONE shop.sales",
            "EXPORT DATA OPTIONS (uri = 'gs://a/*', format = 'CSV') AS SELECT 1",
            "EXECUTE IMMEDIATE 'SELECT 1'",
            "CALL shop.x()",
            "BEGIN SELECT 1; EXCEPTION WHEN ERROR THEN SELECT 2; END")) {
      var refused = refused(() -> query(sql));
      assertEquals(501, refused.getCode(), refused.getMessage());
      var named = sql.split(" ")[sql.startsWith("CREATE") ? 1 : 0];
      assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }
  }

  @Test
  void keepsFilesOutOfReach() {
    for (var sql :
        List.of(
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT * FROM `/etc/passwd`",
            "SELECT * FROM meta.job",
            "SELECT * FROM data.r1",
            "SELECT * FROM duckdb_settings()",
            "COPY (SELECT 1) TO '/tmp/x'")) {
      assertNotNull(refused(() -> query(sql)), sql);
    }
  }

  @Test
  void letsOnlyReadWhoMay() throws InterruptedException {
    var viewer = server.client("viewer");
    var denied = refused(() -> viewer.query(configuration("SELECT id FROM shop.sales")));
    assertEquals(403, denied.getCode());
    assertEquals("accessDenied", denied.getReason());
    var dry = configuration("SELECT id FROM shop.sales").toBuilder().setDryRun(true).build();
    assertEquals(403, refused(() -> viewer.create(JobInfo.of(dry))).getCode());
    var nobody = server.client("nobody");
    assertEquals(403, refused(() -> nobody.query(configuration("SELECT 1"))).getCode());
    // What a query gave belongs to who ran it.
    var job = bigquery.create(JobInfo.of(configuration("SELECT 'secret'"))).waitFor();
    QueryJobConfiguration done = job.getConfiguration();
    var other = server.client("other-editor");
    assertEquals(403, refused(() -> other.getJob(job.getJobId())).getCode());
    assertEquals(403, refused(() -> other.listTableData(done.getDestinationTable())).getCode());
    assertEquals(403, refused(() -> other.cancel(job.getJobId())).getCode());
  }

  @Test
  void showsTheInformationSchema() throws InterruptedException {
    var viewer = server.client("viewer");
    var schemata =
        viewer.query(
            configuration(
                "SELECT schema_name, location FROM INFORMATION_SCHEMA.SCHEMATA WHERE "
                    + "schema_name = 'shop'"));
    assertEquals("US", only(schemata).get(1).getStringValue());
    var tables =
        viewer.query(
            configuration(
                "SELECT table_name, table_type FROM shop.INFORMATION_SCHEMA.TABLES ORDER BY 1"));
    assertEquals(
        List.of("many", "nested", "sales"),
        tables.streamAll().map(row -> row.get(0).getStringValue()).toList());
    var columns =
        viewer.query(
            configuration(
                """
                SELECT column_name, data_type, is_nullable, ordinal_position
                FROM `bridge-test.shop.INFORMATION_SCHEMA.COLUMNS`
                WHERE table_name = 'nested' ORDER BY ordinal_position\
                """));
    assertEquals(
        List.of(
            "id INT64 YES",
            "pairs ARRAY<STRUCT<k STRING, n INT64>> NO",
            "st STRUCT<x ARRAY<STRING>> YES"),
        columns.streamAll().map(r -> text(r, 0) + " " + text(r, 1) + " " + text(r, 2)).toList());
    var paths =
        viewer.query(
            configuration(
                "SELECT field_path FROM shop.INFORMATION_SCHEMA.COLUMN_FIELD_PATHS WHERE "
                    + "table_name = 'nested'"));
    assertEquals(
        List.of("id", "pairs", "pairs.k", "pairs.n", "st", "st.x"),
        paths.streamAll().map(row -> text(row, 0)).toList());
    var legacy =
        only(
            viewer.query(
                configuration(
                    "SELECT row_count, size_bytes FROM shop.__TABLES__ WHERE table_id = 'sales'")));
    assertEquals(1000, legacy.get(0).getLongValue());
    var region =
        viewer.query(configuration("SELECT COUNT(*) FROM `region-us`.INFORMATION_SCHEMA.TABLES"));
    assertEquals(3, only(region).get(0).getLongValue());
    var none = refused(() -> query("SELECT * FROM shop.INFORMATION_SCHEMA.NOWHERE"));
    assertEquals("notFound", none.getReason());
    var nobody = server.client("nobody");
    assertEquals(
        403,
        refused(() -> nobody.query(configuration("SELECT * FROM INFORMATION_SCHEMA.SCHEMATA")))
            .getCode());
  }

  @Test
  void runsARepeatedRequestOnce() {
    var raw = new RawClient(server, dir, "editor");
    var body = "{\"query\": \"SELECT %d\", \"useLegacySql\": false, \"requestId\": \"request-1\"}";
    var first = raw.post("/projects/bridge-test/queries", body.formatted(1));
    var again = raw.post("/projects/bridge-test/queries", body.formatted(1));
    var other = raw.post("/projects/bridge-test/queries", body.formatted(2));
    assertEquals(job(first), job(again));
    assertNotEquals(job(first), job(other));
    var longId = body.replace("request-1", "x".repeat(37)).formatted(1);
    assertEquals(400, refused(() -> raw.post("/projects/bridge-test/queries", longId)).getCode());
  }

  @Test
  void answersBeforeALongQueryEndsAndCancelsIt() throws InterruptedException {
    var raw = new RawClient(server, dir, "editor");
    var endless =
        "SELECT COUNT(*) FROM shop.many a, shop.many b WHERE MOD(a.i * 7 + b.i, 1000003) = 5";
    var answer =
        raw.post(
            "/projects/bridge-test/queries",
            "{\"query\": \"%s\", \"useLegacySql\": false, \"timeoutMs\": 1}".formatted(endless));
    assertFalse(answer.path("jobComplete").asBoolean());
    assertTrue(answer.path("rows").isMissingNode());
    var id = JobId.of(job(answer));
    assertEquals(JobStatus.State.RUNNING, bigquery.getJob(id).getStatus().getState());
    assertTrue(runningJobs().contains(id.getJob()));

    assertTrue(bigquery.cancel(id));

    var results = refused(() -> bigquery.getJob(id).waitFor());
    assertEquals("stopped", results.getReason());
    assertEquals("stopped", bigquery.getJob(id).getStatus().getError().getReason());
    assertFalse(runningJobs().contains(id.getJob()));
    assertTrue(bigquery.cancel(id));
  }

  @Test
  void stopsAJobAfterItsTime() throws InterruptedException {
    var slow =
        configuration(
                "SELECT COUNT(*) FROM shop.many a, shop.many b WHERE MOD(a.i * 7 + b.i, "
                    + "1000003) = 5")
            .toBuilder()
            .setJobTimeoutMs(200L)
            .build();
    var refused = refused(() -> bigquery.query(slow));
    assertEquals("stopped", refused.getReason());
    assertTrue(refused.getMessage().contains("timed out after 200 ms"), refused.getMessage());
  }

  @Test
  void findsAJobOnlyInItsLocation() throws InterruptedException {
    var job = bigquery.create(JobInfo.of(configuration("SELECT 1"))).waitFor();
    var elsewhere = JobId.newBuilder().setJob(job.getJobId().getJob()).setLocation("EU").build();
    assertNull(bigquery.getJob(elsewhere));
    assertNull(bigquery.getJob("absent"));
    bigquery.create(DatasetInfo.newBuilder("europe").setLocation("EU").build());
    bigquery.create(JobInfo.of(configuration("CREATE TABLE europe.t AS SELECT 1 AS a"))).waitFor();
    var there = bigquery.create(JobInfo.of(configuration("SELECT a FROM europe.t"))).waitFor();
    assertEquals("EU", there.getJobId().getLocation());
    var both = refused(() -> query("SELECT a FROM europe.t, shop.nested"));
    assertTrue(both.getMessage().contains("one location"), both.getMessage());
    bigquery.delete(DatasetId.of("europe"), BigQuery.DatasetDeleteOption.deleteContents());
  }

  private static List<String> runningJobs() {
    return bigquery
        .listJobs(JobListOption.stateFilter(JobStatus.State.RUNNING))
        .streamAll()
        .map(job -> job.getJobId().getJob())
        .toList();
  }

  private static String job(JsonNode answer) {
    return answer.path("jobReference").path("jobId").asText();
  }

  private static String value(RawClient raw, String sql, String formatOptions) {
    var answer =
        raw.post(
            "/projects/bridge-test/queries",
            "{\"query\": \"%s\", \"useLegacySql\": false, \"formatOptions\": %s}"
                .formatted(sql, formatOptions));
    return answer.path("rows").path(0).path("f").path(0).path("v").asText();
  }

  private static long bytes(String sql) {
    var dry = configuration(sql).toBuilder().setDryRun(true).build();
    QueryStatistics statistics = bigquery.create(JobInfo.of(dry)).getStatistics();
    return statistics.getTotalBytesProcessed();
  }

  private static Job failed(String sql) throws InterruptedException {
    var job = bigquery.create(JobInfo.of(configuration(sql)));
    refused(job::waitFor);
    return bigquery.getJob(job.getJobId());
  }

  private static void assertRefused(String what, QueryJobConfiguration configuration) {
    var refused = refused(() -> bigquery.query(configuration));
    assertEquals(501, refused.getCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains(what), refused.getMessage());
  }

  private static QueryJobConfiguration configuration(String sql) {
    return QueryJobConfiguration.of(sql);
  }

  private static TableResult query(String sql) throws InterruptedException {
    return bigquery.query(configuration(sql));
  }

  private static FieldValueList only(TableResult result) {
    return result.iterateAll().iterator().next();
  }

  private static String text(FieldValueList row, int column) {
    return row.get(column).getStringValue();
  }

  private static BigQueryException refused(Executable call) {
    return assertThrows(BigQueryException.class, call);
  }

  private static void load(String table, String select) throws InterruptedException {
    load("shop", table, select);
  }

  private static void load(String dataset, String table, String select)
      throws InterruptedException {
    var object = UUID.randomUUID() + ".parquet";
    ParquetFiles.write(server.objectPath(object), select);
    var uri = "gs://" + BigQueryServer.BUCKET + "/" + object;
    var options = ParquetOptions.newBuilder().setEnableListInference(true).build();
    var load =
        LoadJobConfiguration.newBuilder(TableId.of(dataset, table), uri, FormatOptions.parquet())
            .setFormatOptions(options)
            .build();
    assertNull(bigquery.create(JobInfo.of(load)).waitFor().getStatus().getError());
  }
}
