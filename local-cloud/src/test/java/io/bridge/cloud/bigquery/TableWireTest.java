package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.TableListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Field.Mode;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TableWireTest {
  private static final TableId SALES = TableId.of("shop", "sales");
  private static final Field ID = required("id", StandardSQLTypeName.INT64);
  private static final Field NAME = nullable("name", StandardSQLTypeName.STRING);
  private static final Field PRICE =
      Field.newBuilder("price", StandardSQLTypeName.NUMERIC)
          .setPrecision(10L)
          .setScale(4L)
          .setDescription("in EUR")
          .build();
  private static final Field LINES =
      Field.newBuilder("lines", StandardSQLTypeName.STRUCT, ID, NAME)
          .setMode(Mode.REPEATED)
          .build();

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
    bigquery.create(DatasetInfo.newBuilder("shop").setLocation("EU").build());
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
  void keepsASchemaWithAllItsParts() {
    var info =
        TableInfo.newBuilder(SALES, StandardTableDefinition.of(Schema.of(ID, NAME, PRICE, LINES)))
            .setDescription("Sales")
            .setLabels(Map.of("layer", "raw"))
            .build();

    var created = bigquery.create(info);

    var found = bigquery.getTable(SALES);
    StandardTableDefinition definition = found.getDefinition();
    assertEquals(schema(created), schema(found));
    assertEquals(List.of("id", "name", "price", "lines"), names(found));
    assertEquals(Mode.REQUIRED, schema(found).getFields().get("id").getMode());
    assertEquals(10L, schema(found).getFields().get("price").getPrecision());
    assertEquals(4L, schema(found).getFields().get("price").getScale());
    assertEquals("in EUR", schema(found).getFields().get("price").getDescription());
    var lines = schema(found).getFields().get("lines");
    assertEquals(Mode.REPEATED, lines.getMode());
    assertEquals(List.of("id", "name"), lines.getSubFields().stream().map(Field::getName).toList());
    assertEquals(0L, definition.getNumRows());
    assertEquals(0L, definition.getNumBytes());
    assertEquals("EU", definition.getLocation());
    assertEquals("Sales", found.getDescription());
    assertEquals(Map.of("layer", "raw"), found.getLabels());
    assertEquals(created.getEtag(), found.getEtag());
  }

  @Test
  void refusesASecondTableOfThatName() {
    create(ID);
    var refused = refused(() -> create(ID));
    assertEquals(409, refused.getCode());
    assertEquals("duplicate", refused.getReason());
    assertEquals("Already Exists: Table bridge-test:shop.sales", refused.getMessage());
  }

  @Test
  void refusesNamesThatAreNone() {
    for (var name : List.of("a/b", "a.b", "a$1", "a\"b", "a'b", "x".repeat(1025))) {
      var info = TableInfo.of(TableId.of("shop", name), StandardTableDefinition.of(Schema.of(ID)));
      assertEquals(400, refused(() -> bigquery.create(info)).getCode(), name);
    }
    // BigQuery takes letters of any script, dashes and blanks.
    var table = TableId.of("shop", "Straße der Waren-2026");
    bigquery.create(TableInfo.of(table, StandardTableDefinition.of(Schema.of(ID))));
    assertEquals(table.getTable(), bigquery.getTable(table).getTableId().getTable());
  }

  @Test
  void refusesSchemasThatAreNone() {
    assertInvalid(Schema.of(nullable("a b", StandardSQLTypeName.STRING)));
    assertInvalid(Schema.of(nullable("_TABLE_x", StandardSQLTypeName.STRING)));
    assertInvalid(Schema.of(NAME, nullable("NAME", StandardSQLTypeName.INT64)));
    assertInvalid(Schema.of(PRICE.toBuilder().setPrecision(40L).setScale(9L).build()));
    assertInvalid(Schema.of(PRICE.toBuilder().setPrecision(10L).setScale(11L).build()));
    assertInvalid(Schema.of(NAME.toBuilder().setPrecision(10L).build()));
    assertInvalid(Schema.of(PRICE.toBuilder().setMaxLength(10L).build()));
  }

  @Test
  void refusesWhatItDoesNotPlay() {
    var ingested =
        StandardTableDefinition.newBuilder()
            .setSchema(Schema.of(NAME))
            .setTimePartitioning(TimePartitioning.of(TimePartitioning.Type.DAY))
            .build();
    var refused = refused(() -> bigquery.create(TableInfo.of(SALES, ingested)));
    assertEquals(501, refused.getCode());
    assertTrue(refused.getMessage().contains("time of ingestion"), refused.getMessage());
    create(ID);
    assertEquals(501, refused(() -> bigquery.listModels("shop")).getCode());
    assertEquals(501, refused(() -> bigquery.listRoutines("shop")).getCode());
    assertEquals(501, refused(() -> bigquery.getIamPolicy(SALES)).getCode());
  }

  @Test
  void keepsPartitionsAndClustering() {
    var clustering = Clustering.newBuilder().setFields(List.of("name")).build();
    var byDay =
        TimePartitioning.newBuilder(TimePartitioning.Type.DAY)
            .setField("day")
            .setExpirationMs(1000L)
            .build();
    var day = nullable("day", StandardSQLTypeName.DATE);
    var definition =
        StandardTableDefinition.newBuilder()
            .setSchema(Schema.of(NAME, day))
            .setClustering(clustering)
            .setTimePartitioning(byDay)
            .build();

    bigquery.create(
        TableInfo.newBuilder(SALES, definition).setRequirePartitionFilter(true).build());

    var table = bigquery.getTable(SALES);
    StandardTableDefinition kept = table.getDefinition();
    assertEquals(clustering, kept.getClustering());
    assertEquals("day", kept.getTimePartitioning().getField());
    assertEquals(1000L, kept.getTimePartitioning().getExpirationMs());
    assertTrue(table.getRequirePartitionFilter());
  }

  @Test
  void refusesPartitionsAndClusteringByColumnsThatCannotBeIt() {
    var byName = TimePartitioning.newBuilder(TimePartitioning.Type.DAY).setField("name").build();
    var byNothing = Clustering.newBuilder().setFields(List.of("nothing")).build();
    var plain = StandardTableDefinition.newBuilder().setSchema(Schema.of(NAME));
    var parted = plain.setTimePartitioning(byName).build();
    var clustered = plain.setTimePartitioning(null).setClustering(byNothing).build();

    assertEquals(400, refused(() -> bigquery.create(TableInfo.of(SALES, parted))).getCode());
    assertEquals(400, refused(() -> bigquery.create(TableInfo.of(SALES, clustered))).getCode());
  }

  @Test
  void addsColumnsAndRelaxesModes() {
    var table = create(ID, NAME, LINES);

    var moreLines =
        LINES.toBuilder()
            .setType(
                StandardSQLTypeName.STRUCT, ID, NAME, nullable("note", StandardSQLTypeName.STRING))
            .build();
    var relaxed = ID.toBuilder().setMode(Mode.NULLABLE).setDescription("the key").build();
    var changed = patch(table, relaxed, NAME, moreLines, PRICE);

    assertEquals(List.of("id", "name", "lines", "price"), names(changed));
    assertEquals(Mode.NULLABLE, schema(changed).getFields().get("id").getMode());
    assertEquals("the key", schema(changed).getFields().get("id").getDescription());
    assertEquals(3, schema(changed).getFields().get("lines").getSubFields().size());
    assertNotEquals(table.getEtag(), changed.getEtag());
    assertEquals(schema(changed), schema(bigquery.getTable(SALES)));
  }

  @Test
  void refusesOtherChangesOfASchema() {
    var table = create(ID, NAME, LINES);
    assertChangeRefused(table, "Field name is missing in new schema", ID, LINES);
    assertChangeRefused(
        table,
        "Field name has changed type from STRING to INTEGER",
        ID,
        nullable("name", StandardSQLTypeName.INT64),
        LINES);
    assertChangeRefused(
        table,
        "Field name has changed mode from NULLABLE to REQUIRED",
        ID,
        required("name", StandardSQLTypeName.STRING),
        LINES);
    assertChangeRefused(
        table,
        "Cannot add required fields to an existing schema. (field: more)",
        ID,
        NAME,
        LINES,
        required("more", StandardSQLTypeName.STRING));
    assertChangeRefused(table, "Field id has moved", NAME, ID, LINES);
    assertChangeRefused(
        table,
        "Field lines.name is missing in new schema",
        ID,
        NAME,
        LINES.toBuilder().setType(StandardSQLTypeName.STRUCT, ID).build());
  }

  @Test
  void patchesWordsAndLeavesTheSchema() {
    create(ID, NAME);
    var patched =
        bigquery.getTable(SALES).toBuilder()
            .setDescription("new")
            .setLabels(Map.of("a", "b"))
            .build()
            .update();
    assertEquals("new", patched.getDescription());
    assertEquals(Map.of("a", "b"), patched.getLabels());
    assertEquals(List.of("id", "name"), names(patched));
  }

  @Test
  void listsTablesInPages() {
    for (int i = 0; i < 5; i++) {
      bigquery.create(
          TableInfo.of(TableId.of("shop", "t" + i), StandardTableDefinition.of(Schema.of(ID))));
    }
    var names = new ArrayList<String>();
    var tables = bigquery.listTables("shop", TableListOption.pageSize(2));
    tables.iterateAll().forEach(table -> names.add(table.getTableId().getTable()));
    assertEquals(List.of("t0", "t1", "t2", "t3", "t4"), names);
    assertEquals(404, refused(() -> bigquery.listTables("absent")).getCode());
  }

  @Test
  void deletesTables() {
    create(ID);
    assertTrue(bigquery.delete(SALES));
    assertFalse(bigquery.delete(SALES));
    assertNull(bigquery.getTable(SALES));
    create(NAME);
    assertEquals(List.of("name"), names(bigquery.getTable(SALES)));
  }

  @Test
  void letsOnlyTheRolesDoWhatTheyMay() {
    create(ID);
    var viewer = server.client("viewer");
    assertEquals(List.of("id"), names(viewer.getTable(SALES)));
    assertEquals(403, refused(() -> viewer.delete(SALES)).getCode());
    var data = refused(() -> viewer.listTableData(SALES));
    assertEquals(403, data.getCode());
    assertTrue(data.getMessage().contains("bigquery.tables.getData"), data.getMessage());
    var nobody = server.client("nobody");
    assertEquals(403, refused(() -> nobody.getTable(SALES)).getCode());
    assertEquals(403, refused(() -> nobody.listTables("shop")).getCode());
  }

  private static Table create(Field... fields) {
    return bigquery.create(TableInfo.of(SALES, StandardTableDefinition.of(Schema.of(fields))));
  }

  private static Table patch(Table table, Field... fields) {
    return table.toBuilder()
        .setDefinition(StandardTableDefinition.of(Schema.of(fields)))
        .build()
        .update();
  }

  private static void assertInvalid(Schema schema) {
    var info = TableInfo.of(SALES, StandardTableDefinition.of(schema));
    var refused = refused(() -> bigquery.create(info));
    assertEquals(400, refused.getCode(), refused.getMessage());
    assertEquals("invalid", refused.getReason());
  }

  private static void assertChangeRefused(Table table, String message, Field... fields) {
    var refused = refused(() -> patch(table, fields));
    assertEquals(400, refused.getCode(), refused.getMessage());
    var prefix = "Provided Schema does not match Table bridge-test:shop.sales. ";
    assertTrue(refused.getMessage().startsWith(prefix + message), refused.getMessage());
    assertEquals(schema(table), schema(bigquery.getTable(SALES)));
  }

  private static Field required(String name, StandardSQLTypeName type) {
    return Field.newBuilder(name, type).setMode(Mode.REQUIRED).build();
  }

  private static Field nullable(String name, StandardSQLTypeName type) {
    return Field.newBuilder(name, type).setMode(Mode.NULLABLE).build();
  }

  private static Schema schema(Table table) {
    return table.getDefinition().getSchema();
  }

  private static List<String> names(Table table) {
    return schema(table).getFields().stream().map(Field::getName).toList();
  }

  private static BigQueryException refused(Executable call) {
    return assertThrows(BigQueryException.class, call);
  }
}
