package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.schema.ByteSize;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Parting;
import io.bridge.cloud.bigquery.sql.TableColumns;
import io.bridge.cloud.bigquery.warehouse.DuckErrors;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the bytes that a statement reads: of the columns it needs, in the parts it needs. */
final class Meter {
  private final Connection connection;

  Meter(Connection connection) {
    this.connection = connection;
  }

  /**
   * A table of a statement.
   *
   * @param stored the tables behind it: one, those that a wildcard matches, or none for a view of
   *     INFORMATION_SCHEMA, which has no bytes and is billed the least
   */
  record Read(TableColumns use, List<Table> stored) {
    private boolean isWildcard() {
      return use.table().name().endsWith("*");
    }
  }

  /**
   * Bytes of each table that is read.
   *
   * @throws GoogleError {@code invalidQuery} for a table that wants a filter on its partitions
   */
  List<Long> bytes(List<Read> reads) {
    reads.forEach(Meter::requireFilter);
    return reads.stream().flatMap(this::bytes).toList();
  }

  private static void requireFilter(Read read) {
    var table = read.use().table();
    if (table.parting() != null && table.parting().filterRequired() && read.use().parts() == null) {
      throw new GoogleError(
          400,
          "invalidQuery",
          ("Cannot query over table '%s.%s.%s' without a filter over column(s) '%s'"
                  + " that can be used for partition elimination")
              .formatted(table.project(), table.dataset(), table.name(), table.parting().column()));
    }
  }

  private Stream<Long> bytes(Read read) {
    if (read.isWildcard()) {
      var suffixes = suffixes(read);
      int prefix = read.use().table().name().length() - 1;
      return read.stored().stream()
          .filter(table -> suffixes == null || suffixes.contains(table.id().substring(prefix)))
          .map(table -> whole(table, read.use()));
    }
    if (read.stored().isEmpty()) {
      return Stream.of(0L);
    }
    var table = read.stored().getFirst();
    return Stream.of(
        read.use().parts() == null ? whole(table, read.use()) : inParts(table, read.use()));
  }

  private long whole(Table table, TableColumns use) {
    var columns = use.columns();
    return table.hasExpiringPartitions()
        ? bytes(table, columns, table.alive())
        : stored(table, columns);
  }

  private static long stored(Table table, List<String> columns) {
    return table.columnBytes().entrySet().stream()
        .filter(column -> columns.stream().anyMatch(column.getKey()::equalsIgnoreCase))
        .mapToLong(column -> column.getValue())
        .sum();
  }

  /** Null for all. */
  private Set<String> suffixes(Read read) {
    if (read.use().parts() == null) {
      return null;
    }
    int prefix = read.use().table().name().length() - 1;
    var all =
        read.stored().stream()
            .map(table -> Sql.text(table.id().substring(prefix)))
            .collect(Collectors.joining(", ", "[", "]"));
    var sql =
        "SELECT %1$s FROM (SELECT %1$s, %1$s AS %2$s FROM (SELECT unnest(%3$s) AS %1$s)) WHERE %4$s"
            .formatted(Parting.FIRST, Parting.LAST, all, read.use().parts());
    try {
      return Set.copyOf(Sql.list(connection, row -> row.getString(1), sql));
    } catch (SQLException e) {
      throw DuckErrors.refusal(e, "invalidQuery", "");
    }
  }

  private long inParts(Table table, TableColumns use) {
    var parting = use.table().parting();
    var parts =
        "(SELECT *, %s AS %s, %s AS %s FROM %s) WHERE %s"
            .formatted(
                parting.first(),
                Parting.FIRST,
                parting.last(),
                Parting.LAST,
                table.alive(),
                use.parts());
    return bytes(table, use.columns(), parts);
  }

  private long bytes(Table table, List<String> columns, String from) {
    if (columns.isEmpty()) {
      return 0;
    }
    var sizes =
        columns.stream()
            .map(column -> SchemaChange.find(table.fields(), column))
            .map(field -> ByteSize.ofColumn(field, DuckType.quote(field.name())))
            .collect(Collectors.joining(" + "));
    var sql = "SELECT " + sizes + " FROM " + from;
    try {
      return Sql.one(connection, row -> row.getLong(1), sql).orElseThrow();
    } catch (SQLException e) {
      throw DuckErrors.refusal(e, "invalidQuery", "");
    }
  }
}
