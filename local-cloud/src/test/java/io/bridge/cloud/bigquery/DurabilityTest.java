package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.RetryOption;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DurabilityTest {
  private static final TableId SALES = TableId.of("shop", "sales");
  private static final long ROWS = 300_000;

  @TempDir Path dir;

  @Test
  void losesNothingThatItAcknowledged() throws Exception {
    // Given
    var file = file("SELECT i::BIGINT id, 'n' || i AS name FROM range(10) t(i)");
    var loaded = JobId.of("loaded");
    JobId queried;
    try (var server = ServerProcess.start(dir)) {
      var bigquery = server.client();
      bigquery.create(DatasetInfo.newBuilder("shop").setLabels(Map.of("team", "blue")).build());
      ended(bigquery.create(JobInfo.of(loaded, load(file))));
      var query = QueryJobConfiguration.of("SELECT name FROM shop.sales ORDER BY id");
      queried = ended(bigquery.create(JobInfo.of(query))).getJobId();

      // When
      server.kill();
    }

    // Then
    try (var server = BigQueryServer.start(dir)) {
      var bigquery = server.client("editor");
      assertEquals(Map.of("team", "blue"), bigquery.getDataset("shop").getLabels());
      assertEquals(10, rows(bigquery));
      assertEquals(JobStatus.State.DONE, bigquery.getJob(loaded).getStatus().getState());
      var results = bigquery.getJob(queried).getQueryResults();
      assertEquals("n9", results.streamAll().toList().get(9).get(0).getStringValue());
      // On the 409 of a known id Google's client fetches the job there is.
      var other = JobInfo.of(loaded, QueryJobConfiguration.of("SELECT 1"));
      var adopted = bigquery.create(other).getConfiguration();
      assertEquals(JobConfiguration.Type.LOAD, adopted.getType());
      assertEquals(10, rows(bigquery));
    }
  }

  @Test
  void loadsExactlyOnceWheneverItIsKilled() throws Exception {
    // Given
    var file = file("SELECT i::BIGINT id, md5(i::VARCHAR) s FROM range(" + ROWS + ") t(i)");
    try (var server = ServerProcess.start(dir)) {
      var bigquery = server.client();
      bigquery.create(DatasetInfo.of("shop"));
      accept(bigquery, file, "accepted_120_ms_ago", 120);
      accept(bigquery, file, "accepted_just_now", 0);

      // When
      server.kill();
    }
    try (var server = ServerProcess.start(dir)) {
      var bigquery = server.client();
      assertLoadedOnce(bigquery, List.of("accepted_120_ms_ago", "accepted_just_now"));
      accept(bigquery, file, "accepted_340_ms_ago", 300);
      accept(bigquery, file, "accepted_40_ms_ago", 40);
      server.kill();
    }

    // Then
    try (var server = BigQueryServer.start(dir)) {
      assertLoadedOnce(
          server.client("editor"),
          List.of(
              "accepted_120_ms_ago",
              "accepted_just_now",
              "accepted_340_ms_ago",
              "accepted_40_ms_ago"));
    }
  }

  /** Loads into a table of the job's name, and goes on so much later, however far the load is. */
  private static void accept(BigQuery bigquery, String file, String name, long goesOnMillis) {
    assertNotNull(bigquery.create(JobInfo.of(JobId.of(name), load(file, name))));
    LockSupport.parkNanos(Duration.ofMillis(goesOnMillis).toNanos());
  }

  private static void assertLoadedOnce(BigQuery bigquery, List<String> names) throws Exception {
    for (var name : names) {
      assertNull(ended(bigquery.getJob(JobId.of(name))).getStatus().getError());
      StandardTableDefinition table = bigquery.getTable("shop", name).getDefinition();
      assertEquals(ROWS, table.getNumRows());
      var count = QueryJobConfiguration.of("SELECT COUNT(*), COUNT(DISTINCT id) FROM shop." + name);
      var counted = bigquery.query(count).iterateAll().iterator().next();
      assertEquals(ROWS, counted.get(0).getLongValue());
      assertEquals(ROWS, counted.get(1).getLongValue());
    }
  }

  @Test
  void showsReadersTheOldRowsOrTheNewOnes() throws Exception {
    try (var server = BigQueryServer.start(dir);
        var readers = Executors.newFixedThreadPool(3)) {
      // Given
      var bigquery = server.client("editor");
      bigquery.create(DatasetInfo.of("shop"));
      replace(bigquery, 0);
      var done = new AtomicBoolean();
      Callable<Long> reader = () -> readUntil(bigquery, done);

      // When
      var reading = List.of(readers.submit(reader), readers.submit(reader));
      for (int version = 1; version <= 12; version++) {
        replace(bigquery, version);
      }
      done.set(true);

      // Then
      for (var one : reading) {
        assertEquals(12, one.get());
      }
    }
  }

  @Test
  void runsManyJobsAtOnce() throws Exception {
    try (var server = BigQueryServer.start(dir);
        var clients = Executors.newFixedThreadPool(8)) {
      // Given
      var bigquery = server.client("editor");
      bigquery.create(DatasetInfo.of("shop"));
      var file = file("SELECT i::BIGINT AS version FROM range(1000) t(i)");
      var query = QueryJobConfiguration.of("SELECT COUNT(*) FROM shop.t0");
      Callable<Job> load0 = () -> ended(bigquery.create(JobInfo.of(load(file, "t0"))));
      load0.call();

      // When
      var running = new ArrayList<Future<Job>>();
      for (int i = 0; i < 24; i++) {
        var table = "t" + i % 6;
        running.add(clients.submit(() -> ended(bigquery.create(JobInfo.of(load(file, table))))));
        running.add(clients.submit(() -> ended(bigquery.create(JobInfo.of(query)))));
      }

      // Then
      for (var one : running) {
        assertNull(one.get().getStatus().getError());
      }
      for (int i = 0; i < 6; i++) {
        StandardTableDefinition table = bigquery.getTable("shop", "t" + i).getDefinition();
        assertEquals(i == 0 ? 5000 : 4000, table.getNumRows());
      }
    }
  }

  @Test
  void refusesAFileThatIsNoWarehouse() throws IOException {
    Files.createDirectories(dir.resolve("bigquery"));
    Files.writeString(dir.resolve("bigquery/bridge-test.duckdb"), "no database".repeat(1000));
    var refused = assertThrows(RuntimeException.class, () -> BigQueryServer.start(dir));
    assertEquals("Cannot open the warehouse of project bridge-test", refused.getMessage());
  }

  /** Reads whole versions only; gives the last one, seen after the writer was done. */
  private static long readUntil(BigQuery bigquery, AtomicBoolean done) throws InterruptedException {
    var sql = "SELECT MIN(version), MAX(version), COUNT(*) FROM shop.sales";
    while (true) {
      boolean last = done.get();
      var row = bigquery.query(QueryJobConfiguration.of(sql)).iterateAll().iterator().next();
      assertEquals(row.get(0).getLongValue(), row.get(1).getLongValue());
      assertEquals(20_000 + row.get(0).getLongValue(), row.get(2).getLongValue());
      if (last) {
        return row.get(0).getLongValue();
      }
    }
  }

  private void replace(BigQuery bigquery, int version) throws InterruptedException {
    var select = "SELECT %d::BIGINT AS version FROM range(%d)";
    var file = file(select.formatted(version, 20_000 + version));
    var configuration =
        load(file).toBuilder().setWriteDisposition(WriteDisposition.WRITE_TRUNCATE).build();
    assertNull(ended(bigquery.create(JobInfo.of(configuration))).getStatus().getError());
  }

  private String file(String select) {
    try {
      var objects = Files.createDirectories(dir.resolve("objects"));
      var name = "f" + System.nanoTime() + ".parquet";
      ParquetFiles.write(objects.resolve(name), select);
      return "gs://" + BigQueryServer.BUCKET + "/" + name;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LoadJobConfiguration load(String uri) {
    return LoadJobConfiguration.of(SALES, uri, FormatOptions.parquet());
  }

  private static LoadJobConfiguration load(String uri, String table) {
    return LoadJobConfiguration.of(TableId.of("shop", table), uri, FormatOptions.parquet());
  }

  private static long rows(BigQuery bigquery) {
    StandardTableDefinition definition = bigquery.getTable(SALES).getDefinition();
    return definition.getNumRows();
  }

  private static Job ended(Job job) throws InterruptedException {
    return job.waitFor(
        RetryOption.initialRetryDelayDuration(Duration.ofMillis(10)),
        RetryOption.maxRetryDelayDuration(Duration.ofMillis(50)));
  }
}
