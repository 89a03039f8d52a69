package io.bridge.cloud.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.Task;
import io.bridge.cloud.dispatch.OnePerRun;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.function.Executable;

/** One local-cloud for all contract classes of Cloud Tasks, and Google's client for it. */
final class GoogleTasks implements AutoCloseable {
  static final String LOCATION = "projects/" + TestCloud.PROJECT + "/locations/europe-west1";

  private final AtomicInteger made = new AtomicInteger();
  private final Receiver app;
  private final TestCloud cloud;
  private final CloudTasksClient client;

  /** Gives it to constructors of tests. */
  static final class Shared extends OnePerRun<GoogleTasks> {
    Shared() {
      super(GoogleTasks.class, GoogleTasks::new);
    }
  }

  private GoogleTasks(Path dir) throws IOException {
    app = Receiver.start();
    cloud = TestCloud.start(dir, app.url());
    client = client(cloud.asAdmin());
  }

  Receiver app() {
    return app;
  }

  TestCloud cloud() {
    return cloud;
  }

  CloudTasksClient client() {
    return client;
  }

  CloudTasksClient client(CredentialsProvider credentials) throws IOException {
    return CloudTasksClient.create(
        CloudTasksSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(credentials)
            .build());
  }

  /** Name of a queue that no other test has. */
  String newQueueName() {
    return LOCATION + "/queues/queue-" + made.incrementAndGet();
  }

  String queue(UnaryOperator<Queue.Builder> change) {
    Queue wanted = change.apply(Queue.newBuilder().setName(newQueueName())).build();
    return client.createQueue(LOCATION, wanted).getName();
  }

  /** A path of the receiver that no other test has. */
  String newPath() {
    return "/tasks/" + made.incrementAndGet();
  }

  /** A task without a name and without a token. */
  Task task(String path) {
    return Task.newBuilder()
        .setHttpRequest(HttpRequest.newBuilder().setUrl(app.url() + path))
        .build();
  }

  void awaitGone(String task) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (Instant.now().isBefore(deadline)) {
      try {
        client.getTask(task);
      } catch (ApiException e) {
        assertEquals(Code.NOT_FOUND, e.getStatusCode().getCode());
        return;
      }
    }
    throw new AssertionError(task + " is still there");
  }

  static void assertRefused(Code code, Executable call) {
    assertEquals(code, assertThrows(ApiException.class, call).getStatusCode().getCode());
  }

  @Override
  public void close() {
    client.close();
    cloud.close();
    app.close();
  }
}
