package io.bridge.cloud.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One PostgreSQL server over one data folder, listening on loopback only.
 *
 * <p>A server that already runs on the folder is adopted. {@link #close} stops it; a process that
 * ends without closing leaves it running, which is what the launcher wants.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String SUPERUSER = "postgres";

  private final Path home;
  private final Path dir;
  private final int port;
  private final String password;

  private PostgresServer(Path home, Path dir, int port, String password) {
    this.home = home;
    this.dir = dir;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts a server, or adopts the one that runs on this folder.
   *
   * @param dir made when absent; holds {@code data/}, {@code superuser} and {@code server.log}
   * @param port 0: any free one
   * @throws IllegalStateException when the port is taken or the server does not start; the message
   *     says what to do
   */
  public static PostgresServer start(Path dir, int port) {
    Path home = PostgresBinaries.unpackedInto(cache());
    try {
      Files.createDirectories(dir);
      Path root = dir.toRealPath();
      String password = ensureCluster(home, root);
      PostgresServer running = running(home, root, password);
      if (running != null) {
        return running;
      }
      PostgresServer server =
          new PostgresServer(home, root, port == 0 ? freePort() : port, password);
      server.launch();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL could not be started in " + dir, e);
    }
  }

  /** The server that runs on this folder, if one does. Starts nothing. */
  public static Optional<PostgresServer> running(Path dir) {
    if (!Files.exists(dir.resolve("data/PG_VERSION"))) {
      return Optional.empty();
    }
    try {
      Path root = dir.toRealPath();
      String password = Files.readString(root.resolve("superuser"));
      return Optional.ofNullable(running(PostgresBinaries.unpackedInto(cache()), root, password));
    } catch (IOException e) {
      throw new IllegalStateException("The state of PostgreSQL cannot be read in " + dir, e);
    }
  }

  /** {@code postgresql://127.0.0.1:<port>/<database>}. */
  public String url(String database) {
    return "postgresql://127.0.0.1:" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  /** Process id of the postmaster. */
  public long pid() {
    try {
      return Long.parseLong(Files.readAllLines(dir.resolve("data/postmaster.pid")).getFirst());
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL does not run in " + dir, e);
    }
  }

  /** One database with one role that owns it; the role's password becomes the given one. */
  public void ensureDatabase(String name, String user, String userPassword) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      String role = statement.enquoteIdentifier(user, true);
      if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", user)) {
        statement.execute("CREATE ROLE " + role + " LOGIN");
      }
      statement.execute(
          "ALTER ROLE " + role + " PASSWORD " + statement.enquoteLiteral(userPassword));
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
        String database = statement.enquoteIdentifier(name, true);
        statement.execute("CREATE DATABASE " + database + " OWNER " + role);
        statement.execute("REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Database " + name + " could not be made", e);
    }
  }

  /**
   * Stops the server the fast way: open transactions are rolled back, everything is flushed. A
   * server that does not run is left alone.
   */
  @Override
  public void close() {
    try {
      if (running(home, dir, password) != null) {
        runAsServer(dir, List.of(tool(home, "pg_ctl"), "-D", "data", "-m", "fast", "-w", "stop"));
      }
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL could not be stopped in " + dir, e);
    }
  }

  private void launch() throws IOException {
    refuseTakenPort();
    List<String> command = new ArrayList<>(withoutRoot());
    command.addAll(
        List.of(
            tool(home, "postgres"),
            "-D",
            "data",
            "-p",
            String.valueOf(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "full_page_writes=on",
            "-c",
            "max_connections=120",
            "-c",
            "shared_buffers=64MB"));
    Process process =
        new ProcessBuilder(detached(command))
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("server.log").toFile()))
            .start();
    awaitReady(process);
  }

  private void awaitReady(Process process) {
    Instant limit = Instant.now().plus(START_LIMIT);
    SQLException last = null;
    while (Instant.now().isBefore(limit)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "PostgreSQL ended at once; its log is " + dir.resolve("server.log"));
      }
      try (Connection _ = connect("postgres")) {
        return;
      } catch (SQLException e) {
        last = e;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    throw new IllegalStateException(
        "PostgreSQL was not ready in " + START_LIMIT.toSeconds() + " s; see server.log in " + dir,
        last);
  }

  private void refuseTakenPort() {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return;
    } catch (IOException e) {
      throw new IllegalStateException(
          "Port " + port + " for PostgreSQL is taken; stop what listens there or set another", e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection("jdbc:" + url(database), SUPERUSER, password);
  }

  private static boolean exists(Connection connection, String sql, String name)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static PostgresServer running(Path home, Path dir, String password) throws IOException {
    Path pidFile = dir.resolve("data/postmaster.pid");
    if (!Files.exists(pidFile)) {
      return null;
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.size() < 4 || ProcessHandle.of(Long.parseLong(lines.getFirst())).isEmpty()) {
      return null;
    }
    int port = Integer.parseInt(lines.get(3).strip());
    PostgresServer server = new PostgresServer(home, dir, port, password);
    try (Connection _ = server.connect("postgres")) {
      return server;
    } catch (SQLException e) {
      // A stale file whose process id now belongs to another program: the server sorts it out.
      return null;
    }
  }

  /** Makes the cluster once; a start that dies half-way leaves nothing that looks finished. */
  private static String ensureCluster(Path home, Path dir) throws IOException {
    Path secret = dir.resolve("superuser");
    if (Files.exists(dir.resolve("data/PG_VERSION"))) {
      return Files.readString(secret);
    }
    if (!Files.exists(secret)) {
      writeSecret(secret);
    }
    Path fresh = dir.resolve("data.making");
    run(dir, List.of("rm", "-rf", fresh.getFileName().toString()));
    runAsServer(
        dir,
        List.of(
            tool(home, "initdb"),
            "-D",
            fresh.getFileName().toString(),
            "-U",
            SUPERUSER,
            "--pwfile=superuser",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C"));
    Files.move(fresh, dir.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
    return Files.readString(secret);
  }

  private static void writeSecret(Path file) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "superuser",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void runAsServer(Path dir, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(withoutRoot());
    all.addAll(command);
    run(dir, all);
  }

  private static void run(Path dir, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("server.log").toFile()))
            .start();
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException(
            String.join(" ", command) + " ended with " + exit + "; see " + dir + "/server.log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL was being set up", e);
    }
  }

  /** PostgreSQL refuses to run as root: a user namespace of its own makes it somebody else. */
  private static List<String> withoutRoot() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    if (!onPath("unshare")) {
      throw new IllegalStateException(
          "PostgreSQL does not run as root without the tool unshare (package util-linux); install"
              + " it or run as another user");
    }
    return List.of("unshare", "-U", "--");
  }

  /** In a session of its own, so that a closed terminal does not end it. */
  private static List<String> detached(List<String> command) {
    if (!onPath("setsid")) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of("setsid"));
    all.addAll(command);
    return all;
  }

  private static boolean onPath(String tool) {
    String path = System.getenv("PATH");
    return path != null
        && List.of(path.split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static String tool(Path home, String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("bridge");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
