package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.query.CompiledJob;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.wire.Etag;
import java.util.List;
import java.util.Locale;

/** Jobs as BigQuery's REST API writes them. */
public final class JobJson {
  private final String project;

  public JobJson(String project) {
    this.project = project;
  }

  /** The whole resource. */
  public ObjectNode resource(Job job) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("kind", "bigquery#job");
    node.put("etag", Etag.of(job.id() + job.isDone()));
    node.put("id", project + ":" + job.location() + "." + job.id());
    node.put(
        "selfLink",
        "https://bigquery.googleapis.com/bigquery/v2/projects/%s/jobs/%s?location=%s"
            .formatted(project, job.id(), job.location()));
    node.put("user_email", job.owner().email());
    node.set("configuration", job.configuration());
    node.set("jobReference", reference(job));
    node.set("statistics", statistics(job));
    node.set("status", status(job));
    return node;
  }

  /** One entry of jobs.list. */
  public ObjectNode item(Job job, boolean full) {
    var node = resource(job);
    node.remove("etag");
    node.remove("selfLink");
    node.put("state", node.path("status").path("state").asText());
    if (job.failure() != null) {
      node.set("errorResult", job.failure().toJson());
    }
    if (!full) {
      node.remove("configuration");
    }
    return node;
  }

  public ObjectNode reference(Job job) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("projectId", project).put("jobId", job.id()).put("location", job.location());
    return node;
  }

  /**
   * The answer of jobs.insert to a dry run.
   *
   * @param id as the caller gave it, may be null: no job is made
   */
  public ObjectNode dryRun(CompiledJob compiled, ObjectNode configuration, String id) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("kind", "bigquery#job");
    node.set("configuration", configuration.deepCopy().put("jobType", "QUERY"));
    var reference = node.putObject("jobReference").put("projectId", project);
    if (id != null) {
      reference.put("jobId", id);
    }
    reference.put("location", compiled.location());
    var statistics = node.putObject("statistics");
    statistics.put("creationTime", "0");
    statistics.put("totalBytesProcessed", Long.toString(compiled.bytes().processed()));
    statistics.set("query", compiled.dryRun());
    node.putObject("status").put("state", "DONE");
    return node;
  }

  private static ObjectNode statistics(Job job) {
    var statistics = JsonNodeFactory.instance.objectNode();
    statistics.put("creationTime", Long.toString(job.createdMs()));
    statistics.put("startTime", Long.toString(job.isDone() ? job.startedMs() : job.createdMs()));
    if (job.isDone()) {
      statistics.put("endTime", Long.toString(job.endedMs()));
    }
    var processed = job.statistics().path("query").path("totalBytesProcessed");
    if (processed.isTextual()) {
      statistics.put("totalBytesProcessed", processed.asText());
    }
    for (var key : List.of("parentJobId", "numChildJobs")) {
      if (job.statistics().has(key)) {
        statistics.set(key, job.statistics().get(key));
      }
    }
    // Google's clients tell the kind of a job by which of these is there, even if it says nothing.
    var kind = job.type().toLowerCase(Locale.ROOT);
    statistics.set(kind, job.statistics().path(kind).deepCopy());
    if (!statistics.path(kind).isObject()) {
      statistics.putObject(kind);
    }
    return statistics;
  }

  private static ObjectNode status(Job job) {
    var status = JsonNodeFactory.instance.objectNode();
    status.put("state", job.isDone() ? "DONE" : "RUNNING");
    var errors = JsonNodeFactory.instance.arrayNode();
    if (job.failure() != null) {
      status.set("errorResult", job.failure().toJson());
      errors.add(job.failure().toJson());
    }
    errors.addAll(JobErrors.of(job));
    if (!errors.isEmpty()) {
      status.set("errors", errors);
    }
    return status;
  }
}
