package io.bridge.cloud.redis;

import io.bridge.cloud.store.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One Redis server on loopback, with a password and without persistence: a cache of 128 MB that
 * drops what was used least recently.
 *
 * <p>A server that already runs for the folder is adopted. {@link #close} stops it; a process that
 * ends without closing leaves it running, which is what the launcher wants.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Path dir;
  private final int port;
  private final String password;

  private RedisServer(Path dir, int port, String password) {
    this.dir = dir;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts a server, or adopts the one that runs for this folder.
   *
   * @param dir made when absent; holds the password, the port and {@code server.log}
   * @param port 0: any free one
   * @throws IllegalStateException when the port is taken or the server does not start; the message
   *     says what to do
   */
  public static RedisServer start(Path dir, int port) {
    Path binary = RedisBinary.copiedInto(cache());
    try {
      PrivateFiles.directory(dir);
      Path root = dir.toRealPath();
      Optional<RedisServer> running = running(root);
      if (running.isPresent()) {
        return running.get();
      }
      RedisServer server = new RedisServer(root, port == 0 ? freePort() : port, password(root));
      server.launch(binary);
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("Redis could not be started in " + dir, e);
    }
  }

  /** The server that runs for this folder, if one does. Starts nothing. */
  public static Optional<RedisServer> running(Path dir) {
    if (!Files.exists(dir.resolve("port"))) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(Files.readString(dir.resolve("port")).strip());
      RedisServer server = new RedisServer(dir.toRealPath(), port, password(dir));
      return server.answers() ? Optional.of(server) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException("The state of Redis cannot be read in " + dir, e);
    }
  }

  /** {@code redis://:<password>@127.0.0.1:<port>}, as {@code quarkus.redis.hosts} takes it. */
  public String url() {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Process id of the server. */
  public long pid() {
    try (RedisSession session = new RedisSession(port, password)) {
      return session.pid();
    } catch (IOException e) {
      throw new IllegalStateException("Redis does not run in " + dir, e);
    }
  }

  /** Forgets every entry. */
  public void clear() {
    try (RedisSession session = new RedisSession(port, password)) {
      session.send("FLUSHALL");
    } catch (IOException e) {
      throw new IllegalStateException("Redis could not be emptied in " + dir, e);
    }
  }

  /** Stops the server; one that does not run is left alone. */
  @Override
  public void close() {
    if (!answers()) {
      return;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid());
    try (RedisSession session = new RedisSession(port, password)) {
      session.sendLast("SHUTDOWN NOSAVE");
      process.ifPresent(RedisServer::awaitEnd);
    } catch (IOException e) {
      throw new IllegalStateException("Redis could not be stopped in " + dir, e);
    }
  }

  @Override
  public String toString() {
    return "RedisServer[127.0.0.1:" + port + "]";
  }

  private static void awaitEnd(ProcessHandle process) {
    process.onExit().orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  private boolean answers() {
    try (RedisSession session = new RedisSession(port, password)) {
      return session.send("PING").equals("+PONG");
    } catch (IOException _) {
      return false;
    }
  }

  private void launch(Path binary) throws IOException {
    refuseTakenPort();
    // The password stays out of the command line, which every user of the machine can read.
    PrivateFiles.write(dir.resolve("redis.conf"), text(configuration()));
    PrivateFiles.write(dir.resolve("port"), text(String.valueOf(port)));
    List<String> command = new ArrayList<>(onPath("setsid") ? List.of("setsid") : List.of());
    command.addAll(List.of(binary.toString(), dir.resolve("redis.conf").toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("server.log").toFile()))
            .start();
    awaitReady(process);
  }

  private String configuration() {
    return """
        bind 127.0.0.1
        port %d
        requirepass %s
        daemonize no
        save ""
        appendonly no
        maxmemory 128mb
        maxmemory-policy allkeys-lru
        maxclients 500
        rename-command CONFIG ""
        rename-command MODULE ""
        rename-command DEBUG ""
        """
        .formatted(port, password);
  }

  private void awaitReady(Process process) {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (Instant.now().isBefore(limit)) {
      if (answers()) {
        return;
      }
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "Redis ended at once; its log is " + dir.resolve("server.log"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new IllegalStateException(
        "Redis was not ready in " + START_LIMIT.toSeconds() + " s; see server.log in " + dir);
  }

  private void refuseTakenPort() {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return;
    } catch (IOException e) {
      throw new IllegalStateException(
          "Port " + port + " for Redis is taken; stop what listens there or set another", e);
    }
  }

  private static String password(Path dir) throws IOException {
    Path file = dir.resolve("password");
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      PrivateFiles.write(file, text(HexFormat.of().formatHex(random)));
    }
    return Files.readString(file);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean onPath(String tool) {
    String path = System.getenv("PATH");
    return path != null
        && List.of(path.split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    return (xdg == null || xdg.isBlank() ? home : Path.of(xdg)).resolve("bridge");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
