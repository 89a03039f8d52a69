package io.bridge.cloud.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
  @TempDir Path state;
  private HttpServer health;
  private LocalProcess process;

  @BeforeEach
  void serveHealth() throws IOException {
    health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    health.createContext(
        "/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    health.start();
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.kill();
    }
    health.stop(0);
  }

  @Test
  void startsOnceAndIsFoundAgainByAnotherLauncher() {
    process = process(List.of("sh", "-c", "echo hello; exec sleep 60"), List.of());

    process.start();
    process.awaitReady();
    long pid = process.handle().orElseThrow().pid();
    process(List.of("false"), List.of()).start();

    assertEquals(pid, process(List.of("false"), List.of()).handle().orElseThrow().pid());
    assertTrue(process.stop());
    assertTrue(process.handle().isEmpty());
    assertFalse(process.stop());
  }

  @Test
  void doesNotTakeForRunningWhatItsParentHasNotBuriedYet() throws Exception {
    // The parent of the sleep that ends at once is one that never asks how it ended.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
    try (var said = parent.inputReader()) {
      long dead = Long.parseLong(said.readLine());
      ProcessHandle handle = ProcessHandle.of(dead).orElseThrow();
      process = process(List.of("sh", "-c", "exec sleep 60"), List.of());
      Path run = Files.createDirectories(state.resolve("run"));
      String started = handle.info().startInstant().orElseThrow().toString();
      Files.writeString(run.resolve(process.name() + ".pid"), dead + " " + started);
      while (!Files.readString(Path.of("/proc/" + dead + "/stat")).contains(") Z ")) {
        Thread.onSpinWait();
      }

      Optional<ProcessHandle> running = process.handle();

      assertTrue(running.isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void startsAnewWhatWasBuiltSince() throws IOException {
    process = process(List.of("sh", "-c", "exec sleep 60"), List.of());
    process.start();
    long before = process.handle().orElseThrow().pid();
    Files.setLastModifiedTime(process.jar(), FileTime.from(Instant.now().plusSeconds(1)));

    process.start();

    assertNotEquals(before, process.handle().orElseThrow().pid());
    assertTrue(ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void takesAwayTheTemporaryFilesOfOneThatWasKilled() throws IOException {
    process = process(List.of("sh", "-c", "exec sleep 60"), List.of());
    process.start();
    Path left = LocalProcess.scratch(state, process.name()).resolve("folder/library.so");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "left");
    process.kill();

    process.start();

    assertTrue(Files.isDirectory(LocalProcess.scratch(state, process.name())));
    assertFalse(Files.exists(left.getParent()));
  }

  @Test
  void keepsWhatItPrintsAndInheritsNoSecretOfTheLauncher() throws IOException {
    process =
        process(
            List.of("sh", "-c", "echo BRIDGE=$MARK PATH=${PATH:+set}; exec sleep 60"), List.of());

    process.start();

    long begun = System.nanoTime();
    while (!Files.readString(process.log()).contains("\n")
        && System.nanoTime() - begun < 5_000_000_000L) {
      Thread.onSpinWait();
    }
    assertEquals("BRIDGE=mark PATH=set\n", Files.readString(process.log()));
  }

  @Test
  void saysWhereTheLogIsWhenItEndsAtOnce() {
    process = process(List.of("sh", "-c", "exit 3"), List.of());
    process.start();
    process.handle().ifPresent(handle -> handle.onExit().join());

    CommandFailure said = assertThrows(CommandFailure.class, process::awaitReady);

    assertTrue(said.getMessage().contains("part.log"), said.getMessage());
  }

  @Test
  void namesATakenPortAndWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LocalProcess blocked = process(List.of("sleep", "60"), List.of(taken.getLocalPort()));

      CommandFailure said = assertThrows(CommandFailure.class, blocked::start);

      assertTrue(said.getMessage().contains("Port " + taken.getLocalPort()), said.getMessage());
      assertTrue(said.getMessage().contains("BRIDGE_PORT_"), said.getMessage());
    }
  }

  @Test
  void neverTakesAReusedProcessIdForItsOwn() throws IOException {
    process = process(List.of("sleep", "60"), List.of());
    process.start();
    long own = ProcessHandle.current().pid();
    assertNotEquals(own, process.handle().orElseThrow().pid());
    process.kill();

    Files.writeString(state.resolve("run/part.pid"), own + " 2001-01-01T00:00:00Z\n");

    assertTrue(process.handle().isEmpty());
  }

  private LocalProcess process(List<String> command, List<Integer> ports) {
    URI ready = URI.create("http://127.0.0.1:" + health.getAddress().getPort() + "/ready");
    return new LocalProcess(
        new ProcessSpec(
            "part",
            command,
            state,
            () -> Map.of("MARK", "mark"),
            ports,
            new Readiness(ready, null)),
        state);
  }
}
