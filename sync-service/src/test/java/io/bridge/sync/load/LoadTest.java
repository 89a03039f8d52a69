package io.bridge.sync.load;

import static io.bridge.sync.Person.newDataset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.LoadJobConfiguration;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadColumn;
import io.bridge.model.upload.UploadState;
import io.bridge.model.upload.UploadStep;
import io.bridge.sync.ParquetFile;
import io.bridge.sync.Person;
import io.bridge.sync.SyncServiceTest;
import io.bridge.sync.WarehouseView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A file from its announcement to the warehouse, over real sockets all the way. */
@SyncServiceTest
class LoadTest {
  private final Person editor = Person.editor();
  private final String dataset = newDataset();

  @Test
  void carriesAFileIntoATable() {
    Upload loaded = editor.push(dataset, "sales", ParquetFile.numbers(1000));

    assertEquals(UploadState.LOADED, loaded.state(), loaded::toString);
    assertEquals(1000, loaded.rowsLoaded());
    assertEquals(
        List.of(
            UploadState.AWAITING_FILE,
            UploadState.RECEIVED,
            UploadState.LOADING,
            UploadState.LOADED),
        loaded.history().stream().map(UploadStep::state).toList());
    assertEquals(1000, WarehouseView.count(dataset, "sales"));
    assertEquals("625625", WarehouseView.ask("SELECT SUM(price) FROM " + dataset + ".sales"));
    assertEquals(editor.teamId().toString(), WarehouseView.label(dataset));
  }

  @Test
  void labelsTheJob() {
    editor.push(dataset, "t", ParquetFile.numbers(1));
    Job job = WarehouseView.loads(dataset).getFirst();
    assertEquals(
        Map.of("bridge_team", editor.teamId().toString(), "bridge_origin", "sync"),
        ((LoadJobConfiguration) job.getConfiguration()).getLabels());
    assertTrue(job.getJobId().getJob().matches("sync_[0-9a-f]{64}_a1"));
  }

  @Test
  void keepsMoneyExactAndTimesApart() {
    ParquetFile file =
        ParquetFile.of(
            """
            SELECT 1079147.47::DECIMAL(18,4) AS "Preis (€)",
              TIMESTAMP '2026-01-02 03:04:05.678901' AS local_time,
              TIMESTAMPTZ '2026-01-02 03:04:05+02' AS instant,
              DATE '0001-01-01' AS day,
              18446744073709551615::UBIGINT AS big,
              [1, 2] AS list,
              {'a b': 'x', 'n': NULL::INTEGER} AS record,
              MAP {'k': 1.5::DOUBLE} AS map,
              [[1], [2, 3]] AS nested,
              'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID AS id,
              '\\x00\\xFF'::BLOB AS bytes,
              true AS flag
            """);
    Upload loaded = editor.push(dataset, "t", file);

    assertEquals(UploadState.LOADED, loaded.state(), loaded::toString);
    Field price = WarehouseView.fields(dataset, "t").get(0);
    assertEquals("NUMERIC", price.getType().getStandardType().name());
    assertEquals("Preis____", price.getName());
    assertEquals("Preis (€)", price.getDescription());
    assertEquals("1079147.47", ask("CAST(Preis____ AS STRING)"));
    assertEquals("2026-01-02 03:04:05.678901", ask("CAST(local_time AS STRING)"));
    assertEquals("DATETIME", type("local_time"));
    assertEquals("TIMESTAMP", type("instant"));
    assertEquals("2026-01-02 01:04:05+00", ask("CAST(instant AS STRING)"));
    assertEquals("0001-01-01", ask("CAST(day AS STRING)"));
    assertEquals("18446744073709551615", ask("CAST(big AS STRING)"));
    assertEquals("2", ask("ARRAY_LENGTH(list)"));
    assertEquals("x", ask("record.a_b"));
    assertEquals("k", ask("map[OFFSET(0)].key"));
    assertEquals("3", ask("nested[OFFSET(1)].items[OFFSET(1)]"));
    assertEquals("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", ask("id"));
    assertEquals("00ff", ask("TO_HEX(bytes)"));
    assertEquals("true", ask("flag"));
  }

  private String ask(String expression) {
    return WarehouseView.ask("SELECT " + expression + " FROM " + dataset + ".t");
  }

  private String type(String column) {
    return WarehouseView.fields(dataset, "t").get(column).getType().getStandardType().name();
  }

  @Test
  void loadsAFileWithoutRows() {
    Upload loaded = editor.push(dataset, "empty", ParquetFile.numbers(0));
    assertEquals(UploadState.LOADED, loaded.state(), loaded::toString);
    assertEquals(0, loaded.rowsLoaded());
    assertTrue(WarehouseView.hasTable(dataset, "empty"));
  }

