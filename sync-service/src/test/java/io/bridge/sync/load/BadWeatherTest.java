package io.bridge.sync.load;

import static io.bridge.sync.Person.newDataset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadState;
import io.bridge.sync.ParquetFile;
import io.bridge.sync.Person;
import io.bridge.sync.SyncConfig;
import io.bridge.sync.SyncServiceTest;
import io.bridge.sync.UploadTable;
import io.bridge.sync.WarehouseView;
import io.bridge.sync.bigquery.FlakyWarehouse;
import io.bridge.sync.bigquery.Warehouse;
import io.quarkus.test.junit.QuarkusMock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads in a warehouse that is silent, slow or breaks jobs. */
@SyncServiceTest
class BadWeatherTest {
  private final Person editor = Person.editor();
  private final String dataset = newDataset();
  private final ParquetFile file = ParquetFile.numbers(100);

  @Inject BigQuery bigQuery;
  @Inject SyncConfig config;
  private FlakyWarehouse warehouse;

  @BeforeEach
  void weather() {
    warehouse = new FlakyWarehouse(bigQuery, config);
    QuarkusMock.installMockForType(warehouse, Warehouse.class);
  }

  @Test
  void triesAgainWhenTheWarehouseWasSilent() {
    warehouse.isSilent(2);
    Upload ended = editor.push(dataset, "t", file);
    assertEquals(UploadState.LOADED, ended.state(), ended::toString);
    assertEquals(3, times(ended, UploadState.LOADING));
    assertEquals(1, WarehouseView.loads(dataset).size());
  }

  @Test
  void givesUpWhenTheWarehouseStaysSilent() {
    warehouse.isSilent(3);
    Upload ended = editor.push(dataset, "t", file);
    assertEquals(UploadState.FAILED, ended.state());
    assertEquals("WAREHOUSE_UNAVAILABLE", ended.failure().code());
    assertFalse(WarehouseView.hasTable(dataset, "t"));
    assertEquals(1, UploadTable.facts(ended.id(), "bridge.sync.load-failed.v1"));
  }

  @Test
  void startsAnotherJobAfterOneThatBroke() {
    warehouse.breaksFirstAttempts();
    Upload ended = editor.push(dataset, "t", file);
    assertEquals(UploadState.LOADED, ended.state(), ended::toString);
    assertTrue(ended.jobId().endsWith("_a2"), ended::toString);
    assertEquals(100, WarehouseView.count(dataset, "t"));
  }

  @Test
  void endsWhenTheWarehouseRefuses() {
    warehouse.refuses();
    Upload ended = editor.push(dataset, "t", file);
    assertEquals("LOAD_FAILED", ended.failure().code());
    assertEquals("not like this", ended.failure().detail());
  }

  @Test
  void keepsTheLeaseWhileTheJobRuns() {
    warehouse.takes(config.load().lease().multipliedBy(2));
    Upload ended = editor.push(dataset, "t", file);
    assertEquals(UploadState.LOADED, ended.state(), ended::toString);
    assertEquals(1, times(ended, UploadState.LOADING), "holders");
    assertEquals(1, WarehouseView.loads(dataset).size());
  }

  @Test
  void changesNothingAfterTheLoadWasTakenOver() {
    warehouse.takes(config.load().lease().plus(Duration.ofSeconds(1)));
    Upload upload = editor.announce(dataset, "t", file);
    AtomicBoolean once = new AtomicBoolean();
    warehouse.whileWaiting(() -> steal(upload.id(), once));
    Person.put(upload.put(), file.bytes());

    Upload ended = editor.awaitEnd(upload.id());

    assertEquals(UploadState.LOADED, ended.state(), ended::toString);
    assertEquals(2, times(ended, UploadState.LOADING), "holders");
    assertEquals(1, WarehouseView.loads(dataset).size());
    assertEquals(1, UploadTable.facts(upload.id(), "bridge.sync.table-loaded.v1"));
  }

  private static void steal(UUID uploadId, AtomicBoolean once) {
    if (once.compareAndSet(false, true)) {
      UploadTable.endLease(uploadId);
    }
  }

  private static long times(Upload upload, UploadState state) {
    return List.copyOf(upload.history()).stream().filter(s -> s.state() == state).count();
  }
}
