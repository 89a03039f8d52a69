package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.warehouse.ColumnBytes;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes to one partition of a table and leaves the others as they are. */
record PartitionWrite(Tables tables, Partition partition) {

  /** Fails with {@code duplicate} when the partition has rows. */
  void requireEmpty(Connection c, Table table) throws SQLException {
    var sql = "SELECT count(*) FROM " + table.from() + " WHERE " + condition(table);
    if (count(c, sql) > 0) {
      throw tables.duplicate(table.dataset(), table.id() + "$" + partition.id());
    }
  }

  /** The table without the rows of the partition; the numbers of the others close up. */
  Table emptied(Connection c, Table table) throws SQLException {
    var bare = table.with(Tables.newRelation(), 0, table.columnBytes());
    tables.createRelation(c, bare);
    Sql.run(
        c,
        "INSERT INTO %s SELECT * FROM %s WHERE %s IS NOT TRUE"
            .formatted(bare.from(), table.from(), condition(table)));
    tables.dropRelation(c, table);
    long rows = count(c, "SELECT count(*) FROM " + bare.from());
    return bare.with(bare.relation(), rows, ColumnBytes.of(c, bare, 0));
  }

  /** Number of rows that are in other partitions. */
  long outside(Connection c, Table table) throws SQLException {
    var sql = "SELECT count(*) FROM " + table.from() + " WHERE " + condition(table);
    return count(c, sql + " IS NOT TRUE");
  }

  /** Fails with 400 when rows came to other partitions since these were counted. */
  void requireOutside(Connection c, Table table, long before) throws SQLException {
    if (outside(c, table) != before) {
      throw GoogleError.invalid(
          "Some rows belong to different partitions rather than destination partition %s$%s"
              .formatted(tables.name(table.dataset(), table.id()), partition.id()));
    }
  }

  private String condition(Table table) {
    return partition.condition(table, tables.name(table.dataset(), table.id()));
  }

  private static long count(Connection c, String sql) throws SQLException {
    return Sql.one(c, row -> row.getLong(1), sql).orElseThrow();
  }
}
