package io.bridge.cloud.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.cloud.store.Sqlite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTableTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path dir;

  @Test
  void keepsTheTimeOfAJobWhoseScheduleIsTheSame() {
    try (Sqlite db = open()) {
      declare(db, "* * * * *", NOON);
      declare(db, "* * * * *", NOON.plusSeconds(60));
      assertEquals(Optional.of(NOON), dueOf(db));

      declare(db, "0 * * * *", NOON.plusSeconds(3600));
      assertEquals(Optional.of(NOON.plusSeconds(3600)), dueOf(db));
    }
  }

  @Test
  void keepsTheTimeOverARestart() {
    try (Sqlite db = open()) {
      declare(db, "* * * * *", NOON);
    }
    try (Sqlite db = open()) {
      assertEquals("job", db.read(c -> JobTable.due(c, NOON)).getFirst().job());
      assertEquals(List.of(), db.read(c -> JobTable.due(c, NOON.minusMillis(1))));
      assertEquals(Optional.of(NOON), db.read(c -> JobTable.nextDue(c, NOON.minusMillis(1))));
      assertEquals(Optional.empty(), db.read(c -> JobTable.nextDue(c, NOON)));
    }
  }

  @Test
  void keepsWhatAJobWasScheduledForMeanwhile() {
    try (Sqlite db = open()) {
      declare(db, "* * * * *", NOON);
      JobRun attempted = db.read(c -> JobTable.find(c, "job")).orElseThrow();
      Instant forced = NOON.plusSeconds(5);

      db.<Void>write(
          c -> {
            JobTable.schedule(c, "job", forced, true);
            JobTable.attempted(c, attempted, attempted.ended(NOON, 13, NOON.plusSeconds(60)));
            return null;
          });

      JobRun run = db.read(c -> JobTable.find(c, "job")).orElseThrow();
      assertEquals(new JobRun("job", forced, forced, 0, null, NOON, 13, true), run);
    }
  }

  private Sqlite open() {
    return Sqlite.open(dir, "scheduler", List.of(JobTable.SCHEMA, JobTable.ATTEMPTS));
  }

  private static Optional<Instant> dueOf(Sqlite db) {
    return db.read(c -> JobTable.find(c, "job")).map(JobRun::due);
  }

  private static void declare(Sqlite db, String schedule, Instant due) {
    db.write(
        c -> {
          JobTable.declare(c, "job", schedule, due);
          return null;
        });
  }
}
