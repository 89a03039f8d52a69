package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.RetryOption;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.TableDataListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Field.Mode;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import io.bridge.cloud.bigquery.parquet.ParquetFooter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadWireTest {
  private static final TableId T = TableId.of("shop", "t");

  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
  }

  @BeforeEach
  void createDataset() {
    bigquery.create(DatasetInfo.of("shop"));
  }

  @AfterEach
  void clear() {
    server.clear();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void loadsEveryTypeOfTheTable() throws InterruptedException {
    var file =
        parquet(
            """
            SELECT 7::BIGINT i, 1.5::DOUBLE f, 12.340::DECIMAL(10,3) n, true b, 'ä''x' s,
              'ab'::BLOB "by", DATE '1997-01-31' d, TIMESTAMP '2026-01-31 12:34:56.123456' dt,
              TIMESTAMPTZ '2026-01-31 12:34:56.5+00' ts, 1.5::DECIMAL(38,18) bn,
              ['x','y'] l, {'a': 1, 'b': [2, 3]} st, [{'k': 'v'}] ls
            UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
              NULL, NULL
            """);
    var schema =
        Schema.of(
            field("i", StandardSQLTypeName.INT64),
            field("f", StandardSQLTypeName.FLOAT64),
            field("n", StandardSQLTypeName.NUMERIC),
            field("b", StandardSQLTypeName.BOOL),
            field("s", StandardSQLTypeName.STRING),
            field("by", StandardSQLTypeName.BYTES),
            field("d", StandardSQLTypeName.DATE),
            field("dt", StandardSQLTypeName.DATETIME),
            field("ts", StandardSQLTypeName.TIMESTAMP),
            field("bn", StandardSQLTypeName.BIGNUMERIC),
            repeated("l", StandardSQLTypeName.STRING),
            struct(
                "st",
                field("a", StandardSQLTypeName.INT64),
                repeated("b", StandardSQLTypeName.INT64)),
            struct("ls", field("k", StandardSQLTypeName.STRING)).toBuilder()
                .setMode(Mode.REPEATED)
                .build());

    var job = load(file, it -> it.setSchema(schema));

    assertDone(job);
    LoadStatistics statistics = job.getStatistics();
    assertEquals(2, statistics.getOutputRows());
    assertEquals(1, statistics.getInputFiles());
    assertEquals(2 + bytesOfFirstRow(), statistics.getOutputBytes() + 2);
    var rows = rows(schema);
    var row = rows.getFirst();
    assertEquals(7, row.get("i").getLongValue());
    assertEquals(1.5, row.get("f").getDoubleValue());
    assertEquals("12.34", row.get("n").getStringValue());
    assertTrue(row.get("b").getBooleanValue());
    assertEquals("ä'x", row.get("s").getStringValue());
    assertEquals("ab", new String(row.get("by").getBytesValue()));
    assertEquals("1997-01-31", row.get("d").getStringValue());
    assertEquals("2026-01-31T12:34:56.123456", row.get("dt").getStringValue());
    assertEquals(Instant.parse("2026-01-31T12:34:56.5Z"), row.get("ts").getTimestampInstant());
    assertEquals(new BigDecimal("1.5"), row.get("bn").getNumericValue());
    assertEquals("y", row.get("l").getRepeatedValue().get(1).getStringValue());
    assertEquals(
        3, row.get("st").getRecordValue().get("b").getRepeatedValue().get(1).getLongValue());
    var first = row.get("ls").getRepeatedValue().getFirst().getRecordValue();
    assertEquals("v", first.get(0).getStringValue());
    var nulls = rows.get(1);
    assertTrue(nulls.get("i").isNull());
    assertTrue(nulls.get("st").isNull());
    // BigQuery has no NULL array: it reads as an empty one.
    assertEquals(List.of(), nulls.get("l").getRepeatedValue());
    assertEquals(2L, table().getNumRows().longValue());
    assertEquals(bytesOfFirstRow(), table().getNumBytes());
  }

  /** By the rules: numbers and times 8, NUMERIC 16, BIGNUMERIC 32, text 2 and its UTF-8 bytes. */
  private static long bytesOfFirstRow() {
    return 8 + 8 + 16 + 1 + (2 + 4) + (2 + 2) + 8 + 8 + 8 + 32 + (3 + 3) + (8 + 16) + 3;
  }

  @Test
  void takesTheSchemaFromTheFile() throws InterruptedException {
    var file =
        parquet("SELECT 1::INTEGER a, 2.5::DECIMAL(9,2) m, TIMESTAMP '2026-01-01' t, [1] l, 'x' s");

    assertDone(load(file, it -> it));

    var fields =
        bigquery.getTable(T).<StandardTableDefinition>getDefinition().getSchema().getFields();
    assertEquals(
        List.of("INTEGER", "NUMERIC", "TIMESTAMP", "INTEGER", "STRING"),
        fields.stream().map(f -> f.getType().name()).toList());
    assertEquals(Mode.REPEATED, fields.get("l").getMode());
  }

  @Test
  void loadsATimeOfEitherKindWhereTheSchemaSaysSo() throws InterruptedException {
    // Given
    var file = parquet("SELECT TIME '23:59:59.999999' t, TIMETZ '01:02:03.5+00' z");
    var schema =
        Schema.of(field("t", StandardSQLTypeName.TIME), field("z", StandardSQLTypeName.TIME));

    // When
    var job = load(file, it -> it.setSchema(schema));

    // Then
    assertDone(job);
    var row = rows(schema).getFirst();
    assertEquals("23:59:59.999999", row.get("t").getStringValue());
    assertEquals("01:02:03.500", row.get("z").getStringValue());
  }

  @Test
  void loadsDecimalsOfAnyLengthAsBignumeric() throws InterruptedException, IOException {
    // Given
    var object = object();
    var file = server.objectPath(object);
    ParquetFiles.write(
        file,
        """
        SELECT 1 AS id, UUID '00000000-0000-0000-0000-0000000000ff' u, 'ff'::BLOB b
        UNION ALL SELECT 2, UUID 'ffffffff-ffff-ffff-ffff-fffffffffffe', unhex('FE')
        UNION ALL SELECT 3, NULL, NULL ORDER BY id""");
    ParquetFooter.sayBigNumeric(file, List.of(false, true, true));
    var options = List.of("NUMERIC", "BIGNUMERIC");

    // When
    var job = load(uri(object), it -> it.setDecimalTargetTypes(options));

    // Then
    assertDone(job);
    var schema = table().getSchema();
    assertEquals(LegacySQLTypeName.BIGNUMERIC, schema.getFields().get("u").getType());
    var rows = rows(schema);
    assertEquals(new BigDecimal("2.55E-36"), rows.get(0).get("u").getNumericValue());
    assertEquals(new BigDecimal("2.6214E-34"), rows.get(0).get("b").getNumericValue());
    assertEquals(new BigDecimal("-2E-38"), rows.get(1).get("u").getNumericValue());
    assertEquals(new BigDecimal("-2E-38"), rows.get(1).get("b").getNumericValue());
    assertTrue(rows.get(2).get("b").isNull());
    var narrow = load(uri(object), it(WriteDisposition.WRITE_TRUNCATE));
    assertFailed(narrow, "invalid", "fits none of decimalTargetTypes [NUMERIC]");
  }

  @Test
  void refusesADecimalOutOfRangeAndOneThatIsToBeShorter() throws InterruptedException, IOException {
    var object = object();
    var file = server.objectPath(object);
    ParquetFiles.write(file, "SELECT unhex('7F' || repeat('FF', 32)) a");
    ParquetFooter.sayBigNumeric(file, List.of(true));
    for (var type : List.of(StandardSQLTypeName.BIGNUMERIC, StandardSQLTypeName.NUMERIC)) {
      var job = load(uri(object), it -> it.setSchema(Schema.of(field("a", type))));
      var message =
          type == StandardSQLTypeName.NUMERIC
              ? "(DECIMAL(76,38)) which does not match the target type NUMERIC"
              : "Parquet column 'a' has a value out of range of BIGNUMERIC";
      assertFailed(job, "invalid", message);
    }
  }

  @Test
  void keepsParquetsOwnShapeOfAListWithoutInference() throws InterruptedException {
    var file = parquet("SELECT [1, 2] l");
    var options = ParquetOptions.newBuilder().setEnableListInference(false).build();
    assertDone(load(file, it -> it.setFormatOptions(options)));

    var fields =
        bigquery.getTable(T).<StandardTableDefinition>getDefinition().getSchema().getFields();
    var list = fields.get("l").getSubFields().get("list");
    assertEquals(Mode.REPEATED, list.getMode());
    assertEquals("INTEGER", list.getSubFields().get("element").getType().name());
    var row = rows(Schema.of(fields)).getFirst();
    var elements = row.get("l").getRecordValue().get(0).getRepeatedValue();
    assertEquals(2, elements.get(1).getRecordValue().get(0).getLongValue());
  }

  @Test
  void loadsMapsAsArraysOfKeyAndValue() throws InterruptedException {
    var file = parquet("SELECT MAP{'a': 1, 'b': 2} m UNION ALL SELECT NULL");
    var options =
        ParquetOptions.newBuilder()
            .setEnableListInference(true)
            .setMapTargetType("ARRAY_OF_STRUCT")
            .build();
    assertDone(load(file, it -> it.setFormatOptions(options)));

    var fields = bigquery.getTable(T).<StandardTableDefinition>getDefinition().getSchema();
    var rows = rows(fields);
    var entry = rows.getFirst().get("m").getRepeatedValue().get(1).getRecordValue();
    assertEquals("b", entry.get(0).getStringValue());
    assertEquals(2, entry.get(1).getLongValue());
    assertEquals(List.of(), rows.get(1).get("m").getRepeatedValue());
  }

  @Test
  void appendsTruncatesAndRefusesByDisposition() throws InterruptedException {
    assertDone(load(parquet("SELECT 1::BIGINT a"), it -> it));
    assertDone(load(parquet("SELECT 2::BIGINT a"), it -> it));
    assertEquals(List.of("1", "2"), column("a"));

    var empty = it(WriteDisposition.WRITE_EMPTY);
    assertFailed(load(parquet("SELECT 3::BIGINT a"), empty), "duplicate", "Already Exists: Table");
    assertEquals(List.of("1", "2"), column("a"));

    var truncate = it(WriteDisposition.WRITE_TRUNCATE);
    assertDone(load(parquet("SELECT 'x' b"), truncate));
    assertEquals(List.of("x"), column("b"));
    assertEquals(3L, table().getNumBytes());
  }

  @Test
  void replacesKeysAndDefaultsWithTheColumns() throws InterruptedException {
    new SqlClient(bigquery)
        .run("CREATE TABLE shop.t (a INT64 DEFAULT 7, PRIMARY KEY (a) NOT ENFORCED)");

    var job = load(parquet("SELECT 'x' b"), it(WriteDisposition.WRITE_TRUNCATE));

    assertDone(job);
    assertEquals(List.of("x"), column("b"));
    assertNull(bigquery.getTable(T).getTableConstraints());
  }

  @Test
  void keepsTheSchemaWhenOnlyTheRowsAreReplaced() throws InterruptedException {
    var described =
        Schema.of(field("a", StandardSQLTypeName.INT64).toBuilder().setDescription("key").build());
    bigquery.create(TableInfo.of(T, StandardTableDefinition.of(described)));
    assertDone(load(parquet("SELECT 1::BIGINT a"), it -> it));

    // Google's client has no word for it yet; REST has.
    var raw = new RawClient(server, dir, "editor");
    var id = "truncate_data_" + UUID.randomUUID();
    raw.insertJob(
        id,
        """
        {"load": {"sourceUris": ["%s"], "sourceFormat": "PARQUET",
          "writeDisposition": "WRITE_TRUNCATE_DATA",
          "destinationTable": {"projectId": "bridge-test", "datasetId": "shop", "tableId": "t"}}}
        """
            .formatted(parquet("SELECT 5::BIGINT a")));
    assertDone(ended(bigquery.getJob(id)));

    assertEquals(List.of("5"), column("a"));
    assertEquals(described, bigquery.getTable(T).getDefinition().getSchema());
  }

  @Test
  void createsATableOnlyWhenAllowed() throws InterruptedException {
    var job =
        load(parquet("SELECT 1 a"), it -> it.setCreateDisposition(CreateDisposition.CREATE_NEVER));
    assertFailed(job, "notFound", "Not found: Table bridge-test:shop.t");
    assertNull(bigquery.getTable(T));
  }

  @Test
  void refusesAMissingFileAndAMissingDataset() throws InterruptedException {
    var uri = "gs://" + BigQueryServer.BUCKET + "/absent.parquet";
    assertFailed(load(uri, it -> it), "notFound", "Not found: URI " + uri);
    assertNull(bigquery.getTable(T));

    var elsewhere =
        LoadJobConfiguration.newBuilder(TableId.of("absent", "t"), uri, FormatOptions.parquet());
    var refused =
        assertThrows(BigQueryException.class, () -> bigquery.create(JobInfo.of(elsewhere.build())));
    assertEquals(404, refused.getCode());
    assertEquals("Not found: Dataset bridge-test:absent", refused.getMessage());
  }

  @Test
  void refusesABrokenFileAndLoadsNothing() throws InterruptedException, IOException {
    assertDone(load(parquet("SELECT 1::BIGINT a"), it -> it));
    var noParquet = object();
    Files.writeString(server.objectPath(noParquet), "a,b\n1,2\n");
    assertFailed(
        load(uri(noParquet), it(WriteDisposition.WRITE_TRUNCATE)),
        "invalid",
        "Error while reading data");

    // The footer is whole and a page is not: that shows only when the rows are read.
    var torn = object();
    ParquetFiles.write(
        server.objectPath(torn), "SELECT i::BIGINT a, md5(i::VARCHAR) s FROM range(200000) t(i)");
    var bytes = Files.readAllBytes(server.objectPath(torn));
    Arrays.fill(bytes, 1000, bytes.length / 2, (byte) 0x5a);
    Files.write(server.objectPath(torn), bytes);
    var job = load(uri(torn), it(WriteDisposition.WRITE_TRUNCATE));
    assertFailed(job, "invalid", "Error while reading data");
    assertTrue(job.getStatus().getError().getMessage().contains(uri(torn)));
    assertTrue(!job.getStatus().getError().getMessage().contains(dir.toString()));
    assertEquals(List.of("1"), column("a"));
  }

  @Test
  void loadsSeveralFilesOrNone() throws InterruptedException {
    var good = parquet("SELECT 1::BIGINT a");
    var alsoGood = parquet("SELECT 2::BIGINT a");
    var bad = parquet("SELECT 'x' a");

    assertFailed(
        load(List.of(good, alsoGood, bad), it -> it), "invalid", "Parquet column 'a' has type");
    assertNull(bigquery.getTable(T));
    assertDone(load(List.of(good, alsoGood), it -> it));
    assertEquals(List.of("1", "2"), column("a"));
  }

  @Test
  void refusesColumnsThatDoNotMatchTheSchema() throws InterruptedException {
    var a = field("a", StandardSQLTypeName.INT64);
    var b = field("b", StandardSQLTypeName.STRING);
    refuses("SELECT 1 a", "Parquet column 'b' is in the schema and missing in the file", a, b);
    refuses("SELECT 1 a, 2 c", "Parquet column 'c' is not in the schema", a);
    refuses("SELECT 'x' a", "Parquet column 'a' has type BYTE_ARRAY (STRING)", a);
    refuses("SELECT 1 b", "Parquet column 'b' has type INT32", b);
    refuses("SELECT 1.5::DOUBLE a", "Parquet column 'a' has type DOUBLE", a);
    refuses("SELECT [1] a", "Parquet column 'a' has type group (LIST)", a);
    refuses(
        "SELECT 1 a",
        "Parquet column 'a' has type INT32",
        repeated("a", StandardSQLTypeName.INT64));
    refuses("SELECT {'x': 1} a", "Parquet column 'a' has type group", a);
    refuses(
        "SELECT {'x': 1, 'y': 2} a",
        "Parquet column 'a.y' is not in the schema",
        struct("a", field("x", StandardSQLTypeName.INT64)));
    refuses(
        "SELECT {'x': 1} a",
        "Parquet column 'a.y' is missing in the file",
        struct("a", field("x", StandardSQLTypeName.INT64), field("y", StandardSQLTypeName.INT64)));
    refuses(
        "SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' a",
        "Parquet column 'a' has type INT64 (TIMESTAMP)",
        field("a", StandardSQLTypeName.DATETIME));
  }

  @Test
  void refusesTypesThatBigQueryDoesNotLoad() throws InterruptedException {
    refuses("SELECT uuid() a", "Parquet column 'a' has type FIXED_LEN_BYTE_ARRAY (UUID)");
    refuses("SELECT TIME '01:02:03' a", "Parquet column 'a' has type INT64 (TIME)");
    refuses(
        "SELECT INTERVAL 1 DAY a", "Parquet column 'a' has type FIXED_LEN_BYTE_ARRAY (INTERVAL)");
    refuses("SELECT '{}'::JSON a", "Parquet column 'a' has type BYTE_ARRAY (JSON)");
    refuses(
        "SELECT TIMESTAMP_NS '2026-01-01' a",
        "Parquet column 'a' has type INT64 (TIMESTAMP NANOS)");
    refuses("SELECT [[1]] a", "Parquet column 'a' is an array of arrays");
    refuses("SELECT 1::DECIMAL(38,0) a", "fits none of decimalTargetTypes [NUMERIC]");
  }

  @Test
  void refusesValuesOutOfRange() throws InterruptedException {
    refuses(
        "SELECT 18446744073709551615::UBIGINT a",
        "Parquet column 'a' has a value out of range of INT64");
    refuses(
        "SELECT 100000::DECIMAL(9,2) a",
        "Parquet column 'a' has a value out of range of NUMERIC(6, 2)",
        numeric("a", 6, 2));
    refuses(
        "SELECT 1.234::DECIMAL(9,3) a",
        "has type INT32 (DECIMAL(9,3)) which does not match the target type NUMERIC(9, 2)",
        numeric("a", 9, 2));
    refuses("SELECT DATE '-infinity' a", "Parquet column 'a' has a value out of range of DATE");
    refuses(
        "SELECT TIME '24:00:00' a",
        "Parquet column 'a' has a value out of range of TIME",
        field("a", StandardSQLTypeName.TIME));
    refuses("SELECT [NULL, 1] a", "Parquet column 'a' contains an array with a NULL element");
    var required = field("a", StandardSQLTypeName.INT64).toBuilder().setMode(Mode.REQUIRED).build();
    refuses(
        "SELECT i::BIGINT a FROM (VALUES (1), (NULL)) v(i)",
        "Parquet column 'a' is a REQUIRED field and has a NULL value",
        required);
    refuses(
        "SELECT [{'a': NULL::BIGINT}] l",
        "Parquet column 'l.a' is a REQUIRED field and has a NULL value",
        struct("l", required).toBuilder().setMode(Mode.REPEATED).build());
  }

  @Test
  void loadsAFileWithoutRows() throws InterruptedException {
    assertDone(load(parquet("SELECT 1::BIGINT a, [1] l WHERE false"), it -> it));
    assertEquals(0L, table().getNumRows().longValue());
    assertEquals(2, table().getSchema().getFields().size());
  }

  @Test
  void keepsExactDecimalsUpToTheLimits() throws InterruptedException {
    var file =
        parquet(
            """
            SELECT 99999999999999999999999999999.999999999::DECIMAL(38,9) n,
              12345678901234567890123456789012345678::DECIMAL(38,0) b""");
    var schema =
        Schema.of(
            field("n", StandardSQLTypeName.NUMERIC),
            Field.newBuilder("b", StandardSQLTypeName.BIGNUMERIC)
                .setPrecision(38L)
                .setScale(0L)
                .build());
    assertDone(load(file, it -> it.setSchema(schema)));
    var row = rows(schema).getFirst();
    assertEquals("99999999999999999999999999999.999999999", row.get("n").getStringValue());
    assertEquals("12345678901234567890123456789012345678", row.get("b").getStringValue());
  }

  @Test
  void fitsAnAppendToTheTableItFinds() throws InterruptedException {
    var schema =
        Schema.of(
            field("a", StandardSQLTypeName.INT64),
            field("b", StandardSQLTypeName.STRING),
            repeated("c", StandardSQLTypeName.STRING));
    bigquery.create(TableInfo.of(T, StandardTableDefinition.of(schema)));

    // What the table does not require may be missing in a file that says its own schema.
    assertDone(load(parquet("SELECT 1::BIGINT a"), it -> it));
    var row = rows(schema).getFirst();
    assertTrue(row.get("b").isNull());
    assertEquals(List.of(), row.get("c").getRepeatedValue());
    assertDone(
        load(
            parquet("SELECT 2::INTEGER A"),
            it -> it.setSchema(Schema.of(schema.getFields().get("a")))));
    assertFailed(
        load(parquet("SELECT 1::BIGINT a, 'x' z"), it -> it),
        "invalid",
        "'z' is not in the schema");
    var extra = Schema.of(schema.getFields().get("a"), field("z", StandardSQLTypeName.STRING));
    assertFailed(
        load(parquet("SELECT 1::BIGINT a, 'x' z"), it -> it.setSchema(extra)),
        "invalid",
        "Provided Schema does not match Table bridge-test:shop.t. Cannot add fields (field: z)");
    var other = Schema.of(field("a", StandardSQLTypeName.STRING));
    assertFailed(
        load(parquet("SELECT 'x' a"), it -> it.setSchema(other)),
        "invalid",
        "Provided Schema does not match Table bridge-test:shop.t. Field a has changed type "
            + "from INTEGER to STRING");
    assertEquals(List.of("1", "2"), column("a"));
  }

  @Test
  void carriesRowsOverWhenColumnsAreAdded() throws InterruptedException {
    assertDone(load(parquet("SELECT 1::BIGINT a, {'x': 1} s, [{'y': 'v'}] r"), it -> it));
    var before = bigquery.getTable(T);
    var fields = before.<StandardTableDefinition>getDefinition().getSchema().getFields();
    var s =
        struct("s", fields.get("s").getSubFields().get(0), field("n", StandardSQLTypeName.STRING));
    var r =
        struct("r", fields.get("r").getSubFields().get(0), repeated("m", StandardSQLTypeName.INT64))
            .toBuilder()
            .setMode(Mode.REPEATED)
            .build();
    var grown = Schema.of(fields.get("a"), s, r, repeated("l", StandardSQLTypeName.STRING));

    before.toBuilder().setDefinition(StandardTableDefinition.of(grown)).build().update();

    var row = rows(grown).getFirst();
    assertEquals(1, row.get("a").getLongValue());
    assertEquals(1, row.get("s").getRecordValue().get(0).getLongValue());
    assertTrue(row.get("s").getRecordValue().get(1).isNull());
    var inner = row.get("r").getRepeatedValue().getFirst().getRecordValue();
    assertEquals("v", inner.get(0).getStringValue());
    assertEquals(List.of(), inner.get(1).getRepeatedValue());
    assertEquals(List.of(), row.get("l").getRepeatedValue());
    assertEquals(1L, table().getNumRows().longValue());
  }

  @Test
  void pagesThroughManyRows() throws InterruptedException {
    var file = parquet("SELECT i::BIGINT a, 'name ' || i s FROM range(10000) t(i)");
    assertDone(load(file, it -> it));
    var schema = bigquery.getTable(T).<StandardTableDefinition>getDefinition().getSchema();

    var page = bigquery.listTableData(T, schema, TableDataListOption.pageSize(3000));
    assertEquals(10_000, page.getTotalRows());
    var seen = new ArrayList<Long>();
    page.iterateAll().forEach(row -> seen.add(row.get("a").getLongValue()));
    assertEquals(LongStream.range(0, 10_000).boxed().toList(), seen);

    var some = bigquery.listTableData(T, schema, TableDataListOption.startIndex(9_998));
    assertEquals(2, some.streamValues().count());
    var token = page.getNextPageToken();
    assertNotNull(token);
    assertDone(load(parquet("SELECT 1::BIGINT a, 'x' s"), it(WriteDisposition.WRITE_TRUNCATE)));
    var stale =
        assertThrows(
            BigQueryException.class,
            () -> bigquery.listTableData(T, schema, TableDataListOption.pageToken(token)));
    assertEquals(400, stale.getCode());
  }

  @Test
  void readsOnlySelectedFields() throws InterruptedException {
    assertDone(load(parquet("SELECT 1::BIGINT a, 'x' b, 2.5::DOUBLE c"), it -> it));
    var raw = new RawClient(server, dir, "editor");
    var answer = raw.get("/projects/bridge-test/datasets/shop/tables/t/data?selectedFields=c,A");
    assertEquals("[{\"f\":[{\"v\":\"1\"},{\"v\":\"2.5\"}]}]", answer.path("rows").toString());
    assertEquals(
        400, raw.status("/projects/bridge-test/datasets/shop/tables/t/data?selectedFields=z"));
  }

  @Test
  void neverUsesAJobIdTwice() throws InterruptedException {
    var id = JobId.of("load-" + UUID.randomUUID());
    var configuration = configuration(List.of(parquet("SELECT 1::BIGINT a")), it -> it);
    assertDone(ended(bigquery.create(JobInfo.of(id, configuration))));

    var again =
        assertThrows(
            BigQueryException.class,
            () ->
                new RawClient(server, dir, "editor")
                    .insertLoad(id.getJob(), parquet("SELECT 2 a")));
    assertEquals(409, again.getCode());
    assertEquals("duplicate", again.getReason());
    assertEquals("Already Exists: Job bridge-test:US." + id.getJob(), again.getMessage());
    assertEquals(List.of("1"), column("a"));
    var odd = JobInfo.of(JobId.of("a.b"), configuration);
    assertEquals(400, assertThrows(BigQueryException.class, () -> bigquery.create(odd)).getCode());
  }

  @Test
  void refusesOptionsItDoesNotPlay() {
    var uri = "gs://" + BigQueryServer.BUCKET + "/x";
    var avro = LoadJobConfiguration.newBuilder(T, uri, FormatOptions.avro()).build();
    assertRefused(501, "sourceFormat AVRO", avro);
    assertRefused(
        400, "Google Cloud Storage", configuration(List.of("file:///etc/passwd"), it -> it));
    assertRefused(
        400,
        "Option nullMarker is only for source format CSV",
        configuration(List.of(uri), it -> it.setNullMarker("x")));
  }

  @Test
  void loadsOnlyForWhoMayReadTheFileAndWriteTheTable() {
    var file = parquet("SELECT 1 a");
    var configuration = configuration(List.of(file), it -> it);
    var viewer = server.client("viewer");
    var write = refused(viewer, configuration);
    assertEquals(403, write.getCode());
    assertEquals("accessDenied", write.getReason());
    var other = server.client("other-editor");
    var read = refused(other, configuration);
    assertEquals(403, read.getCode());
    assertTrue(read.getMessage().contains(file), read.getMessage());
    assertEquals(403, refused(server.client("nobody"), configuration).getCode());
  }

  private void refuses(String select, String message, Field... schema) throws InterruptedException {
    var job =
        load(parquet(select), it -> schema.length == 0 ? it : it.setSchema(Schema.of(schema)));
    assertFailed(job, "invalid", message);
    assertNull(bigquery.getTable(T));
  }

  private static void assertRefused(int code, String message, JobConfiguration configuration) {
    var refused = refused(bigquery, configuration);
    assertEquals(code, refused.getCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static BigQueryException refused(BigQuery client, JobConfiguration configuration) {
    return assertThrows(BigQueryException.class, () -> client.create(JobInfo.of(configuration)));
  }

  private static UnaryOperator<LoadJobConfiguration.Builder> it(WriteDisposition disposition) {
    return builder -> builder.setWriteDisposition(disposition);
  }

  private static Job load(String uri, UnaryOperator<LoadJobConfiguration.Builder> with)
      throws InterruptedException {
    return load(List.of(uri), with);
  }

  private static Job load(List<String> uris, UnaryOperator<LoadJobConfiguration.Builder> with)
      throws InterruptedException {
    return ended(bigquery.create(JobInfo.of(configuration(uris, with))));
  }

  /** The job as it ended; Google's client throws for one that failed. */
  private static Job ended(Job job) throws InterruptedException {
    try {
      return job.waitFor(
          RetryOption.initialRetryDelayDuration(Duration.ofMillis(20)),
          RetryOption.maxRetryDelayDuration(Duration.ofMillis(100)));
    } catch (BigQueryException _) {
      return bigquery.getJob(job.getJobId());
    }
  }

  private static LoadJobConfiguration configuration(
      List<String> uris, UnaryOperator<LoadJobConfiguration.Builder> with) {
    var options = ParquetOptions.newBuilder().setEnableListInference(true).build();
    return with.apply(LoadJobConfiguration.newBuilder(T, uris, options)).build();
  }

  private static String parquet(String select) {
    var object = object();
    ParquetFiles.write(server.objectPath(object), select);
    return uri(object);
  }

  private static String object() {
    return UUID.randomUUID() + ".parquet";
  }

  private static String uri(String object) {
    return "gs://" + BigQueryServer.BUCKET + "/" + object;
  }

  private static void assertDone(Job job) {
    assertNull(job.getStatus().getError());
  }

  private static void assertFailed(Job job, String reason, String message) {
    var error = job.getStatus().getError();
    assertNotNull(error);
    assertEquals(reason, error.getReason(), error.getMessage());
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  private static Table bare() {
    return bigquery.getTable(T);
  }

  private static StandardTableDefinition table() {
    return bare().getDefinition();
  }

  private static List<FieldValueList> rows(Schema schema) {
    return bigquery.listTableData(T, schema).streamAll().toList();
  }

  private static List<String> column(String name) {
    return rows(table().getSchema()).stream().map(row -> row.get(name).getStringValue()).toList();
  }

  private static Field field(String name, StandardSQLTypeName type) {
    return Field.newBuilder(name, type).setMode(Mode.NULLABLE).build();
  }

  private static Field repeated(String name, StandardSQLTypeName type) {
    return Field.newBuilder(name, type).setMode(Mode.REPEATED).build();
  }

  private static Field numeric(String name, long precision, long scale) {
    return Field.newBuilder(name, StandardSQLTypeName.NUMERIC)
        .setPrecision(precision)
        .setScale(scale)
        .build();
  }

  private static Field struct(String name, Field... members) {
    return Field.newBuilder(name, StandardSQLTypeName.STRUCT, members)
        .setMode(Mode.NULLABLE)
        .build();
  }
}
