package io.bridge.cloud.mesh;

import io.bridge.cloud.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The whole mesh as processes of this machine. Each call may be repeated: what runs is left alone.
 */
public final class Mesh {
  /**
   * How one part is.
   *
   * @param port the one a person would look at
   * @param seconds how long the start took, or how long it has run
   * @param residentBytes memory; 0 where the part does not run
   */
  public record Part(
      String name, String state, long pid, int port, double seconds, long residentBytes) {}

  private final MeshConfig config;
  private final MeshProcesses processes;

  public Mesh(MeshConfig config) {
    this.config = config;
    this.processes = new MeshProcesses(config);
  }

  public MeshConfig config() {
    return config;
  }

  /**
   * Starts what does not run, in dependency order, and waits until all is ready.
   *
   * @param started told of each part as it becomes ready
   * @throws MeshException when a port is taken, a tool is missing or a part does not start
   */
  public void up(Consumer<Part> started) {
    locked(
        () -> {
          started.accept(postgres());
          MeshProcess cloud = processes.cloud();
          started.accept(ready(cloud, begin(cloud)));
          // Started together: they become ready on their own, the gateway's keys are fetched late.
          List<Instant> begun = config.services().stream().map(s -> begin(service(s))).toList();
          for (int i = 0; i < begun.size(); i++) {
            started.accept(ready(service(config.services().get(i)), begun.get(i)));
          }
          return null;
        });
  }

  /**
   * Ends every process.
   *
   * @return names of those that ran
   */
  public List<String> down() {
    return locked(
        () -> {
          List<String> stopped = new ArrayList<>();
          List<MeshProcess> services =
              config.services().reversed().stream().map(this::service).toList();
          services.parallelStream()
              .filter(MeshProcess::stop)
              .map(MeshProcess::name)
              .forEachOrdered(stopped::add);
          MeshProcess cloud = processes.cloud();
          if (cloud.stop()) {
            stopped.add(cloud.name());
          }
          runningPostgres()
              .ifPresent(
                  server -> {
                    server.close();
                    stopped.add("postgres");
                  });
          return stopped;
        });
  }

  /** Every part, whether it runs or not. */
  public List<Part> status() {
    List<Part> parts = new ArrayList<>();
    parts.add(
        runningPostgres()
            .map(server -> part("postgres", "ready", server.pid(), server.port()))
            .orElseGet(() -> part("postgres", "down", 0, config.ports().of("postgres"))));
    parts.add(status(processes.cloud(), config.ports().of("cloud-https")));
    for (Service service : config.services()) {
      parts.add(status(service(service), config.ports().of(service.name())));
    }
    return parts;
  }

  /** Starts one part again and waits for it. */
  public void start(String name) {
    MeshProcess process = processes.named(name);
    process.start();
    process.awaitReady();
  }

  /** Ends one part the orderly way. */
  public void stop(String name) {
    processes.named(name).stop();
  }

  /** {@code kill -9} of one part. */
  public void kill(String name) {
    processes.named(name).kill();
  }

  public Path log(String name) {
    return MeshProcess.log(config.state(), name);
  }

  /** Environment of a service as the mesh runs it, for {@code dev}. */
  ProcessSpec spec(String service) {
    return processes.spec(service);
  }

  private MeshProcess service(Service service) {
    return processes.named(service.name());
  }

  private static Instant begin(MeshProcess process) {
    Instant now = Instant.now();
    process.start();
    return now;
  }

  private Part ready(MeshProcess process, Instant begun) {
    process.awaitReady();
    long pid = process.handle().map(ProcessHandle::pid).orElse(0L);
    return new Part(
        process.name(),
        "ready",
        pid,
        config.ports().of(process.name().equals("local-cloud") ? "cloud-https" : process.name()),
        seconds(begun),
        Memory.resident(pid));
  }

  private Part postgres() {
    Instant begun = Instant.now();
    try {
      PostgresServer server = PostgresServer.start(postgresDir(), config.ports().of("postgres"));
      for (Service service : config.services()) {
        String name = MeshProcesses.database(service);
        server.ensureDatabase(name, name, processes.databasePassword(service));
      }
      return new Part(
          "postgres",
          "ready",
          server.pid(),
          server.port(),
          seconds(begun),
          Memory.resident(server.pid()));
    } catch (IllegalStateException e) {
      throw new MeshException(e.getMessage(), e);
    }
  }

  private Optional<PostgresServer> runningPostgres() {
    return PostgresServer.running(postgresDir());
  }

  private Path postgresDir() {
    return config.state().resolve("postgres");
  }

  private Part status(MeshProcess process, int port) {
    Optional<ProcessHandle> handle = process.handle();
    if (handle.isEmpty()) {
      return part(process.name(), "down", 0, port);
    }
    String state = process.isReady() ? "ready" : "starting";
    return part(process.name(), state, handle.get().pid(), port);
  }

  private static Part part(String name, String state, long pid, int port) {
    double seconds =
        ProcessHandle.of(pid)
            .flatMap(handle -> handle.info().startInstant())
            .map(Mesh::seconds)
            .orElse(0.0);
    return new Part(name, state, pid, port, seconds, Memory.resident(pid));
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1000.0;
  }

  /** Two launchers at once would start everything twice. */
  private <T> T locked(Supplier<T> work) {
    try {
      Path run = Files.createDirectories(config.state().resolve("run"));
      try (FileChannel channel =
              FileChannel.open(
                  run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        return work.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The mesh's state cannot be locked: " + config.state(), e);
    }
  }
}
