package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.schema.ByteSize;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Partitioning;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.util.List;
import java.util.stream.Collectors;

/** INFORMATION_SCHEMA.PARTITIONS: counted when it is read. */
final class PartitionRows {
  static final List<Field> FIELDS =
      List.of(
          Field.of("table_catalog", "STRING"),
          Field.of("table_schema", "STRING"),
          Field.of("table_name", "STRING"),
          Field.of("partition_id", "STRING"),
          Field.of("total_rows", "INT64"),
          Field.of("total_logical_bytes", "INT64"),
          Field.of("last_modified_time", "TIMESTAMP"),
          Field.of("storage_tier", "STRING"));

  private PartitionRows() {}

  /** A parenthesised SELECT; a table without partitions has one row without an id. */
  static String sql(String project, List<Table> tables) {
    var rows =
        tables.stream()
            .filter(table -> !table.isView())
            .map(table -> rows(project, table))
            .collect(Collectors.joining(" UNION ALL "));
    return rows.isEmpty() ? none() : "(" + rows + ")";
  }

  private static String none() {
    var columns =
        FIELDS.stream()
            .map(f -> "CAST(NULL AS " + DuckType.of(f) + ") AS " + DuckType.quote(f.name()))
            .collect(Collectors.joining(", "));
    return "(SELECT " + columns + " WHERE false)";
  }

  private static String rows(String project, Table table) {
    var bytes =
        table.fields().stream()
            .map(field -> ByteSize.ofColumn(field, DuckType.quote(field.name())))
            .collect(Collectors.joining(" + "));
    return """
    SELECT %s AS table_catalog, %s AS table_schema, %s AS table_name, %s AS partition_id, \
    count(*) AS total_rows, CAST(%s AS BIGINT) AS total_logical_bytes, \
    make_timestamptz(%d) AS last_modified_time, 'ACTIVE' AS storage_tier FROM %s%s\
    """
        .formatted(
            Sql.text(project),
            Sql.text(table.dataset()),
            Sql.text(table.id()),
            id(table.definition().partitioning()),
            bytes.isEmpty() ? "0" : bytes,
            table.modifiedMs() * 1000,
            table.alive(),
            table.definition().partitioning() == null ? "" : " GROUP BY 4");
  }

  private static String id(Partitioning partitioning) {
    return switch (partitioning) {
      case null -> "CAST(NULL AS VARCHAR)";
      case Partitioning.ByTime(var column, var unit, _) ->
          "coalesce(strftime(CAST(%s AS TIMESTAMP), '%s'), '__NULL__')"
              .formatted(DuckType.quote(column), format(unit));
      case Partitioning.ByRange(var column, var start, var end, var interval) ->
          """
          CASE WHEN %1$s IS NULL THEN '__NULL__' \
          WHEN %1$s < %2$d OR %1$s >= %3$d THEN '__UNPARTITIONED__' \
          ELSE CAST(%1$s - (%1$s - %2$d) %% %4$d AS VARCHAR) END\
          """
              .formatted(DuckType.quote(column), start, end, interval);
    };
  }

  private static String format(String unit) {
    return switch (unit) {
      case "HOUR" -> "%Y%m%d%H";
      case "MONTH" -> "%Y%m";
      case "YEAR" -> "%Y";
      default -> "%Y%m%d";
    };
  }
}
