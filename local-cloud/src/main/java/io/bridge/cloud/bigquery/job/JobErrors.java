package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Job;
import java.util.ArrayList;
import java.util.List;

/** The errors of a job beside the one it failed by; kept among its statistics. */
final class JobErrors {
  private static final String KEY = "errors";

  private JobErrors() {}

  /** Writes the errors down. */
  static void put(ObjectNode statistics, List<Failure> errors) {
    if (!errors.isEmpty()) {
      var list = statistics.putArray(KEY);
      errors.forEach(error -> list.add(error.toJson()));
    }
  }

  /** The job with its errors. */
  static Job of(Job job, List<Failure> errors) {
    var statistics = job.statistics().deepCopy();
    put(statistics, errors);
    return new Job(
        job.id(),
        job.location(),
        job.owner(),
        job.requestKey(),
        job.configuration(),
        statistics,
        job.failure(),
        job.createdMs(),
        job.startedMs(),
        job.endedMs());
  }

  /** The errors of a job, as BigQuery writes them. */
  static List<JsonNode> of(Job job) {
    var errors = new ArrayList<JsonNode>();
    job.statistics().path(KEY).forEach(errors::add);
    return errors;
  }
}
