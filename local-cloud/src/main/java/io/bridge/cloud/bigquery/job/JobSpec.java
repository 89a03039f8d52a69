package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bigquery.copy.CopySpec;
import io.bridge.cloud.bigquery.extract.ExtractSpec;
import io.bridge.cloud.bigquery.load.LoadSpec;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Labels;
import io.bridge.cloud.http.GoogleError;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a job is to do. */
sealed interface JobSpec {

  /** A load of files into a table. */
  record Load(LoadSpec load) implements JobSpec {}

  /** A copy of tables. */
  record Copy(CopySpec copy) implements JobSpec {}

  /** A table's rows into files. */
  record Extract(ExtractSpec extract) implements JobSpec {}

  /** A query into an anonymous table. */
  record Query(QuerySpec query) implements JobSpec {}

  /**
   * Reads {@code configuration} of a job.
   *
   * @param project the one project there is
   * @param withFile whether the file of a load came with the request
   * @throws GoogleError 400 for what BigQuery refuses, 501 for a kind of job or an option that is
   *     not emulated
   */
  static JobSpec read(String project, JsonNode json, boolean withFile) {
    var body = new Body("configuration", json);
    // The type of a job is said by the part that is there.
    body.known(
        Set.of("load", "query", "copy", "extract", "labels", "dryRun", "jobTimeoutMs"),
        Set.of("jobType"));
    Labels.merge(Map.of(), json.get("labels"));
    timeout(body);
    var kinds =
        Stream.of("load", "query", "copy", "extract").filter(key -> body.object(key) != null);
    var present = kinds.toList();
    if (present.size() != 1) {
      throw GoogleError.invalid(
          "Job configuration must contain exactly one job-specific configuration");
    }
    var kind = present.getFirst();
    if (withFile && !kind.equals("load")) {
      throw GoogleError.invalid("Only a load job can come with a file");
    }
    var part = body.object(kind);
    return switch (kind) {
      case "load" -> new Load(LoadSpec.read(project, part, withFile));
      case "copy" -> new Copy(CopySpec.read(project, part));
      case "extract" -> new Extract(ExtractSpec.read(project, part));
      default -> new Query(QuerySpec.read(project, part, Set.of()));
    };
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
      case Copy _ -> "COPY";
      case Extract _ -> "EXTRACT";
      case Query _ -> "QUERY";
    };
  }
}
