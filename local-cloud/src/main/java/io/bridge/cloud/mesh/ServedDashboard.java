package io.bridge.cloud.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bench.Hammer;
import io.bridge.cloud.bench.Served;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A dashboard whose answer has some 50 KB, in the mesh that runs. */
record ServedDashboard(Mesh mesh) implements Served {
  private static final String USER = "bench@bridge.example";
  private static final String TEAM = "Bench";
  private static final String SLUG = "bench";

  /** Numbers and words that do not pack well, as real answers do not. */
  private static final String ROWS =
      "CREATE TABLE readings AS SELECT i AS reading_id, md5(i::VARCHAR) AS sensor,"
          + " (hash(i) % 1000000)::BIGINT AS amount FROM range(900) t(i)";

  private static final String FILE =
      """
      bridge: dashboard/v1
      name: bench
      title: Bench
      connection: %s
      queries:
        readings:
          sql: |
            SELECT sensor, reading_id, amount FROM bench.readings ORDER BY reading_id
      rows:
        - tiles:
            - chart: table
              title: Readings
              query: readings
      """;

  @Override
  public Dashboard prepare(Path scratch, Consumer<String> progress) {
    progress.accept("the mesh");
    mesh.up(_ -> {});
    MeshConfig config = mesh.config();
    Secrets secrets = new Secrets(config.state());
    LocalApp app = new LocalApp(config, "bench").quiet();
    progress.accept("a dashboard");
    app.signIn(USER, secrets.password("bench-user"));
    app.ensureTeam(TEAM);
    JsonNode connection =
        app.ensureConnection("bench", TEAM, () -> new IssuedKeys(config).file("bench-warehouse"));
    app.validate(connection, TEAM);
    app.push(rows(scratch), "bench", TEAM);
    app.scan(TEAM);
    app.apply(file(scratch, connection), TEAM);
    app.dashboardData(SLUG, TEAM);
    String team = connection.path("teamId").asText();
    String person = app.json("whoami").path("id").asText();
    return new Dashboard(
        mesh.pid("dashboard-service"),
        new Hammer.Target(
            config.ports().of("dashboard-service"),
            "/v1/dashboards/" + SLUG + "/data?team=" + team,
            Map.of(
                "authorization",
                "Bearer " + new InternalToken(secrets).of(person, team),
                "accept-encoding",
                "gzip")),
        bareCommand(),
        freePort(),
        new ServiceEnvironment(config, secrets).redisUrl());
  }

  private List<String> bareCommand() {
    Path jar = mesh.config().root().resolve("local-cloud/target/local-cloud.jar");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xms32m",
        "-Xmx192m",
        "-cp",
        jar.toString());
  }

  private static Path rows(Path scratch) {
    Path file = scratch.resolve("bench.duckdb");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = duckDb.createStatement()) {
      statement.execute(ROWS);
      return file;
    } catch (SQLException e) {
      throw new IllegalStateException("The benchmark's file could not be written", e);
    }
  }

  private static Path file(Path scratch, JsonNode connection) {
    try {
      return Files.writeString(
          scratch.resolve("bench.yaml"), FILE.formatted(connection.path("name").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
