package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import com.google.cloud.tasks.v2.HttpMethod;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.LocationName;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.QueueName;
import com.google.cloud.tasks.v2.RetryConfig;
import com.google.cloud.tasks.v2.Task;
import com.google.cloud.tasks.v2.TaskName;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Cloud Tasks' calls. */
final class TasksContract implements ContractClient {
  private static final String LOCATION = "us-central1";
  private static final int AN_HOUR = 3600;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final LocationName LOCATION_NAME = LocationName.of(TestCloud.PROJECT, LOCATION);

  private final CloudTasksClient tasks;

  private final Map<String, Stopwatch> sinceMade = new ConcurrentHashMap<>();

  TasksContract(TestCloud cloud, CredentialsProvider who) throws IOException {
    tasks =
        CloudTasksClient.create(
            CloudTasksSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(who)
                .build());
  }

  @Override
  public Object call(String call, JsonNode with) {
    String queue = with.path("queue").asText();
    TaskName name =
        TaskName.of(TestCloud.PROJECT, LOCATION, queue, with.path("name").asText("none"));
    QueueName parent = QueueName.of(TestCloud.PROJECT, LOCATION, queue);
    return switch (call) {
      case "createTask" -> {
        sinceMade.put(name.toString(), Stopwatch.started());
        yield answer(tasks.createTask(parent, task(name, with)));
      }
      case "getTask" -> answer(tasks.getTask(name));
      case "deleteTask" -> {
        tasks.deleteTask(name);
        yield Map.of();
      }
      case "getQueue" -> Map.of("name", tasks.getQueue(parent).getName());
      case "makeQueue" -> answer(tasks.createQueue(LOCATION_NAME, queue(parent, with)));
      case "pauseQueue" -> answer(tasks.pauseQueue(parent));
      case "resumeQueue" -> answer(tasks.resumeQueue(parent));
      case "purgeQueue" -> answer(tasks.purgeQueue(parent));
      case "deleteQueue" -> {
        tasks.deleteQueue(parent);
        yield Map.of();
      }
      case "awaitGone" -> {
        awaitGone(name);
        yield Map.of("seconds", sinceMade.get(name.toString()).seconds());
      }
      default -> throw ContractClient.unknown(call);
    };
  }

  private static Queue queue(QueueName name, JsonNode with) {
    RetryConfig.Builder retry =
        RetryConfig.newBuilder()
            .setMaxAttempts(with.path("attempts").asInt())
            .setMaxRetryDuration(Durations.fromSeconds(with.path("retrySeconds").asLong()))
            .setMaxDoublings(with.path("doublings").asInt());
    if (with.has("backoffSeconds")) {
      retry.setMinBackoff(Durations.fromSeconds(with.path("backoffSeconds").asLong()));
    }
    if (with.has("mostBackoffSeconds")) {
      retry.setMaxBackoff(Durations.fromSeconds(with.path("mostBackoffSeconds").asLong()));
    }
    return Queue.newBuilder().setName(name.toString()).setRetryConfig(retry).build();
  }

  private static Map<String, Object> answer(Queue queue) {
    return Map.of(
        "state", queue.getState().name(), "attempts", queue.getRetryConfig().getMaxAttempts());
  }

  /** Tests have a limit of their own. */
  private void awaitGone(TaskName name) {
    try {
      while (tasks.getTask(name).getDispatchCount() >= 0) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    } catch (NotFoundException _) {
      // It is.
    }
  }

  /** Due long after the test, now, or {@code inSeconds}. */
  private static Task task(TaskName name, JsonNode with) {
    double wait = with.has("now") ? 0 : with.path("inSeconds").asDouble(AN_HOUR);
    return Task.newBuilder()
        .setName(name.toString())
        .setScheduleTime(
            Timestamps.add(Timestamps.now(), Durations.fromMillis(Math.round(wait * 1000))))
        .setHttpRequest(request(with))
        .build();
  }

  private static HttpRequest request(JsonNode with) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .setHttpMethod(HttpMethod.POST)
            .setUrl(with.path("url").asText())
            .setBody(ByteString.copyFromUtf8(with.path("body").asText()))
            .setOidcToken(
                OidcToken.newBuilder()
                    .setServiceAccountEmail(
                        with.path("account").asText()
                            + "@"
                            + TestCloud.PROJECT
                            + ".iam.gserviceaccount.com")
                    .setAudience(with.path("audience").asText()));
    with.path("headers")
        .properties()
        .forEach(it -> request.putHeaders(it.getKey(), it.getValue().asText()));
    return request.build();
  }

  private static Map<String, Object> answer(Task task) {
    return Map.of("name", task.getName(), "url", task.getHttpRequest().getUrl());
  }

  @Override
  public void close() {
    tasks.close();
  }
}