  @Test
  void replacesTheRowsOfATable() {
    editor.push(dataset, "t", ParquetFile.numbers(10));
    editor.push(dataset, "t", ParquetFile.numbers(4));
    assertEquals(4, WarehouseView.count(dataset, "t"));
  }

  @Test
  void takesNewColumnsAtTheEnd() {
    editor.push(dataset, "t", ParquetFile.of("SELECT 1 AS a"));
    Upload wider = editor.push(dataset, "t", ParquetFile.of("SELECT 'x' AS b, 2 AS a"));
    assertEquals(UploadState.LOADED, wider.state(), wider::toString);
    assertEquals(
        List.of("a", "b"),
        WarehouseView.fields(dataset, "t").stream().map(Field::getName).toList());
    assertEquals("x", WarehouseView.ask("SELECT b FROM " + dataset + ".t"));
  }

  @Test
  void refusesDriftAndLeavesTheTableAlone() {
    editor.push(dataset, "t", ParquetFile.of("SELECT 1 AS a, 2 AS b"));
    Upload refused = editor.push(dataset, "t", ParquetFile.of("SELECT 'x' AS a"));
    assertFailed(refused, "SCHEMA_DRIFT");
    assertEquals(
        List.of("a: INT64 became STRING", "b: INT64 is not in the file"),
        refused.failure().violations().stream().map(v -> v.message()).toList());
    assertEquals("1", WarehouseView.ask("SELECT a FROM " + dataset + ".t"));
  }

  @Test
  void refusesAFileThatIsNoParquet() {
    ParquetFile good = ParquetFile.numbers(5);
    byte[] broken = good.bytes().clone();
    Arrays.fill(broken, (byte) 7);
    Upload refused = editor.push(dataset, "t", new ParquetFile(broken, 5, good.columns()));
    assertFailed(refused, "FILE_UNREADABLE");
    assertFalse(WarehouseView.hasTable(dataset, "t"));
  }

  @Test
  void refusesAFileWithOtherTypesThanAnnounced() {
    ParquetFile text = ParquetFile.of("SELECT 'x' AS id");
    ParquetFile lie = new ParquetFile(text.bytes(), 1, List.of(new UploadColumn("id", "INTEGER")));
    Upload refused = editor.push(dataset, "t", lie);
    assertEquals(UploadState.FAILED, refused.state(), refused::toString);
    assertTrue(
        List.of("FILE_UNREADABLE", "LOAD_FAILED").contains(refused.failure().code()),
        refused::toString);
    assertTrue(refused.failure().detail().length() > 10, refused::toString);
    assertFalse(WarehouseView.hasTable(dataset, "t"));
  }

  @Test
  void refusesAFileWhosePagesAreBroken() {
    ParquetFile good = ParquetFile.numbers(1000);
    byte[] broken = good.bytes().clone();
    Arrays.fill(broken, 4, broken.length / 2, (byte) 0x55);
    Upload refused = editor.push(dataset, "t", new ParquetFile(broken, 1000, good.columns()));
    assertFailed(refused, "FILE_UNREADABLE");
    assertFalse(WarehouseView.hasTable(dataset, "t"));
  }

  @Test
  void loadsManyTablesIntoANewDatasetAtOnce() {
    ParquetFile file = ParquetFile.numbers(3);
    List<Upload> uploads =
        IntStream.range(0, 8).mapToObj(i -> editor.announce(dataset, "t" + i, file)).toList();
    uploads.parallelStream().forEach(u -> Person.put(u.put(), file.bytes()));
    uploads.forEach(u -> assertEquals(UploadState.LOADED, editor.awaitEnd(u.id()).state()));
    assertEquals(8, WarehouseView.loads(dataset).size());
  }

  @Test
  void refusesAnotherNumberOfRowsThanAnnounced() {
    ParquetFile file = ParquetFile.numbers(5);
    Upload upload = editor.announce(dataset, "t", file, 6);
    Person.put(upload.put(), file.bytes());
    Upload refused = editor.awaitEnd(upload.id());
    assertFailed(refused, "ROW_COUNT_MISMATCH");
    assertTrue(refused.failure().detail().contains("5"), refused::toString);
  }

  @Test
  void refusesADatasetThatBecameSomebodyElses() {
    ParquetFile file = ParquetFile.numbers(1);
    Upload upload = editor.announce(dataset, "t", file);
    WarehouseView.createForeign(dataset);
    Person.put(upload.put(), file.bytes());
    assertFailed(editor.awaitEnd(upload.id()), "DATASET_NOT_FOUND");
    assertFalse(WarehouseView.hasTable(dataset, "t"));
  }

  private static void assertFailed(Upload upload, String code) {
    assertEquals(UploadState.FAILED, upload.state(), upload::toString);
    assertNotNull(upload.failure());
    assertEquals(code, upload.failure().code(), upload::toString);
  }
}
