package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.Parting;
import io.bridge.cloud.bigquery.warehouse.Partitioning;
import io.bridge.cloud.bigquery.warehouse.Table;

/** Partitions as the compiler needs them. */
final class Partitions {
  private Partitions() {}

  /** Null for a table that has none. */
  static Parting of(Table table) {
    boolean required = table.definition().requirePartitionFilter();
    return switch (table.definition().partitioning()) {
      case null -> null;
      case Partitioning.ByTime(var column, var unit, _) ->
          Parting.byTime(SchemaChange.find(table.fields(), column), unit, required);
      case Partitioning.ByRange(var column, var start, var end, var interval) ->
          Parting.byRange(
              SchemaChange.find(table.fields(), column), start, end, interval, required);
    };
  }
}
