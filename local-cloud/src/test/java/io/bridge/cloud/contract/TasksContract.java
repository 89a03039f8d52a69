package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import com.google.cloud.tasks.v2.HttpMethod;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.QueueName;
import com.google.cloud.tasks.v2.Task;
import com.google.cloud.tasks.v2.TaskName;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Cloud Tasks' calls. */
final class TasksContract implements ContractClient {
  private static final String LOCATION = "us-central1";

  private final CloudTasksClient tasks;

  TasksContract(TestCloud cloud) throws IOException {
    tasks =
        CloudTasksClient.create(
            CloudTasksSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
  }

  @Override
  public Object call(String call, JsonNode with) {
    String queue = with.path("queue").asText();
    TaskName name =
        TaskName.of(TestCloud.PROJECT, LOCATION, queue, with.path("name").asText("none"));
    QueueName parent = QueueName.of(TestCloud.PROJECT, LOCATION, queue);
    return switch (call) {
      case "createTask" -> answer(tasks.createTask(parent, task(name, with)));
      case "getTask" -> answer(tasks.getTask(name));
      case "deleteTask" -> {
        tasks.deleteTask(name);
        yield Map.of();
      }
      case "getQueue" -> Map.of("name", tasks.getQueue(parent).getName());
      default -> throw ContractClient.unknown(call);
    };
  }

  /** Due long after the test. */
  private static Task task(TaskName name, JsonNode with) {
    return Task.newBuilder()
        .setName(name.toString())
        .setScheduleTime(
            Timestamp.newBuilder()
                .setSeconds(Instant.now().plus(Duration.ofHours(1)).getEpochSecond()))
        .setHttpRequest(
            HttpRequest.newBuilder()
                .setHttpMethod(HttpMethod.POST)
                .setUrl(with.path("url").asText())
                .setOidcToken(
                    OidcToken.newBuilder()
                        .setServiceAccountEmail(
                            with.path("account").asText()
                                + "@"
                                + TestCloud.PROJECT
                                + ".iam.gserviceaccount.com"))
                .setBody(ByteString.copyFromUtf8(with.path("body").asText())))
        .build();
  }

  private static Map<String, Object> answer(Task task) {
    return Map.of("name", task.getName(), "url", task.getHttpRequest().getUrl());
  }

  @Override
  public void close() {
    tasks.close();
  }
}
