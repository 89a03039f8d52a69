package io.bridge.cloud.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @TempDir Path dir;

  @Test
  void keepsACommittedRowThroughKillMinusNine() throws Exception {
    // Given
    try (PostgresServer first = PostgresServer.start(dir, 0)) {
      first.ensureDatabase("orders", "orders", "s3cret'quoted");
      try (Connection connection = connect(first, "orders", "s3cret'quoted")) {
        connection.createStatement().execute("CREATE TABLE t AS SELECT 42 AS n");
      }
      ProcessHandle postmaster = ProcessHandle.of(first.pid()).orElseThrow();
      postmaster.destroyForcibly();
      postmaster.onExit().join();
      // When
      try (PostgresServer second = PostgresServer.start(dir, 0);
          Connection connection = connect(second, "orders", "s3cret'quoted");
          ResultSet rows = connection.createStatement().executeQuery("SELECT n FROM t")) {
        // Then
        assertTrue(rows.next());
        assertEquals(42, rows.getInt(1));
      }
    }
  }

  @Test
  void adoptsTheServerThatRunsAndClosesADatabaseToOthers() throws Exception {
    try (PostgresServer first = PostgresServer.start(dir, 0)) {
      first.ensureDatabase("a", "a", "pa");
      first.ensureDatabase("b", "b", "pb");

      PostgresServer second = PostgresServer.start(dir, 0);

      assertEquals(first.port(), second.port());
      assertEquals("on", setting(second, "fsync"));
      assertEquals("on", setting(second, "synchronous_commit"));
      assertThrows(
          SQLException.class,
          () -> DriverManager.getConnection("jdbc:" + first.url("a"), "b", "pb"));
    }
  }

  @Test
  void namesThePortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class, () -> PostgresServer.start(dir, taken.getLocalPort()));
      assertTrue(refused.getMessage().contains(String.valueOf(taken.getLocalPort())));
    }
  }

  private static String setting(PostgresServer server, String name) throws SQLException {
    try (Connection connection = connect(server, "a", "pa");
        ResultSet rows = connection.createStatement().executeQuery("SHOW " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(PostgresServer server, String name, String password)
      throws SQLException {
    return DriverManager.getConnection("jdbc:" + server.url(name), name, password);
  }
}
