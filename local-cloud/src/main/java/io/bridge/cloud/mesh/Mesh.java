package io.bridge.cloud.mesh;

import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.LocalProcess;
import io.bridge.cloud.process.Memory;
import io.bridge.cloud.process.ProcessSpec;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The whole mesh as processes of this machine. Each call may be repeated: what runs is left alone.
 */
public final class Mesh {
  private static final Duration ALL_UP_LIMIT = Duration.ofSeconds(90);

  /**
   * How one part is.
   *
   * @param port the one a person would look at
   * @param seconds how long the start took, or how long it has run
   * @param residentBytes memory; 0 where the part does not run
   */
  public record Part(
      String name, String state, long pid, int port, double seconds, long residentBytes) {
    static final String READY = "ready";

    boolean isReady() {
      return state.equals(READY);
    }

    static Part of(String name, String state, long pid, int port) {
      double seconds =
          ProcessHandle.of(pid)
              .flatMap(handle -> handle.info().startInstant())
              .map(Part::since)
              .orElse(0.0);
      return new Part(name, state, pid, port, seconds, Memory.resident(pid));
    }

    static double since(Instant begun) {
      return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }
  }

  private final MeshConfig config;
  private final MeshProcesses processes;
  private final Stores stores;

  public Mesh(MeshConfig config) {
    this.config = config;
    this.processes = new MeshProcesses(config);
    this.stores = new Stores(config, processes.environment());
  }

  public MeshConfig config() {
    return config;
  }

  /**
   * Starts what does not run, in dependency order, and waits until all is ready.
   *
   * @param started told of each part as it becomes ready
   * @throws CommandFailure when a port is taken, a tool is missing or a part does not start
   */
  public void up(Consumer<Part> started) {
    locked(
        () -> {
          LocalProcess cloud = processes.cloud();
          Instant cloudBegun = begin(cloud);
          started.accept(stores.startPostgres());
          started.accept(stores.startRedis());
          started.accept(ready(cloud, cloudBegun));
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
          List<LocalProcess> services =
              config.services().reversed().stream().map(this::service).toList();
          services.parallelStream()
              .filter(LocalProcess::stop)
              .map(LocalProcess::name)
              .forEachOrdered(stopped::add);
          LocalProcess cloud = processes.cloud();
          if (cloud.stop()) {
            stopped.add(cloud.name());
          }
          stopped.addAll(stores.stop());
          return stopped;
        });
  }

  /** Every part, whether it runs or not. */
  public List<Part> status() {
    List<Part> parts = new ArrayList<>();
    parts.addAll(stores.status());
    parts.add(status(processes.cloud(), config.ports().of("cloud-https")));
    for (Service service : config.services()) {
      parts.add(status(service(service), config.ports().of(service.name())));
    }
    return parts;
  }

  /** Process ids by name, 0 of what is down: a part that was started again has another. */
  Map<String, Long> pids() {
    return javaProcesses().stream()
        .map(LocalProcess::name)
        .collect(Collectors.toMap(name -> name, this::pid));
  }

  /** Waits until every part is up, also one that somebody else starts. */
  void awaitAll() {
    Instant limit = Instant.now().plus(ALL_UP_LIMIT);
    while (status().stream().anyMatch(part -> !part.isReady())) {
      if (Instant.now().isAfter(limit)) {
        throw new CommandFailure("Not every part of the mesh is up; see ./bridge status");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  /** Starts one part again and waits for it. */
  public void start(String name) {
    LocalProcess process = processes.named(name);
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

  /** Process id; 0 where it does not run. */
  public long pid(String name) {
    return processes.named(name).handle().map(ProcessHandle::pid).orElse(0L);
  }

  public Path log(String name) {
    return LocalProcess.log(config.state(), name);
  }

  /** A fresh key of a warehouse account that may read and query, as Google's file has it. */
  public String issueKey(String account) {
    return new IssuedKeys(config).json(account);
  }

  /** Every process that can have a start cache. */
  List<LocalProcess> javaProcesses() {
    List<LocalProcess> all = new ArrayList<>(List.of(processes.cloud()));
    config.services().forEach(service -> all.add(service(service)));
    return all;
  }

  /** Ends Redis alone. */
  public void stopRedis() {
    stores.stopRedis();
  }

  /** Starts Redis again, empty. */
  public void startRedis() {
    stores.startRedis();
  }

  /** Environment of a service as the mesh runs it, for {@code dev}. */
  ProcessSpec spec(String service) {
    return processes.spec(service);
  }

  private LocalProcess service(Service service) {
    return processes.named(service.name());
  }

  private static Instant begin(LocalProcess process) {
    Instant now = Instant.now();
    process.start();
    return now;
  }

  private Part ready(LocalProcess process, Instant begun) {
    process.awaitReady();
    long pid = process.handle().map(ProcessHandle::pid).orElse(0L);
    return new Part(
        process.name(),
        Part.READY,
        pid,
        config.ports().of(process.name().equals("local-cloud") ? "cloud-https" : process.name()),
        Part.since(begun),
        Memory.resident(pid));
  }

  private Part status(LocalProcess process, int port) {
    Optional<ProcessHandle> handle = process.handle();
    if (handle.isEmpty()) {
      return Part.of(process.name(), "down", 0, port);
    }
    String state = process.isReady() ? Part.READY : "starting";
    return Part.of(process.name(), state, handle.get().pid(), port);
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
