package io.bridge.cloud.bigquery.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * The DuckDB file of one project. Metadata, rows and jobs live in the one file, so that a load and
 * the record of its job are one transaction. A commit is in the write-ahead log on disk when it
 * returns.
 *
 * <p>Schema {@code meta} has the metadata, schema {@code data} the rows. No SQL of this database
 * can reach a file: external access is off but for {@link #stagingDir()}, nothing can be loaded or
 * attached, and the configuration is locked.
 */
public final class Warehouse implements AutoCloseable {
  private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]");

  private final DuckDBConnection root;
  private final Path staging;
  private final Metadata metadata;

  /** Work on a connection inside a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Work on the database as a whole. */
  @FunctionalInterface
  public interface Setup {
    void run(Connection connection) throws SQLException;
  }

  private Warehouse(DuckDBConnection root, Path staging, String project) {
    this.root = root;
    this.staging = staging;
    this.metadata = new Metadata(project);
  }

  /**
   * Opens or creates {@code dir/<project>.duckdb}.
   *
   * @throws WarehouseException when the file is no DuckDB file, or another process has it open
   */
  public static Warehouse open(Path dir, String project) {
    if (!PROJECT.matcher(project).matches()) {
      throw new IllegalArgumentException("Not a project id: " + project);
    }
    var staging = fresh(dir.resolve(project + ".staging"));
    var spill = fresh(dir.resolve(project + ".tmp"));
    try {
      var url = "jdbc:duckdb:" + dir.resolve(project + ".duckdb");
      var root = (DuckDBConnection) new DuckDBDriver().connect(url, settings());
      prepare(root, staging, spill);
      return new Warehouse(root, staging, project);
    } catch (SQLException e) {
      throw new WarehouseException("Cannot open the warehouse of project " + project, e);
    }
  }

  /** The one folder whose files SQL can read. It is emptied at each start. */
  public Path stagingDir() {
    return staging;
  }

  /** Sets something up that all connections share and that is not kept. */
  public void prepare(Setup setup) {
    try {
      setup.run(root);
    } catch (SQLException e) {
      throw new WarehouseException("The warehouse cannot be set up", e);
    }
  }

  /** Its datasets and tables, for transactions that change none of them. */
  public Metadata metadata() {
    return metadata;
  }

  /** Reads from one snapshot. */
  public <T> T read(Work<T> work) {
    return apart(work, false);
  }

  /** Writes in one transaction; when this returns, it is durable. Nothing is written on failure. */
  public <T> T write(Work<T> work) {
    return transact(
        work,
        c -> {
          metadata.changing();
          try {
            c.commit();
          } finally {
            metadata.changed();
          }
        });
  }

  /** As {@link #write}, for work that changes neither a dataset nor a table that has a name. */
  public <T> T writeApart(Work<T> work) {
    return apart(work, true);
  }

  @Override
  public void close() {
    try {
      root.close();
    } catch (SQLException e) {
      throw new WarehouseException("Cannot close the warehouse", e);
    }
  }

  private <T> T apart(Work<T> work, boolean keep) {
    return transact(
        c -> {
          metadata.opened(c);
          try {
            return work.run(c);
          } finally {
            metadata.closed(c);
          }
        },
        keep ? Connection::commit : Connection::rollback);
  }

  /** How a transaction ends whose work was done. */
  private interface Ending {
    void end(Connection connection) throws SQLException;
  }

  private <T> T transact(Work<T> work, Ending ending) {
    try (var connection = root.duplicate()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        var result = work.run(connection);
        done = true;
        return result;
      } finally {
        if (done) {
          ending.end(connection);
        } else {
          connection.rollback();
        }
      }
    } catch (SQLException e) {
      throw new WarehouseException("The warehouse failed", e);
    }
  }

  private static Properties settings() {
    var settings = new Properties();
    settings.setProperty("memory_limit", "1GB");
    settings.setProperty("threads", "2");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    return settings;
  }

  private static void prepare(Connection root, Path staging, Path spill) throws SQLException {
    try (var statement = root.createStatement()) {
      for (var sql : DatabaseSchema.STATEMENTS) {
        statement.execute(sql);
      }
      statement.execute("SET GLOBAL TimeZone = 'UTC'");
      statement.execute("SET GLOBAL temp_directory = " + Sql.text(spill.toString()));
      statement.execute("SET GLOBAL allowed_directories = [" + Sql.text(staging + "/") + "]");
      statement.execute("SET GLOBAL enable_external_access = false");
      statement.execute("SET GLOBAL lock_configuration = true");
    }
  }

  private static Path fresh(Path dir) {
    try {
      Files.createDirectories(dir);
      try (var left = Files.list(dir)) {
        for (var file : left.toList()) {
          Files.delete(file);
        }
      }
      return dir.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
