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
      assertEquals(Optional.of(NOON), db.read(c -> JobTable.dueOf(c, "job")));

      declare(db, "0 * * * *", NOON.plusSeconds(3600));
      assertEquals(Optional.of(NOON.plusSeconds(3600)), db.read(c -> JobTable.dueOf(c, "job")));
    }
  }

  @Test
  void keepsTheTimeOverARestart() {
    try (Sqlite db = open()) {
      declare(db, "* * * * *", NOON);
    }
    try (Sqlite db = open()) {
      assertEquals(List.of("job"), db.read(c -> JobTable.due(c, NOON)));
      assertEquals(List.of(), db.read(c -> JobTable.due(c, NOON.minusMillis(1))));
      assertEquals(Optional.of(NOON), db.read(c -> JobTable.nextDue(c, NOON.minusMillis(1))));
      assertEquals(Optional.empty(), db.read(c -> JobTable.nextDue(c, NOON)));
    }
  }

  private Sqlite open() {
    return Sqlite.open(dir, "scheduler", List.of(JobTable.SCHEMA));
  }

  private static void declare(Sqlite db, String schedule, Instant due) {
    db.write(
        c -> {
          JobTable.declare(c, "job", schedule, due);
          return null;
        });
  }
}
