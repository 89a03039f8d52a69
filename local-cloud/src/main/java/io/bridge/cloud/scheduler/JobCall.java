package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.dispatch.Answer;
import io.bridge.cloud.iam.OidcCaller;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One attempt of a job.
 *
 * @param id last part of the job's name
 * @param scheduled the time of the schedule that it is made for
 */
record JobCall(String id, Job job, Instant scheduled) {

  Answer send(OidcCaller caller) throws InterruptedException {
    HttpTarget target = job.getHttpTarget();
    String audience = target.getOidcToken().getAudience();
    return Answer.of(
        caller.send(
            target.getHttpMethod().name(),
            URI.create(target.getUri()),
            target.getOidcToken().getServiceAccountEmail(),
            audience.isEmpty() ? target.getUri() : audience,
            headers(target),
            target.getBody().toByteArray(),
            deadline()));
  }

  Duration deadline() {
    return Duration.ofMillis(Durations.toMillis(job.getAttemptDeadline()));
  }

  private Map<String, String> headers(HttpTarget target) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    target.getHeadersMap().forEach((name, value) -> putUnlessOurs(headers, name, value));
    headers.putIfAbsent("Content-Type", "application/octet-stream");
    headers.put("User-Agent", "Google-Cloud-Scheduler");
    headers.put("X-CloudScheduler", "true");
    headers.put("X-CloudScheduler-JobName", id);
    headers.put("X-CloudScheduler-ScheduleTime", scheduled.toString());
    return headers;
  }

  private static void putUnlessOurs(Map<String, String> headers, String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean ours = lower.startsWith("x-google-") || lower.startsWith("x-appengine-");
    if (!ours && !lower.startsWith("x-cloudscheduler")) {
      headers.put(name, value);
    }
  }

  /**
   * Canonical code of what came of an attempt.
   *
   * @param took how long it was under way
   */
  int code(Answer answer, Duration took) {
    if (answer.isSuccess()) {
      return com.google.rpc.Code.OK_VALUE;
    }
    return switch (answer.status()) {
      case 0 ->
          took.compareTo(deadline()) < 0
              ? com.google.rpc.Code.UNAVAILABLE_VALUE
              : com.google.rpc.Code.DEADLINE_EXCEEDED_VALUE;
      case 400 -> com.google.rpc.Code.INVALID_ARGUMENT_VALUE;
      case 401 -> com.google.rpc.Code.UNAUTHENTICATED_VALUE;
      case 403 -> com.google.rpc.Code.PERMISSION_DENIED_VALUE;
      case 404 -> com.google.rpc.Code.NOT_FOUND_VALUE;
      case 409 -> com.google.rpc.Code.ABORTED_VALUE;
      case 429 -> com.google.rpc.Code.RESOURCE_EXHAUSTED_VALUE;
      case 500 -> com.google.rpc.Code.INTERNAL_VALUE;
      case 501 -> com.google.rpc.Code.UNIMPLEMENTED_VALUE;
      case 503 -> com.google.rpc.Code.UNAVAILABLE_VALUE;
      case 504 -> com.google.rpc.Code.DEADLINE_EXCEEDED_VALUE;
      default -> com.google.rpc.Code.UNKNOWN_VALUE;
    };
  }
}
