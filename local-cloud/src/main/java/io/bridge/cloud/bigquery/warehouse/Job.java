package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.iam.Principal;

/**
 * A job, from the moment it was accepted.
 *
 * @param location null as long as nobody knows where a query's datasets are
 * @param requestKey what makes a {@code jobs.query}, or the end of an upload, the same request
 *     again; null for others
 * @param configuration as the caller sent it, with what the server decided; not to be changed
 * @param statistics of a finished job; empty before
 * @param failure null unless the job failed
 * @param createdMs since 1970
 * @param startedMs since 1970; null until it ended
 * @param endedMs since 1970; null until it ended
 */
public record Job(
    String id,
    String location,
    Principal owner,
    String requestKey,
    ObjectNode configuration,
    ObjectNode statistics,
    Failure failure,
    long createdMs,
    Long startedMs,
    Long endedMs) {

  /** {@code LOAD} or {@code QUERY}. */
  public String type() {
    return configuration.path("jobType").asText();
  }

  public boolean isDone() {
    return endedMs != null;
  }

  /** This job where it runs. */
  public Job at(String place) {
    return new Job(
        id,
        place,
        owner,
        requestKey,
        configuration,
        statistics,
        failure,
        createdMs,
        startedMs,
        endedMs);
  }

  /** This job as it succeeded. */
  public Job succeeded(ObjectNode result, ObjectNode finalConfiguration, long started, long ended) {
    return new Job(
        id,
        location,
        owner,
        requestKey,
        finalConfiguration,
        result,
        null,
        createdMs,
        started,
        ended);
  }

  /** This job with other statistics. */
  public Job with(ObjectNode otherStatistics) {
    return new Job(
        id,
        location,
        owner,
        requestKey,
        configuration,
        otherStatistics,
        failure,
        createdMs,
        startedMs,
        endedMs);
  }

  /** This job as it failed. */
  public Job failed(Failure why, long started, long ended) {
    return new Job(
        id, location, owner, requestKey, configuration, statistics, why, createdMs, started, ended);
  }
}
