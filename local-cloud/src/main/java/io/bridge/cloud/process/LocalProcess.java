package io.bridge.cloud.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * One process that outlives who started it. Its id is kept in {@code run/<name>.pid} together with
 * its start time, so that a reused id is never taken for it; what it prints goes to {@code
 * logs/<name>.log}.
 */
public final class LocalProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  /** A process that writes its start cache takes its time. */
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(180);

  private final ProcessSpec spec;
  private final Path state;

  public LocalProcess(ProcessSpec spec, Path state) {
    this.spec = spec;
    this.state = state;
  }

  public String name() {
    return spec.name();
  }

  public Path log() {
    return log(state, spec.name());
  }

  public static Path log(Path state, String name) {
    return state.resolve("logs").resolve(name + ".log");
  }

  /**
   * Where a process has its temporary files, which go with its next start: one that was killed
   * leaves native libraries of hundreds of megabytes.
   */
  public static Path scratch(Path state, String name) {
    return state.toAbsolutePath().resolve("tmp").resolve(name);
  }

  public Optional<ProcessHandle> handle() {
    Path file = pidFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String[] parts = Files.readString(file).strip().split(" ");
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .filter(ProcessHandle::isAlive)
          .filter(handle -> !isZombie(handle))
          .filter(handle -> started(handle).equals(parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException("The state of " + name() + " cannot be read", e);
    }
  }

  public boolean isReady() {
    return spec.readiness().holds();
  }

  /** Starts it unless it runs; anew where it was built again since. Does not wait. */
  public void start() {
    requireBuilt();
    if (handle().isPresent() && runsWhatIsBuilt()) {
      return;
    }
    stop();
    spec.ports().forEach(this::refuseTakenPort);
    try {
      Files.createDirectories(log().getParent());
      Files.createDirectories(pidFile().getParent());
      FileTree.delete(scratch(state, name()));
      Files.createDirectories(scratch(state, name()));
      ProcessBuilder builder = new ProcessBuilder(detached(spec.command()));
      Map<String, String> inherited = builder.environment();
      inherited.keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "USER"));
      inherited.putAll(spec.environment().get());
      Process process =
          builder
              .directory(state.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      remember(process.toHandle());
    } catch (IOException e) {
      throw new CommandFailure(name() + " could not be started: " + e.getMessage(), e);
    }
  }

  /** Waits until it is ready; says where its log is when it ends or takes too long. */
  public void awaitReady() {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (Instant.now().isBefore(limit)) {
      if (handle().isEmpty()) {
        throw new CommandFailure(name() + " ended while it started; its log says why: " + log());
      }
      if (isReady()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new CommandFailure(
        name() + " was not ready in " + START_LIMIT.toSeconds() + " s; its log: " + log());
  }

  /** Asks it to end and insists after a while; true where it ran. */
  public boolean stop() {
    Optional<ProcessHandle> running = handle();
    running.ifPresent(
        handle -> {
          handle.destroy();
          try {
            handle.onExit().get(stopLimit().toSeconds(), TimeUnit.SECONDS);
          } catch (TimeoutException e) {
            kill(handle);
          } catch (ExecutionException e) {
            throw new CommandFailure(name() + " could not be stopped", e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return running.isPresent();
  }

  private Duration stopLimit() {
    return spec.command().stream().anyMatch(word -> word.startsWith("-XX:AOTCacheOutput"))
        ? WRITE_LIMIT
        : STOP_LIMIT;
  }

  public Path jar() {
    return spec.jar();
  }

  /** {@code kill -9}. */
  public void kill() {
    handle().ifPresent(LocalProcess::kill);
  }

  private static void kill(ProcessHandle handle) {
    handle.destroyForcibly();
    handle.onExit().join();
  }

  private void remember(ProcessHandle handle) throws IOException {
    Path fresh = pidFile().resolveSibling(name() + ".pid.new");
    Files.writeString(fresh, handle.pid() + " " + started(handle) + "\n");
    Files.move(fresh, pidFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path pidFile() {
    return state.resolve("run").resolve(spec.name() + ".pid");
  }

  /** Killed, and not yet taken note of by its parent: it does nothing any more. */
  private static boolean isZombie(ProcessHandle handle) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
      return stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException _) {
      // It is gone, or this is no Linux.
      return false;
    }
  }

  private static String started(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** A JVM whose jar was replaced under it fails at the next class that it loads. */
  private boolean runsWhatIsBuilt() {
    try {
      FileTime built = Files.getLastModifiedTime(spec.jar());
      return built.compareTo(Files.getLastModifiedTime(pidFile())) <= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireBuilt() {
    if (!Files.exists(spec.jar())) {
      throw new CommandFailure(
          spec.jar() + " is not built; ./bridge builds what is stale, or run ./mvnw package");
    }
  }

  private void refuseTakenPort(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return;
    } catch (IOException e) {
      throw new CommandFailure(
          "Port "
              + port
              + " for "
              + name()
              + " is taken. Stop what listens there (ss -ltnp 'sport = :"
              + port
              + "' shows it) or set another port: BRIDGE_PORT_… for the mesh, see README; --port and"
              + " the like for ./bridge cloud up");
    }
  }

  /** In a session of its own: neither Ctrl-C nor a closed terminal reaches it. */
  private static List<String> detached(List<String> command) {
    List<String> all = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      all.add("/usr/bin/setsid");
    }
    all.addAll(command);
    return all;
  }
}
