package io.bridge.cloud.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import org.sqlite.SQLiteConfig;

/**
 * The durable state of one API: {@code <dir>/<api>/state.db}, SQLite in WAL mode with
 * synchronous=FULL. What {@link #write} returned is on disk.
 *
 * <p>There is one writer thread: whatever is waiting when it is free goes into one transaction and
 * one fsync, each work in a savepoint of its own so that one failure undoes only itself. Readers
 * see the last commit and never wait for the writer.
 */
public final class Sqlite implements AutoCloseable {
  private static final int READERS = 4;

  private final GroupCommit writer;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);

  private Sqlite(GroupCommit writer, List<Connection> readers) {
    this.writer = writer;
    this.readers.addAll(readers);
  }

  /**
   * Opens or creates the state of an API.
   *
   * @param migrations SQL scripts in the order they were added, append only; each runs once, in one
   *     transaction with the note that it ran
   */
  public static Sqlite open(Path dir, String api, List<String> migrations) {
    try {
      var file = Files.createDirectories(dir.resolve(api)).resolve("state.db");
      var write = connect(file, false);
      migrate(write, migrations);
      write.setAutoCommit(false);
      var readers = new ArrayList<Connection>();
      for (int i = 0; i < READERS; i++) {
        var reader = connect(file, true);
        reader.setAutoCommit(false);
        readers.add(reader);
      }
      return new Sqlite(GroupCommit.start(write, api), readers);
    } catch (IOException | SQLException e) {
      throw new StoreException("Cannot open the state of " + api + " in " + dir, e);
    }
  }

  /**
   * Runs the work in a transaction and returns when it is on disk. The work must only use the
   * connection it gets, must not commit and should not take long: it runs on the one writer thread.
   * A {@link RuntimeException} of the work is thrown again here and undoes it.
   *
   * @throws StoreException when SQLite refused; the cause is the {@link SQLException}
   */
  public <T> T write(SqlFunction<Connection, T> work) {
    return writer.run(work);
  }

  /**
   * As {@link #write}, without waiting. The stage completes on the writer's thread when the work is
   * on disk, or with what {@link #write} would throw: what follows must not wait for anything.
   */
  public <T> CompletionStage<T> submit(SqlFunction<Connection, T> work) {
    return writer.submit(work);
  }

  /** Runs read-only work against one consistent snapshot, beside the writer. */
  public <T> T read(SqlFunction<Connection, T> work) {
    try {
      var connection = readers.take();
      try {
        return snapshot(connection, work);
      } finally {
        readers.add(connection);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Interrupted while waiting for a connection", e);
    } catch (SQLException e) {
      throw new StoreException("Cannot read the state", e);
    }
  }

  @Override
  public void close() {
    writer.close();
    try {
      for (int i = 0; i < READERS; i++) {
        readers.take().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new StoreException("Cannot close the state", e);
    }
  }

  private static <T> T snapshot(Connection connection, SqlFunction<Connection, T> work)
      throws SQLException {
    try {
      return work.apply(connection);
    } finally {
      connection.rollback();
    }
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    // Asking for a key nobody reads would cost a fifth of an insert.
    config.setGetGeneratedKeys(false);
    var connection = new KeptConnection(file, config.toProperties());
    if (readOnly) {
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = true");
      }
    }
    return connection;
  }

  private static void migrate(Connection connection, List<String> migrations) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      int done;
      try (var rows = statement.executeQuery("PRAGMA user_version")) {
        done = rows.next() ? rows.getInt(1) : 0;
      }
      if (done > migrations.size()) {
        throw new SQLException("The state was written by a newer version of Bridge");
      }
      for (int next = done; next < migrations.size(); next++) {
        statement.executeUpdate(migrations.get(next));
        statement.executeUpdate("PRAGMA user_version = " + (next + 1));
        connection.commit();
      }
    }
    connection.commit();
  }
}
