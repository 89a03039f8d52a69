package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bigquery.load.LoadSpec;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Labels;
import io.bridge.cloud.http.GoogleError;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What a job is to do. */
sealed interface JobSpec {

  /** A load of files into a table. */
  record Load(LoadSpec load) implements JobSpec {}

  /** A query into an anonymous table. */
  record Query(QuerySpec query) implements JobSpec {}

  /**
   * Reads {@code configuration} of a job.
   *
   * @param project the one project there is
   * @throws GoogleError 400 for what BigQuery refuses, 501 for a kind of job or an option that is
   *     not emulated
   */
  static JobSpec read(String project, JsonNode json) {
    var body = new Body("configuration", json);
    // The type of a job is said by the part that is there.
    body.known(Set.of("load", "query", "labels", "dryRun", "jobTimeoutMs"), Set.of("jobType"));
    Labels.merge(Map.of(), json.get("labels"));
    timeout(body);
    var load = body.object("load");
    var query = body.object("query");
    if ((load == null) == (query == null)) {
      throw GoogleError.invalid(
          "Job configuration must contain exactly one job-specific configuration");
    }
    return load == null
        ? new Query(QuerySpec.read(project, query, Set.of()))
        : new Load(LoadSpec.read(project, load));
  }

  /** {@code jobTimeoutMs}, or null when the job may take any time. */
  static Duration timeout(Body configuration) {
    var millis = configuration.integer("jobTimeoutMs");
    if (millis != null && millis < 0) {
      throw configuration.invalid("jobTimeoutMs");
    }
    return millis == null || millis == 0 ? null : Duration.ofMillis(millis);
  }

  /** BigQuery's word for the kind. */
  default String type() {
    return switch (this) {
      case Load _ -> "LOAD";
      case Query _ -> "QUERY";
    };
  }
}
