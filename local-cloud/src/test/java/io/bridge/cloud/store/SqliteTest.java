package io.bridge.cloud.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTest {
  private static final List<String> SCHEMA =
      List.of("CREATE TABLE item (id INTEGER PRIMARY KEY); CREATE TABLE other (id INTEGER);");

  @TempDir Path dir;

  @Test
  void keepsWhatWasWritten() {
    try (var store = Sqlite.open(dir, "test", SCHEMA)) {
      assertEquals(1, (int) store.write(c -> insert(c, 7)));
    }
    try (var store = Sqlite.open(dir, "test", SCHEMA)) {
      assertEquals(1, count(store));
    }
  }

  @Test
  void undoesOnlyTheWorkThatFails() throws Exception {
    try (var store = Sqlite.open(dir, "test", SCHEMA);
        var threads = Executors.newFixedThreadPool(8)) {
      var works = IntStream.range(0, 200).mapToObj(id -> work(store, id)).toList();
      int failed = 0;
      for (var done : threads.invokeAll(works)) {
        failed += done.get() ? 0 : 1;
      }
      assertEquals(100, failed);
      assertEquals(100, count(store));
    }
  }

  /** Writes the id; fails after that for every odd one. */
  private static Callable<Boolean> work(Sqlite store, int id) {
    return () -> {
      try {
        return store.write(
            c -> {
              insert(c, id);
              if (id % 2 == 1) {
                throw new IllegalArgumentException("odd");
              }
              return true;
            });
      } catch (IllegalArgumentException _) {
        return false;
      }
    };
  }

  @Test
  void tellsWhatSqliteRefused() {
    try (var store = Sqlite.open(dir, "test", SCHEMA)) {
      store.write(c -> insert(c, 1));
      var failure = assertThrows(StoreException.class, () -> store.write(c -> insert(c, 1)));
      assertTrue(failure.getCause() instanceof SQLException);
      assertEquals(1, count(store));
    }
  }

  @Test
  void keepsNothingOfACommitThatFails() {
    var schema =
        List.of(
            SCHEMA.getFirst()
                + "CREATE TABLE part (item INTEGER REFERENCES item DEFERRABLE INITIALLY DEFERRED)");
    try (var store = Sqlite.open(dir, "test", schema)) {
      var failure = assertThrows(StoreException.class, () -> store.write(SqliteTest::orphan));
      assertTrue(failure.getCause() instanceof SQLException);
      assertEquals(0, (int) store.read(c -> countOf(c, "SELECT count(*) FROM part")));
      assertEquals(1, (int) store.write(c -> insert(c, 1)));
    }
  }

  private static int orphan(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO part (item) VALUES (99)");
    }
  }

  @Test
  void passesAnErrorOnAndGoesOn() {
    try (var store = Sqlite.open(dir, "test", SCHEMA)) {
      assertThrows(AssertionError.class, () -> store.write(_ -> fail()));
      assertEquals(1, (int) store.write(c -> insert(c, 1)));
    }
  }

  private static int fail() {
    throw new AssertionError("work failed");
  }

  @Test
  void readsOneSnapshotAndCannotWrite() {
    try (var store = Sqlite.open(dir, "test", SCHEMA)) {
      store.write(c -> insert(c, 1));
      int seen =
          store.read(
              c -> {
                int before = count(c);
                store.write(w -> insert(w, 2));
                return before * 10 + count(c);
              });
      assertEquals(11, seen);
      assertEquals(2, count(store));
      assertThrows(StoreException.class, () -> store.read(c -> insert(c, 3)));
      assertEquals(2, count(store));
    }
  }

  @Test
  void runsEachMigrationOnce() {
    var more = List.of(SCHEMA.getFirst(), "ALTER TABLE item ADD COLUMN name TEXT");
    try (var store = Sqlite.open(dir, "test", SCHEMA)) {
      store.write(c -> insert(c, 1));
    }
    for (int i = 0; i < 2; i++) {
      try (var store = Sqlite.open(dir, "test", more)) {
        assertEquals(1, count(store));
        assertEquals(
            1, (int) store.read(c -> countOf(c, "SELECT count(*) FROM item WHERE name IS NULL")));
      }
    }
    var older = assertThrows(StoreException.class, () -> Sqlite.open(dir, "test", SCHEMA));
    assertTrue(older.getCause().getMessage().contains("newer"));
  }

  @Test
  void refusesWorkAfterItsEnd() {
    var store = Sqlite.open(dir, "test", SCHEMA);
    store.close();
    assertThrows(StoreException.class, () -> store.write(c -> insert(c, 1)));
  }

  @Test
  void losesNothingAcknowledgedWhenKilled() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int acknowledged = 0;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (acknowledged < 300 && lines.readLine() != null) {
        acknowledged++;
      }
      process.destroyForcibly().waitFor();
    }
    try (var store = Sqlite.open(dir, "test", SCHEMA)) {
      assertEquals(300, acknowledged);
      assertTrue(count(store) >= acknowledged);
    }
  }

  /** A process that acknowledges each write with a line, until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws IOException {
      try (var store = Sqlite.open(Path.of(args[0]), "test", SCHEMA)) {
        for (int id = 0; !System.out.checkError(); id++) {
          int next = id;
          store.write(c -> insert(c, next));
          System.out.println(next);
        }
      }
    }
  }

  private static int insert(Connection connection, int id) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO item (id) VALUES (" + id + ")");
    }
  }

  private static int count(Sqlite store) {
    return store.read(SqliteTest::count);
  }

  private static int count(Connection connection) throws SQLException {
    return countOf(connection, "SELECT count(*) FROM item");
  }

  private static int countOf(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.getInt(1);
    }
  }
}
