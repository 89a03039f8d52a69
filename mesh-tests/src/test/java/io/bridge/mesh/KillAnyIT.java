package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.mesh.MainJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 of any service at any moment of the main job, then its restart: the job ends as if
 * nothing had been. The same job as the demo's, with a smaller file.
 */
@ExtendWith(RunningMesh.class)
class KillAnyIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static Result undisturbed;
  private static Duration took;

  @TempDir Path dir;

  record Kill(String service, long seed) {}

  /** What must be the same. */
  record Result(int tables, long rows, int catalogTables, int tiles, int tilesWithData) {}

  static Stream<Kill> kills() {
    int seeds = Boolean.getBoolean("bridge.soak") ? 20 : 3;
    Random random = new Random(20261121);
    return Stream.of(
            "gateway-service",
            "connection-service",
            "catalog-service",
            "dashboard-service",
            "agent-service",
            "sync-service")
        .flatMap(
            service ->
                random.longs(seeds).boxed().toList().stream().map(seed -> new Kill(service, seed)));
  }

  @ParameterizedTest
  @MethodSource("kills")
  void changesNothingInTheEnd(Kill kill, RunningMesh.Handle mesh) throws Exception {
    // Given
    if (undisturbed == null) {
      job(mesh); // a cold mesh takes longer, and most kills would come when all is done
      Instant begun = Instant.now();
      undisturbed = job(mesh);
      took = Duration.between(begun, Instant.now());
      assertTrue(undisturbed.tiles() >= 6, undisturbed.toString());
      assertEquals(undisturbed.tiles(), undisturbed.tilesWithData());
    }
    long wait = new Random(kill.seed()).nextLong(took.toNanos());
    // When
    CompletableFuture<Result> job =
        CompletableFuture.supplyAsync(() -> job(mesh), Thread::startVirtualThread);
    LockSupport.parkNanos(wait);
    mesh.mesh().kill(kill.service());
    mesh.mesh().start(kill.service());
    // Then
    assertEquals(undisturbed, ended(job), kill + " killed after " + wait / 1_000_000 + " ms");
  }

  private Result job(RunningMesh.Handle mesh) {
    String name = "kill" + UUID.randomUUID().toString().substring(0, 8);
    Path file = shop(dir.resolve(name + ".duckdb"));
    MainJob.Outcome outcome =
        new MainJob(
                mesh.config(),
                new AppInProcess(mesh.config(), name),
                line -> System.out.println(name + ": " + line))
            .run(
                new MainJob.Task(name + "@bridge.example", RunningMesh.PASSWORD, name, file, name));
    return new Result(
        outcome.tables(),
        outcome.rows(),
        outcome.scanned().path("tables").intValue(),
        outcome.tiles().tiles(),
        outcome.tiles().withData());
  }

  private static Result ended(CompletableFuture<Result> job)
      throws ExecutionException, InterruptedException {
    try {
      return job.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("The job did not end within " + LIMIT, e);
    }
  }

  private static Path shop(Path file) {
    return DuckDbFile.of(
        file,
        List.of(
                "CREATE TABLE branch AS SELECT i AS branch_id, 'branch ' || i AS branch_name,"
                    + " 'region ' || (i % 3) AS region FROM range(9) t(i)",
                "CREATE TABLE receipt AS SELECT i AS receipt_id, i % 9 AS branch_id,"
                    + " DATE '2025-01-01' + (i % 365)::INTEGER AS sold_on,"
                    + " CASE i % 4 WHEN 0 THEN 'cash' ELSE 'card' END AS payment,"
                    + " (i % 97)::DECIMAL(9,2) AS amount, i % 5 AS items FROM range(20000) t(i)")
            .toArray(String[]::new));
  }
}
