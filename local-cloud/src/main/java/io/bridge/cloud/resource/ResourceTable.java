package io.bridge.cloud.resource;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.bridge.cloud.store.Sqlite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Resources of one kind by their ids: on disk, and in memory as they are on disk. What the topology
 * declares is put anew at each start; what it no longer declares is gone.
 */
public final class ResourceTable<T extends MessageLite> {
  private final Sqlite db;
  private final String table;
  private final Parser<T> parser;
  private final SortedMap<String, Row<T>> rows = new ConcurrentSkipListMap<>();

  /**
   * @param key never used twice, so that what hangs on a resource is not taken for its namesake's
   * @param declared whether the topology says that it is there
   */
  public record Row<T>(long key, String id, boolean declared, T resource) {}

  public ResourceTable(Sqlite db, String table, Parser<T> parser) {
    this.db = db;
    this.table = table;
    this.parser = parser;
    db.<Void>read(
        c -> {
          load(c);
          return null;
        });
  }

  /** The SQL of a table of such resources, for a migration. */
  public static String schema(String table) {
    return "CREATE TABLE "
        + table
        + " (key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
        + " declared INTEGER NOT NULL, resource BLOB NOT NULL);";
  }

  public Optional<Row<T>> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  public SortedMap<String, Row<T>> all() {
    return Collections.unmodifiableSortedMap(rows);
  }

  /** Adds it, or changes the one of the same id. */
  public Row<T> put(String id, boolean declared, T resource) {
    Row<T> row = db.write(c -> new Row<>(write(c, id, declared, resource), id, declared, resource));
    rows.put(id, row);
    return row;
  }

  private long write(Connection c, String id, boolean declared, T resource) throws SQLException {
    String sql =
        "INSERT INTO "
            + table
            + " (id, declared, resource) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
            + " SET declared = excluded.declared, resource = excluded.resource RETURNING key";
    try (PreparedStatement insert = c.prepareStatement(sql)) {
      insert.setString(1, id);
      insert.setBoolean(2, declared);
      insert.setBytes(3, resource.toByteArray());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  public void remove(String id) {
    db.write(
        c -> {
          try (PreparedStatement delete =
              c.prepareStatement("DELETE FROM " + table + " WHERE id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate();
          }
        });
    rows.remove(id);
  }

  private void load(Connection c) throws SQLException {
    try (PreparedStatement select =
            c.prepareStatement("SELECT key, id, declared, resource FROM " + table);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        T resource = parser.parseFrom(row.getBytes(4));
        rows.put(
            row.getString(2),
            new Row<>(row.getLong(1), row.getString(2), row.getBoolean(3), resource));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("A row of " + table + " cannot be read", e);
    }
  }
}
