package io.bridge.cloud.bigquery.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.sql.TableColumns;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A query that was analyzed and costed, and did not run.
 *
 * @param reads the tables that it reads, none of them a view
 * @param location where its datasets are
 * @param tables all that it names, views and what they read among them
 * @param isRepeatable whether it gives the same answer for as long as these stay the same
 * @param more of its statistics: what a definition is about
 */
public record CompiledJob(
    CompiledQuery query,
    List<TableColumns> reads,
    Billing bytes,
    String location,
    List<Table> tables,
    boolean isRepeatable,
    ObjectNode more) {

  /** {@code statistics.query} of a dry run. */
  public ObjectNode dryRun() {
    var statistics = common();
    statistics.put("totalBytesBilled", "0");
    statistics.put("totalBytesProcessedAccuracy", "PRECISE");
    statistics.set("schema", SchemaJson.write(query.schema()));
    return statistics;
  }

  /** {@code statistics.query} of a run. */
  public ObjectNode ran() {
    return common().put("totalBytesBilled", Long.toString(bytes.billed()));
  }

  /** {@code statistics.query} of a run that an earlier result spared. */
  ObjectNode spared() {
    return common()
        .put("totalBytesProcessed", "0")
        .put("totalBytesBilled", "0")
        .put("cacheHit", true);
  }

  private ObjectNode common() {
    var statistics = JsonNodeFactory.instance.objectNode();
    statistics.put("statementType", query.statementType());
    statistics.put("totalBytesProcessed", Long.toString(bytes.processed()));
    statistics.setAll(more);
    statistics.put("billingTier", 1);
    statistics.put("cacheHit", false);
    var tables = statistics.putArray("referencedTables");
    for (var reference : new LinkedHashSet<>(references())) {
      tables
          .addObject()
          .put("projectId", reference.get(0))
          .put("datasetId", reference.get(1))
          .put("tableId", reference.get(2));
    }
    return statistics;
  }

  private List<List<String>> references() {
    return reads.stream()
        .map(read -> read.table())
        .map(table -> List.of(table.project(), table.dataset(), table.name()))
        .toList();
  }
}
