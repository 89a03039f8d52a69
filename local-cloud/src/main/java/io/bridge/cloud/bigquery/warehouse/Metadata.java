package io.bridge.cloud.bigquery.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Datasets and tables as they are since the last change of any of them, in memory: to read one from
 * the database costs a statement, which is more than most of a small query.
 *
 * <p>A version is the number of changes that were committed. A transaction that began while no
 * change was being committed knows its version, and what it then reads is kept under that version
 * if none was committed since. Its own snapshot may still be a later one, for the database takes it
 * at the first statement; {@link #isCurrent} says whether that can be so.
 */
public final class Metadata {
  private final Datasets datasets;
  private final Tables tables;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final Map<Connection, Long> versions = new ConcurrentHashMap<>();
  private volatile Kept kept = new Kept(0, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

  private record Kept(
      long version,
      Map<String, Optional<Dataset>> datasets,
      Map<List<String>, Optional<Table>> tables) {}

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws SQLException;
  }

  Metadata(String project) {
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
  }

  /** A transaction begins that changes neither datasets nor tables. */
  void opened(Connection c) {
    long version = ended.get();
    if (begun.get() == version) {
      versions.put(c, version);
    }
  }

  void closed(Connection c) {
    versions.remove(c);
  }

  /** A change is about to be committed. */
  void changing() {
    begun.incrementAndGet();
  }

  /** It was, or failed. */
  void changed() {
    ended.incrementAndGet();
  }

  /** A dataset as of the transaction's begin. */
  public Optional<Dataset> dataset(Connection c, String id) throws SQLException {
    var known = kept(c);
    return known == null
        ? datasets.find(c, id)
        : find(known, known.datasets(), id, () -> datasets.find(c, id));
  }

  /** A table as of the transaction's begin. */
  public Optional<Table> table(Connection c, String dataset, String id) throws SQLException {
    var known = kept(c);
    var found =
        known == null
            ? tables.find(c, dataset, id)
            : find(known, known.tables(), List.of(dataset, id), () -> tables.find(c, dataset, id));
    return found.filter(Table::isAlive);
  }

  /** Whether the transaction can have seen nothing newer than what it was told here. */
  public boolean isCurrent(Connection c) {
    var version = versions.get(c);
    return version == null || begun.get() == version;
  }

  /** Null for a transaction of another version than the latest. */
  private Kept kept(Connection c) {
    var version = versions.get(c);
    if (version == null || begun.get() != version) {
      return null;
    }
    var now = kept;
    if (now.version() != version) {
      now = new Kept(version, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
      kept = now;
    }
    return now;
  }

  private <K, V> V find(Kept known, Map<K, V> values, K key, Reading<V> reading)
      throws SQLException {
    var value = values.get(key);
    if (value == null) {
      value = reading.read();
      if (begun.get() == known.version()) {
        values.put(key, value);
      }
    }
    return value;
  }
}
