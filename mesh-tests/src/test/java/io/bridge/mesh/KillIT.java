package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.LoadJobConfiguration;
import io.bridge.cloud.mesh.Mesh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** kill -9 of sync-service anywhere, then its restart: every table exactly once, without a hand. */
@ExtendWith(RunningMesh.class)
class KillIT {
  private static final String SYNC = "sync-service";

  /**
   * Two lease periods and the relay's next runs; generous, because it proves that, not how fast.
   */
  private static final Duration RECOVERY = Duration.ofSeconds(120);

  private Workspace workspace;
  private Uploading uploading;

  static long[] seeds() {
    return new Random(20261121).longs(Boolean.getBoolean("bridge.soak") ? 20 : 3).toArray();
  }

  @BeforeEach
  void signIn(RunningMesh.Handle mesh) {
    workspace = Workspace.of(mesh, "kill@bridge.example");
    workspace.connect();
    uploading = new Uploading(mesh, workspace.token(), workspace.team());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void afterThePut(long seed, RunningMesh.Handle mesh) {
    Load load = new Load(seed);
    JsonNode upload = uploading.announce(load.dataset, "t", load.bytes, load.rows);
    uploading.put(upload, load.bytes);
    // Anything from before the notification to the middle of the load.
    LockSupport.parkNanos(load.random.nextLong(150_000_000));

    mesh.mesh().kill(SYNC);
    mesh.mesh().start(SYNC);

    assertLoadedOnce(mesh, upload, load);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void afterTheJobInsertAsItsLogProves(long seed, RunningMesh.Handle mesh) {
    Load load = new Load(seed);
    JsonNode upload = uploading.announce(load.dataset, "t", load.bytes, load.rows);
    String id = upload.path("id").asText();
    Path log = mesh.mesh().log(SYNC);
    uploading.put(upload, load.bytes);
    RunningMesh.await(RECOVERY, () -> says(log, "load job inserted upload=" + id));

    mesh.mesh().kill(SYNC);
    mesh.mesh().start(SYNC);

    assertLoadedOnce(mesh, upload, load);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void beforeTheFactIsPublished(long seed, RunningMesh.Handle mesh) throws IOException {
    Load load = new Load(seed);
    // A Pub/Sub that takes connections and never answers: facts stay in the outbox.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Mesh muted =
          new Mesh(
              mesh.config()
                  .with(
                      Map.of(
                          "BRIDGE_SYNC_LOAD_LEASE", "3s",
                          "BRIDGE_SYNC_REAP_AFTER", "1s",
                          "BRIDGE_GOOGLE_PUBSUB_ENDPOINT", "localhost:" + silent.getLocalPort())));
      mesh.mesh().stop(SYNC);
      muted.start(SYNC);
      JsonNode upload = uploading.announce(load.dataset, "t", load.bytes, load.rows);
      uploading.put(upload, load.bytes);
      RunningMesh.await(
          RECOVERY,
          () -> uploading.look(upload.path("id").asText()).path("state").asText().equals("LOADED"));

      mesh.mesh().kill(SYNC);
      mesh.mesh().start(SYNC);

      assertLoadedOnce(mesh, upload, load);
    }
  }

  private static final class Load {
    private final Random random;
    private final int rows;
    private final byte[] bytes;
    private final String dataset;

    Load(long seed) {
      random = new Random(seed);
      rows = 1 + random.nextInt(200_000);
      bytes = ParquetBytes.numbers(rows);
      dataset = "kill_" + UUID.randomUUID().toString().replace('-', '_');
    }
  }

  private void assertLoadedOnce(RunningMesh.Handle mesh, JsonNode upload, Load load) {
    JsonNode ended = uploading.awaitEnd(upload.path("id").asText());
    assertEquals("LOADED", ended.path("state").asText(), ended.toString());
    assertEquals(load.rows, ended.path("rowsLoaded").intValue());
    assertEquals(load.rows, mesh.count(load.dataset + ".t"));
    assertEquals(1, successfulLoads(mesh, load.dataset), "load jobs that took effect");
    // The fact arrived: the catalog knows the table without anybody asking for a scan.
    RunningMesh.await(RECOVERY, () -> catalogRows(load.dataset) == load.rows);
  }

  private static long successfulLoads(RunningMesh.Handle mesh, String dataset) {
    Iterable<Job> jobs = mesh.warehouse().listJobs(BigQuery.JobListOption.allUsers()).iterateAll();
    return StreamSupport.stream(jobs.spliterator(), false)
        .filter(job -> job.getConfiguration() instanceof LoadJobConfiguration)
        .filter(
            job ->
                ((LoadJobConfiguration) job.getConfiguration())
                    .getDestinationTable()
                    .getDataset()
                    .equals(dataset))
        .filter(job -> job.getStatus().getError() == null)
        .count();
  }

  private long catalogRows(String dataset) {
    for (JsonNode each : workspace.datasets()) {
      if (each.path("name").asText().equals(dataset)) {
        return workspace
            .get("/v1/datasets/" + each.path("id").asText() + "/tables")
            .path("items")
            .path(0)
            .path("rowCount")
            .longValue();
      }
    }
    return -1;
  }

  private static boolean says(Path log, String words) {
    try {
      return Files.readString(log).contains(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
