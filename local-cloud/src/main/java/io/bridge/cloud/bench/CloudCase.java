package io.bridge.cloud.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * local-cloud itself: queries and loads against plain DuckDB doing the same, CPU time of what has
 * no such reference against its budget, and many clients at once. Runs by itself: no mesh is
 * needed.
 *
 * <p>CPU time is that of local-cloud's process: all of its threads, in user and kernel mode, with
 * the compiler and the garbage collector of its JVM. Clients, publishers and the receiver of pushes
 * are in this process and are not counted. A message counts from its publication, one in each
 * request over TLS, until its push is acknowledged and that is on disk; half as many messages come
 * before, uncounted, for what the JVM has to load and compile.
 */
public final class CloudCase implements BenchCase {
  private static final int ROUNDS = 5;
  private static final int WARM_ROUNDS = 300;
  private static final String SUM = "SELECT k, COUNT(*) AS n, SUM(m) AS m FROM %s GROUP BY k";
  private static final double QUERY_OVERHEAD_SECONDS = 0.010;
  private static final double QUERY_FACTOR = 1.2;
  private static final double LOAD_SPEED = 0.7;
  private static final double ROW_MICROS = 5;
  private static final double MESSAGE_MICROS = 300;
  private static final int CLIENTS = 100;

  private final int loaded;
  private final int listed;
  private final int messages;

  /**
   * @param loaded rows of the load
   * @param listed rows that are listed and queried
   * @param messages published and pushed
   */
  public CloudCase(int loaded, int listed, int messages) {
    this.loaded = loaded;
    this.listed = listed;
    this.messages = messages;
  }

  @Override
  public String name() {
    return "cloud";
  }

  @Override
  public String description() {
    return "local-cloud: queries and loads against plain DuckDB, its CPU for rows and messages";
  }

  @Override
  public List<Measurement> run(Path scratch, Consumer<String> progress) {
    try (PushedMessages pushed = new PushedMessages();
        CloudProcess cloud = CloudProcess.start(scratch.resolve("cloud"), pushed.url());
        CloudOverHttp wire = new CloudOverHttp(cloud);
        PlainDuckDb plain = new PlainDuckDb(scratch.resolve("plain.duckdb"))) {
      wire.makeDataset();
      List<Measurement> all = new ArrayList<>();
      progress.accept(loaded + " rows of 8 columns are loaded");
      all.add(load(scratch, wire, plain));
      progress.accept("a query over " + listed + " rows");
      all.add(query(scratch, wire, plain));
      progress.accept(listed + " rows are listed");
      all.add(list(cloud, wire));
      progress.accept(messages + " messages are published and pushed");
      all.add(push(cloud, pushed));
      progress.accept(CLIENTS + " clients at once");
      all.add(parallel(scratch, wire));
      return all;
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("The benchmark could not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Measurement load(Path scratch, CloudOverHttp wire, PlainDuckDb plain)
      throws IOException, SQLException {
    Path parquet = scratch.resolve("loaded.parquet");
    PlainDuckDb.writeRows(parquet, loaded);
    wire.upload(parquet, "loaded.parquet");
    // The first of each also pays for what is made once.
    wire.load("loaded.parquet", "loaded");
    plain.load(parquet, "loaded");
    double value = Double.MAX_VALUE;
    double reference = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      value = Math.min(value, seconds(() -> wire.load("loaded.parquet", "loaded")));
      reference = Math.min(reference, seconds(() -> plain.load(parquet, "loaded")));
    }
    return new Measurement(
        "load job, seconds", value, reference, "DuckDB CREATE TABLE AS", 1 / LOAD_SPEED);
  }

  private Measurement query(Path scratch, CloudOverHttp wire, PlainDuckDb plain)
      throws IOException, SQLException {
    Path parquet = scratch.resolve("listed.parquet");
    PlainDuckDb.writeRows(parquet, listed);
    wire.upload(parquet, "listed.parquet");
    wire.load("listed.parquet", "listed");
    plain.load(parquet, "listed");
    plain.checkpoint();
    double value = Double.MAX_VALUE;
    double reference = Double.MAX_VALUE;
    // Warm: what a server that has been asked for a while answers with.
    for (int round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
      value = Math.min(value, seconds(() -> wire.query(SUM.formatted("bench.listed"))));
      reference = Math.min(reference, seconds(() -> plain.query(SUM.formatted("listed"))));
    }
    return new Measurement(
        "query, seconds",
        value,
        QUERY_OVERHEAD_SECONDS + QUERY_FACTOR * reference,
        "10 ms + 1.2 x DuckDB",
        1);
  }

  private Measurement list(CloudProcess cloud, CloudOverHttp wire) throws IOException {
    int page = 20_000;
    wire.list("listed", page);
    double before = cloud.cpuSeconds();
    long rows = wire.list("listed", page) + wire.list("listed", page);
    double micros = (cloud.cpuSeconds() - before) * 1e6 / rows;
    return new Measurement("tabledata.list, CPU us a row", micros, ROW_MICROS, "budget", 1);
  }

  private Measurement push(CloudProcess cloud, PushedMessages pushed)
      throws IOException, InterruptedException {
    pushed.send(cloud, messages / 2);
    double before = cloud.cpuSecondsWhenIdle();
    pushed.send(cloud, messages);
    double micros = (cloud.cpuSecondsWhenIdle() - before) * 1e6 / messages;
    return new Measurement("pushed message, CPU us", micros, MESSAGE_MICROS, "budget", 1);
  }

  /** Each writes, reads, queries; an error of any of them ends the benchmark. */
  private static Measurement parallel(Path scratch, CloudOverHttp wire)
      throws IOException, SQLException, InterruptedException {
    Path parquet = scratch.resolve("small.parquet");
    PlainDuckDb.writeRows(parquet, 1000);
    int failed = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String name = "small-" + client;
        clients.add(threads.submit(() -> work(wire, parquet, name)));
      }
      for (Future<?> client : clients) {
        try {
          client.get();
        } catch (java.util.concurrent.ExecutionException _) {
          failed++;
        }
      }
    }
    return new Measurement(CLIENTS + " clients, failed", failed, CLIENTS, "clients", 0);
  }

  private static Void work(CloudOverHttp wire, Path parquet, String name) throws IOException {
    wire.upload(parquet, name);
    wire.load(name, name.replace('-', '_'));
    wire.query(SUM.formatted("bench." + name.replace('-', '_')));
    wire.download(name);
    return null;
  }

  private interface Work {
    void run() throws IOException, SQLException;
  }

  private static double seconds(Work work) throws IOException, SQLException {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e9;
  }
}
