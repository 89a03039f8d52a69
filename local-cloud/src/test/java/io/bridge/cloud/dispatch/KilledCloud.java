package io.bridge.cloud.dispatch;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.QueueName;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.Timestamp;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/** A process that writes without end and says what was acknowledged, until it is killed. */
final class KilledCloud {
  static final String QUEUE = QueueName.of(TestCloud.PROJECT, "europe-west1", "work").toString();

  private KilledCloud() {}

  /**
   * @param arguments folder of the state; base URL of the service that pushes go to
   */
  public static void main(String[] arguments) throws Exception {
    TestCloud cloud = TestCloud.start(Path.of(arguments[0]), URI.create(arguments[1]));
    Storage storage = cloud.storage("writer");
    CloudTasksClient tasks =
        CloudTasksClient.create(
            CloudTasksSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.as("enqueuer"))
                .build());
    for (int i = 0; ; i++) {
      storage.create(BlobInfo.newBuilder(TestCloud.BUCKET, "object-" + i).build(), bytes(i));
      tasks.createTask(QUEUE, task(cloud, "task-" + i));
      System.out.println("acknowledged " + i);
      System.out.flush();
    }
  }

  static byte[] bytes(int i) {
    return ("bytes of object " + i).repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Task task(TestCloud cloud, String id) {
    long later = Instant.now().plusSeconds(3600).getEpochSecond();
    return Task.newBuilder()
        .setName(QUEUE + "/tasks/" + id)
        .setScheduleTime(Timestamp.newBuilder().setSeconds(later))
        .setHttpRequest(
            HttpRequest.newBuilder()
                .setUrl("http://localhost:9/work")
                .setOidcToken(OidcToken.newBuilder().setServiceAccountEmail(cloud.email("pusher"))))
        .build();
  }
}
