package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.ViewDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ViewWireTest {
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
    table("goods", "id", "stock", "price");
  }

  @Test
  void isReadAsItsQuery() throws InterruptedException {
    // Given
    view("cheap", "SELECT id, price * 2 AS twice FROM shop.goods; -- for now");

    // When
    var result = query("SELECT twice FROM shop.cheap");

    // Then
    assertEquals("twice", result.getSchema().getFields().get(0).getName());
    assertEquals(0, result.getTotalRows());
    var table = bigquery.getTable(TableId.of("shop", "cheap"));
    ViewDefinition definition = table.getDefinition();
    assertEquals(TableDefinition.Type.VIEW, definition.getType());
    assertEquals(
        "SELECT id, price * 2 AS twice FROM shop.goods; -- for now", definition.getQuery());
    assertEquals(
        List.of("id", "twice"),
        definition.getSchema().getFields().stream().map(Field::getName).toList());
    assertEquals(
        List.of("VIEW", "TABLE"),
        StreamSupport.stream(bigquery.listTables("shop").iterateAll().spliterator(), false)
            .map(t -> t.getDefinition().getType().name())
            .toList());
  }

  @Test
  void aDryRunTellsTheTablesUnderneathAndOnlyTheirColumnsThatAreUsed() {
    // Given
    view("inner", "SELECT id, stock, price FROM shop.goods");
    view("outer", "SELECT id AS key, price FROM shop.inner WHERE id > 0");

    // When
    var statistics = dryRun("SELECT key FROM shop.outer");

    // Then
    assertEquals("SELECT", statistics.getStatementType().name());
    assertEquals(
        List.of("goods"),
        statistics.getReferencedTables().stream().map(TableId::getTable).toList());
  }

  @Test
  void followsItsTablesAndFailsWhenAColumnIsGone() {
    // Given
    view("cheap", "SELECT stock FROM shop.goods");
    bigquery.delete(TableId.of("shop", "goods"));
    table("goods", "id");

    // When
    var refused = assertThrows(BigQueryException.class, () -> query("SELECT * FROM shop.cheap"));

    // Then
    assertEquals("invalidQuery", refused.getReason());
    assertTrue(refused.getMessage().contains("bridge-test:shop.cheap"), refused.getMessage());
    assertTrue(refused.getMessage().contains("Unrecognized name: stock"), refused.getMessage());
  }

  @Test
  void maySelectAllOfATableThatGrew() throws InterruptedException {
    view("all_of_it", "SELECT * FROM shop.goods");
    var table = bigquery.getTable(TableId.of("shop", "goods"));
    table.toBuilder()
        .setDefinition(StandardTableDefinition.of(schema("id", "stock", "price", "x")))
        .build()
        .update();

    var result = query("SELECT * FROM shop.all_of_it");

    assertEquals(4, result.getSchema().getFields().size());
  }

  @Test
  void neverReadsItself() {
    // Given
    view("one", "SELECT id FROM shop.goods");
    view("two", "SELECT id FROM shop.one");
    var one = bigquery.getTable(TableId.of("shop", "one"));
    var changed = one.toBuilder().setDefinition(definition("SELECT id FROM shop.two")).build();

    // When
    var refused = assertThrows(BigQueryException.class, () -> changed.update());

    // Then
    assertEquals(400, refused.getCode());
    assertTrue(refused.getMessage().contains("reads itself"), refused.getMessage());
  }

  @Test
  void canBeGivenAnotherQuery() {
    view("one", "SELECT id FROM shop.goods");
    var one = bigquery.getTable(TableId.of("shop", "one"));

    var changed =
        one.toBuilder()
            .setDescription("d")
            .setDefinition(definition("SELECT price FROM shop.goods"))
            .build()
            .update();

    assertEquals("d", changed.getDescription());
    assertEquals("price", changed.getDefinition().getSchema().getFields().get(0).getName());
  }

  @Test
  void givesNoRightOnWhatItReads() {
    view("one", "SELECT id FROM shop.goods");
    var query = QueryJobConfiguration.of("SELECT id FROM shop.one");

    var refused = assertThrows(BigQueryException.class, () -> server.client("viewer").query(query));

    assertEquals(403, refused.getCode());
    assertEquals("accessDenied", refused.getReason());
  }

  @Test
  void itsQueryMustBeOne() {
    for (var wrong :
        List.of("SELECT nothing FROM shop.goods", "SELECT 1", "SELECT id FROM shop.none", "x")) {
      assertThrows(BigQueryException.class, () -> view("wrong", wrong), wrong);
    }

    assertNull(bigquery.getTable(TableId.of("shop", "wrong")));
  }

  @Test
  void hasNoRowsOfItsOwn() {
    view("one", "SELECT id FROM shop.goods");

    var refused =
        assertThrows(
            BigQueryException.class, () -> bigquery.listTableData(TableId.of("shop", "one")));

    assertEquals("Cannot list a table of type VIEW.", refused.getMessage());
  }

  @Test
  void legacySqlIsRefusedByName() {
    var legacy = ViewDefinition.newBuilder("SELECT 1 AS a").setUseLegacySql(true).build();

    var refused =
        assertThrows(
            BigQueryException.class,
            () -> bigquery.create(TableInfo.of(TableId.of("shop", "v"), legacy)));

    assertEquals(501, refused.getCode());
    assertTrue(refused.getMessage().contains("useLegacySql"), refused.getMessage());
  }

  private static void table(String name, String... columns) {
    bigquery.create(
        TableInfo.of(TableId.of("shop", name), StandardTableDefinition.of(schema(columns))));
  }

  private static Schema schema(String... columns) {
    return Schema.of(
        List.of(columns).stream().map(c -> Field.of(c, StandardSQLTypeName.INT64)).toList());
  }

  private static void view(String name, String query) {
    bigquery.create(TableInfo.of(TableId.of("shop", name), definition(query)));
  }

  private static ViewDefinition definition(String query) {
    return ViewDefinition.newBuilder(query).setUseLegacySql(false).build();
  }

  private static TableResult query(String sql) throws InterruptedException {
    return bigquery.query(QueryJobConfiguration.of(sql));
  }

  private static QueryStatistics dryRun(String sql) {
    var query = QueryJobConfiguration.newBuilder(sql).setDryRun(true).build();
    return bigquery.create(JobInfo.of(query)).getStatistics();
  }
}
