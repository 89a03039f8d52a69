package io.bridge.cloud.bigquery.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** INFORMATION_SCHEMA.JOBS and its kind, statements of scripts among them. */
final class JobRows {
  private static final long MOST = 10_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<Field> TABLE =
      List.of(
          Field.of("project_id", "STRING"),
          Field.of("dataset_id", "STRING"),
          Field.of("table_id", "STRING"));

  private final String project;

  JobRows(String project) {
    this.project = project;
  }

  /**
   * The newest 10,000 jobs.
   *
   * @param owner email, or null for everybody's
   * @param location null for every one
   */
  LiteralRows of(Connection c, String owner, String location) throws SQLException {
    var rows =
        new LiteralRows()
            .column("creation_time", "TIMESTAMP")
            .column("project_id", "STRING")
            .column("user_email", "STRING")
            .column("job_id", "STRING")
            .column("job_type", "STRING")
            .column("statement_type", "STRING")
            .column("priority", "STRING")
            .column("start_time", "TIMESTAMP")
            .column("end_time", "TIMESTAMP")
            .column("query", "STRING")
            .column("state", "STRING")
            .column("total_bytes_processed", "INT64")
            .column("total_bytes_billed", "INT64")
            .column(Field.struct("error_result", error()))
            .column("cache_hit", "BOOL")
            .column(Field.struct("destination_table", TABLE))
            .column(Field.struct("referenced_tables", TABLE).repeated())
            .column(Field.struct("labels", labels()).repeated())
            .column("parent_job_id", "STRING");
    for (var job : new Jobs(project).newest(c, owner, MOST)) {
      if (location == null || job.location().equalsIgnoreCase(location)) {
        row(rows, job);
      }
    }
    return rows;
  }

  private static List<Field> error() {
    return List.of(
        Field.of("reason", "STRING"),
        Field.of("location", "STRING"),
        Field.of("message", "STRING"));
  }

  private static List<Field> labels() {
    return List.of(Field.of("key", "STRING"), Field.of("value", "STRING"));
  }

  private void row(LiteralRows rows, Job job) {
    var query = job.statistics().path("query");
    var spec = job.configuration().path("query");
    rows.row(
        LiteralRows.millis(job.createdMs()),
        project,
        job.owner().email(),
        job.id(),
        job.type(),
        query.path("statementType").asText(null),
        spec.path("priority").asText("INTERACTIVE"),
        LiteralRows.millis(job.isDone() ? job.startedMs() : job.createdMs()),
        job.isDone() ? LiteralRows.millis(job.endedMs()) : null,
        spec.path("query").asText(null),
        job.isDone() ? "DONE" : "RUNNING",
        number(query, "totalBytesProcessed"),
        number(query, "totalBytesBilled"),
        job.failure() == null ? null : new LiteralRows.JsonText(job.failure().toJson().toString()),
        query.path("cacheHit").asBoolean(),
        spec.has("destinationTable") ? json(table(spec.path("destinationTable"))) : null,
        references(query),
        labels(job),
        job.statistics().path("parentJobId").asText(null));
  }

  private static Long number(JsonNode statistics, String key) {
    return statistics.has(key) ? Long.valueOf(statistics.path(key).asLong()) : null;
  }

  private static LiteralRows.JsonText json(JsonNode node) {
    return new LiteralRows.JsonText(node.toString());
  }

  private JsonNode table(JsonNode reference) {
    return JSON.objectNode()
        .put("project_id", project)
        .put("dataset_id", reference.path("datasetId").asText())
        .put("table_id", reference.path("tableId").asText());
  }

  private LiteralRows.JsonText references(JsonNode query) {
    var tables = JSON.arrayNode();
    query.path("referencedTables").forEach(reference -> tables.add(table(reference)));
    return json(tables);
  }

  private static LiteralRows.JsonText labels(Job job) {
    var labels = JSON.arrayNode();
    job.configuration()
        .path("labels")
        .properties()
        .forEach(
            e -> labels.addObject().put("key", e.getKey()).put("value", e.getValue().asText()));
    return json(labels);
  }
}
