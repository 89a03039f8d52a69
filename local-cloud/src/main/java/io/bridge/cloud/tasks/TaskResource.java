package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.Attempt;
import com.google.cloud.tasks.v2.HttpMethod;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.bridge.cloud.http.GoogleError;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Tasks as Google's messages and back. */
final class TaskResource {
  private static final int MAX_TASK_BYTES = 1 << 20;
  private static final java.time.Duration MAX_AHEAD = java.time.Duration.ofDays(30);
  private static final java.time.Duration DEFAULT_DEADLINE = java.time.Duration.ofMinutes(10);
  private static final java.time.Duration MIN_DEADLINE = java.time.Duration.ofSeconds(15);
  private static final java.time.Duration MAX_DEADLINE = java.time.Duration.ofMinutes(30);

  private TaskResource() {}

  /**
   * @param queue its key
   * @throws GoogleError 400 for what Google refuses, 501 for what it has and we have not
   */
  static QueueTask read(Task task, String queue, TaskName name, Instant now) {
    if (!task.hasHttpRequest()) {
      throw GoogleError.unimplemented("Cloud Tasks: tasks without http_request");
    }
    if (task.getSerializedSize() > MAX_TASK_BYTES) {
      throw GoogleError.invalid("The task is too large: at most 1 MiB.");
    }
    return new QueueTask(
        queue, name.id(), call(task), now, due(task, now), QueueTask.Progress.NONE);
  }

  private static QueueTask.Call call(Task task) {
    HttpRequest request = task.getHttpRequest();
    boolean post =
        request.getHttpMethod() == HttpMethod.POST
            || request.getHttpMethod() == HttpMethod.HTTP_METHOD_UNSPECIFIED;
    if (!post) {
      throw GoogleError.unimplemented("Cloud Tasks: HTTP method " + request.getHttpMethod());
    }
    if (request.hasOauthToken()) {
      throw GoogleError.unimplemented("Cloud Tasks: http_request with oauth_token");
    }
    if (request.hasOidcToken() && request.getOidcToken().getServiceAccountEmail().isEmpty()) {
      throw GoogleError.invalid("HttpRequest.oidc_token needs a service_account_email");
    }
    String url = requireUrl(request.getUrl());
    String audience = request.getOidcToken().getAudience();
    return new QueueTask.Call(
        url,
        requireHeaders(request.getHeadersMap()),
        request.getBody().toByteArray(),
        request.getOidcToken().getServiceAccountEmail(),
        audience.isEmpty() ? url : audience,
        deadline(task));
  }

  private static String requireUrl(String url) {
    try {
      URI uri = URI.create(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && url.length() <= 2083) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // Refused below.
    }
    throw GoogleError.invalid("HttpRequest.url must start with 'http://' or 'https://'");
  }

  private static Map<String, String> requireHeaders(Map<String, String> headers) {
    headers.forEach(
        (key, value) -> {
          boolean valid = key.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
          if (!valid || value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw GoogleError.invalid("HttpRequest.headers holds a malformed header");
          }
        });
    return Map.copyOf(headers);
  }

  private static java.time.Duration deadline(Task task) {
    if (!task.hasDispatchDeadline()) {
      return DEFAULT_DEADLINE;
    }
    java.time.Duration deadline =
        java.time.Duration.ofSeconds(
            task.getDispatchDeadline().getSeconds(), task.getDispatchDeadline().getNanos());
    if (deadline.compareTo(MIN_DEADLINE) < 0 || deadline.compareTo(MAX_DEADLINE) > 0) {
      throw GoogleError.invalid("Task.dispatchDeadline must be between [15s, 30m].");
    }
    return deadline;
  }

  private static Instant due(Task task, Instant now) {
    if (!task.hasScheduleTime()) {
      return now;
    }
    Instant due =
        Instant.ofEpochSecond(
            task.getScheduleTime().getSeconds(), task.getScheduleTime().getNanos());
    if (due.isAfter(now.plus(MAX_AHEAD))) {
      throw GoogleError.invalid("The Task.scheduleTime is too far in the future: at most 30 days.");
    }
    // A time in the past means now.
    return due.isBefore(now) ? now : due;
  }

  /**
   * @param full whether headers and body are shown
   */
  static Task write(QueueTask task, TaskName queue, boolean full) {
    QueueTask.Call call = task.call();
    HttpRequest.Builder request =
        HttpRequest.newBuilder().setUrl(call.url()).setHttpMethod(HttpMethod.POST);
    if (!call.serviceAccount().isEmpty()) {
      request.setOidcToken(
          OidcToken.newBuilder()
              .setServiceAccountEmail(call.serviceAccount())
              .setAudience(call.audience()));
    }
    if (full) {
      request.putAllHeaders(call.headers()).setBody(ByteString.copyFrom(call.body()));
    }
    Task.Builder resource =
        Task.newBuilder()
            .setName(queue.withId(task.id()).text())
            .setHttpRequest(request)
            .setScheduleTime(timestamp(task.due()))
            .setCreateTime(timestamp(task.created()))
            .setDispatchDeadline(Duration.newBuilder().setSeconds(call.deadline().toSeconds()))
            .setDispatchCount(task.progress().dispatches())
            .setResponseCount(task.progress().responses())
            .setView(full ? Task.View.FULL : Task.View.BASIC);
    addAttempts(resource, task.progress());
    return resource.build();
  }

  private static void addAttempts(Task.Builder resource, QueueTask.Progress progress) {
    if (progress.firstAttempt() == null) {
      return;
    }
    resource.setFirstAttempt(
        Attempt.newBuilder().setDispatchTime(timestamp(progress.firstAttempt())));
    Attempt.Builder last = Attempt.newBuilder().setDispatchTime(timestamp(progress.lastAttempt()));
    if (progress.lastStatus() != 0) {
      last.setResponseStatus(
          com.google.rpc.Status.newBuilder()
              .setCode(com.google.rpc.Code.UNKNOWN_VALUE)
              .setMessage("HTTP status code " + progress.lastStatus()));
    }
    resource.setLastAttempt(last);
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
