package io.bridge.cloud.alone;

import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.FileTree;
import io.bridge.cloud.process.Jvm;
import io.bridge.cloud.process.LocalProcess;
import io.bridge.cloud.process.ProcessSpec;
import io.bridge.cloud.process.Readiness;
import io.bridge.cloud.tls.Tls;
import io.bridge.cloud.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One local-cloud on this machine: {@code data} is what it keeps, {@code run} its process id,
 * {@code logs} what it printed, {@code settings.json} how it was started.
 *
 * @param dir all of that
 */
record Installation(Path dir, Jvm jvm) {
  static final String NAME = "local-cloud";

  private static final List<String> OURS = List.of("data", "run", "logs", "no-gcloud");

  Path data() {
    return dir.resolve("data");
  }

  Path caPem() {
    return Tls.caPem(data());
  }

  Path trustStore() {
    return Tls.trustStore(data());
  }

  /** A folder that no credentials of the person's own are in. */
  Path noCredentials() {
    return dir.resolve("no-gcloud");
  }

  /** How it was started the last time; empty where it never was. */
  Optional<Settings> settings() {
    return Settings.read(settingsFile());
  }

  /** Fails where it never was started. */
  Settings requireSettings() {
    return settings()
        .orElseThrow(
            () -> new CommandFailure("There is no local-cloud in " + dir + "; ./bridge cloud up"));
  }

  LocalProcess process(Settings settings) {
    List<String> command = jvm.cloudCommand(dir);
    command.addAll(settings.arguments(data()));
    // It listens last of all, and without TLS, which takes its time in a launcher.
    URI metadata = URI.create("http://127.0.0.1:" + settings.metadataPort() + "/");
    return new LocalProcess(
        new ProcessSpec(
            NAME,
            command,
            jvm.cloudJar(),
            () -> Jvm.ENVIRONMENT,
            settings.ports(),
            new Readiness(metadata, null)),
        dir);
  }

  boolean isRunning() {
    return settings().flatMap(it -> process(it).handle()).isPresent();
  }

  /**
   * Starts it, unless it runs so already, and waits until it is ready.
   *
   * @param asked what the command line says
   * @throws CommandFailure when it runs otherwise or its state is another project's
   */
  Settings up(UpOptions asked) {
    return locked(
        () -> {
          Optional<Settings> last = settings();
          Settings wanted = asked.settings(last, isRunning());
          requireGood(wanted);
          last.ifPresent(it -> requireSame(it, wanted));
          write(wanted);
          LocalProcess process = process(wanted);
          try {
            process.start();
          } catch (CommandFailure e) {
            forget(last);
            throw e;
          }
          process.awaitReady();
          return wanted;
        });
  }

  /** It did not start: what was said before still holds. */
  private void forget(Optional<Settings> last) {
    if (last.isPresent()) {
      write(last.get());
    } else {
      deleteAll(settingsFile());
    }
  }

  /** True where it ran. */
  boolean down() {
    return settings().isPresent() && locked(() -> process(requireSettings()).stop());
  }

  /** Stops it and deletes what it keeps, and nothing else that lies there. */
  void delete() {
    down();
    OURS.forEach(name -> deleteAll(dir.resolve(name)));
    deleteAll(settingsFile());
    try (Stream<Path> rest = Files.list(dir)) {
      if (rest.findAny().isEmpty()) {
        Files.delete(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Said here rather than in a log. */
  private static void requireGood(Settings wanted) {
    Path file = wanted.topology() == null ? null : Path.of(wanted.topology());
    Topology topology = Topology.load(file, wanted.project());
    if (!topology.serviceAccounts().containsKey(wanted.account())
        && !wanted.account().equals(UpOptions.ADMIN)) {
      throw new CommandFailure(wanted.account() + " is no service account of the topology");
    }
  }

  private void requireSame(Settings last, Settings wanted) {
    if (!last.project().equals(wanted.project())) {
      throw new CommandFailure(
          "%s holds project %s; take another --dir for %s, or ./bridge cloud reset"
              .formatted(dir, last.project(), wanted.project()));
    }
    if (isRunning() && !last.equals(wanted)) {
      throw new CommandFailure("local-cloud runs with other options; first: ./bridge cloud down");
    }
  }

  private void write(Settings settings) {
    try {
      Files.createDirectories(noCredentials());
      settings.write(settingsFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path settingsFile() {
    return dir.resolve("settings.json");
  }

  private static void deleteAll(Path path) {
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException("It could not be deleted: " + path, e);
    }
  }

  /** Two launchers at once would start it twice. */
  private <T> T locked(Supplier<T> work) {
    try {
      Path run = Files.createDirectories(dir.resolve("run"));
      try (FileChannel channel =
              FileChannel.open(
                  run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        return work.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The state cannot be locked: " + dir, e);
    }
  }
}
