package io.bridge.sync.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.event.SyncEvent;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.UploadColumn;
import io.bridge.model.upload.UploadState;
import io.bridge.model.upload.UploadStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UploadEntityTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration AGE = Duration.ofMinutes(1);

  @Test
  void takesTheFirstGenerationOnly() {
    UploadEntity row = announced();
    assertTrue(row.receive(7, NOW, AGE));
    assertFalse(row.receive(8, NOW, AGE));
    assertEquals(7, row.generation);
  }

  @Test
  void isOneHoldersUntilTheLeaseRunsOut() {
    UploadEntity row = received();
    assertTrue(row.isClaimable(7, NOW));
    assertFalse(row.isClaimable(8, NOW), "another generation");

    row.claim(NOW, LEASE);

    assertFalse(row.isClaimable(7, NOW.plus(LEASE).minusMillis(1)));
    assertTrue(row.isClaimable(7, NOW.plus(LEASE)));
  }

  @Test
  void forgetsTheHolderWhoLostTheLease() {
    UploadEntity row = received();
    row.claim(NOW, LEASE);
    LoadOrder lost = row.order();
    row.claim(NOW.plus(LEASE), LEASE);
    assertFalse(row.isHeldBy(lost));
    assertTrue(row.isHeldBy(row.order()));
    assertEquals(lost.jobId(), row.order().jobId(), "the same attempt is the same job");
  }

  @Test
  void givesEachAttemptAndGenerationItsOwnJob() {
    UploadEntity row = received();
    row.claim(NOW, LEASE);
    String first = row.order().jobId();
    assertTrue(first.matches("sync_[0-9a-f]{64}_a1"), first);
    row.attempt++;
    String second = row.order().jobId();
    assertTrue(second.endsWith("_a2"), second);
    row.generation = 8L;
    assertNotEquals(second, row.order().jobId());
  }

  @Test
  void endsOnce() {
    UploadEntity row = received();
    row.claim(NOW, LEASE);
    row.load(3, NOW);
    assertNull(row.dueAt);
    assertFalse(row.isClaimable(7, NOW.plus(LEASE)));
    assertFalse(row.isHeldBy(row.order()));
    assertInstanceOf(SyncEvent.TableLoaded.class, row.loaded("p"));
  }

  @Test
  void keepsItsHistory() {
    UploadEntity row = received();
    row.claim(NOW, LEASE);
    row.release("BigQuery does not answer", NOW, AGE);
    row.claim(NOW, LEASE);
    row.fail(ErrorCode.LOAD_FAILED.with("no"), NOW);
    assertEquals(
        List.of(
            UploadState.AWAITING_FILE,
            UploadState.RECEIVED,
            UploadState.LOADING,
            UploadState.RECEIVED,
            UploadState.LOADING,
            UploadState.FAILED),
        row.toUpload(null).history().stream().map(UploadStep::state).toList());
    assertEquals(1, row.failures);
  }

  @Test
  void asksForANewTaskNameEachTime() {
    UploadEntity row = received();
    assertNotEquals(row.task(), row.requeue(NOW, AGE));
    assertNotEquals(row.task(), row.requeue(NOW, AGE));
  }

  @Test
  void tellsOfDriftWithItsChanges() {
    UploadEntity row = received();
    row.claim(NOW, LEASE);
    Violation change = new Violation("id", "id: INT64 became STRING");
    row.fail(new BridgeException(ErrorCode.SCHEMA_DRIFT, "drift", List.of(change)), NOW);
    var fact = assertInstanceOf(SyncEvent.DriftRefused.class, row.failed());
    assertEquals(List.of("id: INT64 became STRING"), fact.changes());
  }

  private static UploadEntity received() {
    UploadEntity row = announced();
    row.receive(7, NOW, AGE);
    return row;
  }

  private static UploadEntity announced() {
    NewUpload request =
        new NewUpload(
            UUID.randomUUID(), "d", "t", 10, 3, List.of(new UploadColumn("id", "INTEGER")));
    return UploadEntity.from(
        Announcement.of(request, UUID.randomUUID(), null),
        new UploadEntity.Terms("b", NOW, Duration.ofMinutes(15), AGE));
  }
}
