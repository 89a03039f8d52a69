package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.scheduler.v1.CloudSchedulerClient;
import com.google.cloud.scheduler.v1.HttpMethod;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.scheduler.v1.JobName;
import com.google.cloud.scheduler.v1.LocationName;
import com.google.cloud.scheduler.v1.OidcToken;
import com.google.cloud.scheduler.v1.RetryConfig;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.scheduler.GoogleScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Cloud Scheduler's calls. */
final class SchedulerContract implements ContractClient {
  private static final String LOCATION = "us-central1";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final TestCloud cloud;
  private final CloudSchedulerClient scheduler;

  SchedulerContract(TestCloud cloud, CredentialsProvider who) throws IOException {
    this.cloud = cloud;
    this.scheduler = GoogleScheduler.client(cloud, who);
  }

  @Override
  public Object call(String call, JsonNode with) {
    JobName name = JobName.of(TestCloud.PROJECT, LOCATION, with.path("name").asText());
    return switch (call) {
      case "createJob" ->
          answer(
              scheduler.createJob(LocationName.of(TestCloud.PROJECT, LOCATION), job(name, with)));
      case "getJob" -> answer(scheduler.getJob(name));
      case "deleteJob" -> {
        scheduler.deleteJob(name);
        yield Map.of();
      }
      case "pauseJob" -> answer(scheduler.pauseJob(name));
      case "resumeJob" -> answer(scheduler.resumeJob(name));
      case "runJob" -> answer(scheduler.runJob(name));
      case "updateSchedule" -> answer(updateSchedule(name, with));
      case "awaitAttempt" -> answer(attempted(name, with));
      default -> throw ContractClient.unknown(call);
    };
  }

  private Job updateSchedule(JobName name, JsonNode with) {
    Job job =
        Job.newBuilder()
            .setName(name.toString())
            .setSchedule(with.path("schedule").asText())
            .setTimeZone(with.path("timeZone").asText())
            .build();
    FieldMask mask = FieldMask.newBuilder().addPaths("schedule").addPaths("time_zone").build();
    return scheduler.updateJob(job, mask);
  }

  /** Of any outcome, or of the one that the case names. Tests have a limit of their own. */
  private Job attempted(JobName name, JsonNode with) {
    Job job = scheduler.getJob(name);
    while (!job.hasStatus()
        || with.has("code") && job.getStatus().getCode() != with.path("code").intValue()) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      job = scheduler.getJob(name);
    }
    return job;
  }

  private Job job(JobName name, JsonNode with) {
    Job.Builder job =
        Job.newBuilder()
            .setName(name.toString())
            .setSchedule(with.path("schedule").asText())
            .setHttpTarget(target(with));
    if (with.has("retries")) {
      job.setRetryConfig(
          RetryConfig.newBuilder()
              .setRetryCount(with.path("retries").intValue())
              .setMinBackoffDuration(Durations.fromSeconds(with.path("backoffSeconds").asLong())));
    }
    return job.build();
  }

  private HttpTarget target(JsonNode with) {
    HttpTarget.Builder target =
        HttpTarget.newBuilder()
            .setUri(with.path("url").asText())
            .setHttpMethod(HttpMethod.valueOf(with.path("method").asText("POST")))
            .setBody(ByteString.copyFromUtf8(with.path("body").asText()))
            .setOidcToken(
                OidcToken.newBuilder()
                    .setServiceAccountEmail(cloud.email(with.path("account").asText()))
                    .setAudience(with.path("audience").asText()));
    with.path("headers")
        .properties()
        .forEach(it -> target.putHeaders(it.getKey(), it.getValue().asText()));
    return target.build();
  }

  private static Map<String, Object> answer(Job job) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("name", job.getName());
    answer.put("state", job.getState().name());
    answer.put("schedule", job.getSchedule());
    answer.put("timeZone", job.getTimeZone());
    answer.put("url", job.getHttpTarget().getUri());
    answer.put("method", job.getHttpTarget().getHttpMethod().name());
    answer.put("deadlineSeconds", (int) job.getAttemptDeadline().getSeconds());
    answer.put("retries", job.getRetryConfig().getRetryCount());
    answer.put(
        "minBackoffSeconds", (int) job.getRetryConfig().getMinBackoffDuration().getSeconds());
    answer.put(
        "maxBackoffSeconds", (int) job.getRetryConfig().getMaxBackoffDuration().getSeconds());
    answer.put("maxDoublings", job.getRetryConfig().getMaxDoublings());
    if (job.hasStatus()) {
      answer.put("code", job.getStatus().getCode());
    }
    return answer;
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
