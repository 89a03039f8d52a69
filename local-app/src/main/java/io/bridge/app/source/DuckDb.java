package io.bridge.app.source;

import io.bridge.model.error.BridgeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DuckDB over one file that is only read. Nothing is installed or loaded from elsewhere, and what
 * the file says (a view can name any other file) reaches no further than the scratch folder. Every
 * failure is a {@code FILE_UNREADABLE} that names the file. For one thread.
 */
final class DuckDb implements AutoCloseable {
  private static final Set<String> OWN_NAMES = Set.of("memory", "system", "temp");
  private static final Pattern HOLDER = Pattern.compile("PID (\\d+)");
  private static final int MAX_REASON = 300;

  private final Path file;
  private final Connection connection;

  private DuckDb(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** A row of an answer, made into something. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Knows the file as the database whose tables need no prefix. */
  static DuckDb attached(Path file, ScratchFolder scratch) {
    DuckDb duckDb = start(file, scratch);
    try {
      String alias = identifier(alias(file));
      duckDb.run("ATTACH %s AS %s (TYPE duckdb, READ_ONLY)".formatted(literal(file), alias));
      duckDb.run("USE " + alias);
      duckDb.run("SET allowed_directories = [" + literal(scratch.path()) + "]");
      duckDb.run("SET enable_external_access = false");
      duckDb.run("SET lock_configuration = true");
      return duckDb;
    } catch (BridgeException e) {
      duckDb.close();
      throw e;
    }
  }

  /** Has no database; for a Parquet file, which can name no other. */
  static DuckDb plain(Path file, ScratchFolder scratch) {
    return start(file, scratch);
  }

  private static DuckDb start(Path file, ScratchFolder scratch) {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    // Else it would spill beside the person's file.
    settings.setProperty("temp_directory", scratch.resolve("spill").toString());
    try {
      DuckDb duckDb = new DuckDb(file, DriverManager.getConnection("jdbc:duckdb:", settings));
      // What is written must not depend on where the laptop is.
      duckDb.run("SET TimeZone = 'UTC'");
      return duckDb;
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }

  /** As DuckDB itself names the database of a file: a view may use that name. */
  static String alias(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return OWN_NAMES.contains(stem) ? stem + "_db" : stem;
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  <T> List<T> query(String sql, Row<T> row) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private BridgeException unreadable(SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Could not set lock")) {
      Matcher holder = HOLDER.matcher(message);
      String who = holder.find() ? " (process " + holder.group(1) + ")" : "";
      return FileKind.unreadable(
          file, "another program" + who + " has it open for writing; close it and try again");
    }
    if (message.contains("file system operations are disabled")) {
      return FileKind.unreadable(
          file,
          "it reads another file, which Bridge does not follow; make a table of it first:"
              + " CREATE TABLE ... AS SELECT ...");
    }
    if (message.contains("Corrupt") || message.contains("enough bytes")) {
      return FileKind.unreadable(file, "it is damaged (" + firstLine(message) + ")");
    }
    return FileKind.unreadable(file, "DuckDB says: " + firstLine(message));
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON);
  }

  static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static String literal(Object value) {
    return "'" + value.toString().replace("'", "''") + "'";
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not stop", e);
    }
  }
}
