package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;

/**
 * Takes the rows of partitions whose time is over off the disk. Nobody sees them from that time on,
 * so it does not matter when this is.
 */
public final class PartitionExpiry {
  private static final String EXPIRING =
      """
      SELECT dataset, id FROM meta.entry
      WHERE json_extract_string(definition, '$.timePartitioning.expirationMs') IS NOT NULL\
      """;

  private final Warehouse warehouse;
  private final Locks locks;
  private final Tables tables;
  private final Clock clock;

  public PartitionExpiry(Warehouse warehouse, Locks locks, Tables tables, Clock clock) {
    this.warehouse = warehouse;
    this.locks = locks;
    this.tables = tables;
    this.clock = clock;
  }

  /** One table after the other, but for those that somebody writes to now. */
  public void sweep() {
    for (var claim :
        warehouse.read(
            c ->
                Sql.list(
                    c, row -> new Locks.Claim(row.getString(1), row.getString(2)), EXPIRING))) {
      try {
        locks.atOnce(List.of(claim), () -> warehouse.write(c -> sweep(c, claim)));
      } catch (GoogleError _) {
        // Its writer was first; the next time will do.
      }
    }
  }

  private boolean sweep(Connection c, Locks.Claim claim) throws SQLException {
    var table = tables.find(c, claim.dataset(), claim.table()).orElse(null);
    if (table == null || !table.hasExpiringPartitions()) {
      return false;
    }
    var count = "SELECT count(*) FROM ";
    long alive = Sql.one(c, row -> row.getLong(1), count + table.alive()).orElseThrow();
    if (alive == table.rows()) {
      return false;
    }
    var moved = table.with(Tables.newRelation(), alive, new TreeMap<>());
    tables.createRelation(c, moved);
    Sql.run(
        c,
        "INSERT INTO %s SELECT %s FROM %s ORDER BY rowid"
            .formatted(moved.from(), table.aliveColumns(), table.alive()));
    tables.dropRelation(c, table);
    var kept = moved.with(moved.relation(), alive, ColumnBytes.of(c, moved, 0));
    tables.update(c, kept.with(kept.details(), kept.fields(), clock.millis()));
    return true;
  }
}
