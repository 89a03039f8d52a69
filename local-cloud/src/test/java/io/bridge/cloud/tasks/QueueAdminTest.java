package io.bridge.cloud.tasks;

import static io.bridge.cloud.tasks.GoogleTasks.LOCATION;
import static io.bridge.cloud.tasks.GoogleTasks.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.tasks.v2.AppEngineRouting;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.ListQueuesRequest;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.RateLimits;
import com.google.cloud.tasks.v2.RetryConfig;
import com.google.cloud.tasks.v2.StackdriverLoggingConfig;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues made, changed, listed, paused, purged and deleted by Google's client. */
@ExtendWith(GoogleTasks.Shared.class)
class QueueAdminTest {
  private final GoogleTasks google;

  QueueAdminTest(GoogleTasks google) {
    this.google = google;
  }

  @Test
  void fillsInWhatGoogleFillsIn() {
    Queue made =
        google
            .client()
            .createQueue(LOCATION, Queue.newBuilder().setName(google.newQueueName()).build());

    assertEquals(Queue.State.RUNNING, made.getState());
    assertEquals(500, made.getRateLimits().getMaxDispatchesPerSecond());
    assertEquals(1000, made.getRateLimits().getMaxConcurrentDispatches());
    assertEquals(100, made.getRateLimits().getMaxBurstSize());
    assertEquals(100, made.getRetryConfig().getMaxAttempts());
    assertEquals(16, made.getRetryConfig().getMaxDoublings());
    assertEquals(Durations.fromMillis(100), made.getRetryConfig().getMinBackoff());
    assertEquals(Durations.fromHours(1), made.getRetryConfig().getMaxBackoff());
    assertEquals(made, google.client().getQueue(made.getName()));
    assertRefused(Code.ALREADY_EXISTS, () -> google.client().createQueue(LOCATION, made));
  }

  @Test
  void keepsTheMostOfItsTimesInWholeSeconds() {
    Queue wanted =
        Queue.newBuilder()
            .setName(google.newQueueName())
            .setRetryConfig(
                RetryConfig.newBuilder()
                    .setMinBackoff(Durations.fromMillis(250))
                    .setMaxBackoff(Durations.fromMillis(2750))
                    .setMaxRetryDuration(Durations.fromMillis(1999)))
            .build();

    Queue made = google.client().createQueue(LOCATION, wanted);

    assertEquals(Durations.fromMillis(250), made.getRetryConfig().getMinBackoff());
    assertEquals(Durations.fromSeconds(2), made.getRetryConfig().getMaxBackoff());
    assertEquals(Durations.fromSeconds(1), made.getRetryConfig().getMaxRetryDuration());
    assertEquals(made, google.client().getQueue(made.getName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"under_score", "a.b", "", "with space", "\u00fcber"})
  void refusesANameThatGoogleRefuses(String id) {
    Queue wanted = Queue.newBuilder().setName(LOCATION + "/queues/" + id).build();

    assertRefused(Code.INVALID_ARGUMENT, () -> google.client().createQueue(LOCATION, wanted));
  }

  @Test
  void refusesWhatGoogleRefuses() {
    assertInvalid(it -> it.setRateLimits(rate(501, 1)));
    assertInvalid(it -> it.setRateLimits(rate(-1, 1)));
    assertInvalid(it -> it.setRateLimits(rate(1, 5001)));
    assertInvalid(it -> it.setRetryConfig(RetryConfig.newBuilder().setMaxAttempts(-2)));
    assertInvalid(it -> it.setRetryConfig(RetryConfig.newBuilder().setMaxDoublings(-1)));
    assertInvalid(
        it ->
            it.setRetryConfig(
                RetryConfig.newBuilder()
                    .setMinBackoff(Durations.fromSeconds(2))
                    .setMaxBackoff(Durations.fromSeconds(1))));
    assertInvalid(
        it ->
            it.setRetryConfig(
                RetryConfig.newBuilder().setMaxRetryDuration(Durations.fromSeconds(-1))));
    assertInvalid(
        it ->
            it.setRetryConfig(
                RetryConfig.newBuilder().setMaxRetryDuration(Durations.fromMillis(-1))));
    assertInvalid(it -> it.setName(it.getName().replace("europe-west1", "us-central1")));
  }

  private void assertInvalid(UnaryOperator<Queue.Builder> change) {
    assertRefused(Code.INVALID_ARGUMENT, () -> google.queue(change));
  }

  private static RateLimits.Builder rate(double perSecond, int atOnce) {
    return RateLimits.newBuilder()
        .setMaxDispatchesPerSecond(perSecond)
        .setMaxConcurrentDispatches(atOnce);
  }

  @Test
  void changesWhatTheMaskNamesAlone() {
    String name = google.queue(it -> it);
    Queue wanted =
        Queue.newBuilder()
            .setName(name)
            .setRateLimits(rate(7, 3))
            .setRetryConfig(RetryConfig.newBuilder().setMaxAttempts(-1))
            .build();
    FieldMask mask =
        FieldMask.newBuilder()
            .addPaths("rate_limits.max_concurrent_dispatches")
            .addPaths("retry_config.max_attempts")
            .build();

    Queue changed = google.client().updateQueue(wanted, mask);

    assertEquals(3, changed.getRateLimits().getMaxConcurrentDispatches());
    assertEquals(500, changed.getRateLimits().getMaxDispatchesPerSecond());
    assertEquals(-1, changed.getRetryConfig().getMaxAttempts());
    assertEquals(16, changed.getRetryConfig().getMaxDoublings());
    assertEquals(changed, google.client().getQueue(name));
    FieldMask state = FieldMask.newBuilder().addPaths("state").build();
    assertRefused(Code.INVALID_ARGUMENT, () -> google.client().updateQueue(wanted, state));
  }

  @Test
  void makesAQueueThatIsUpdatedBeforeItIsThere() {
    Queue wanted =
        Queue.newBuilder().setName(google.newQueueName()).setRateLimits(rate(9, 2)).build();

    Queue made = google.client().updateQueue(wanted, FieldMask.getDefaultInstance());

    assertEquals(9, made.getRateLimits().getMaxDispatchesPerSecond());
    assertEquals(made, google.client().getQueue(wanted.getName()));
  }

  @Test
  void listsTheQueuesOfALocationPageByPage() {
    List<String> made = List.of(google.queue(it -> it), google.queue(it -> it));

    List<String> listed = new ArrayList<>();
    google
        .client()
        .listQueues(ListQueuesRequest.newBuilder().setParent(LOCATION).setPageSize(1).build())
        .iterateAll()
        .forEach(queue -> listed.add(queue.getName()));
    List<String> elsewhere = new ArrayList<>();
    google
        .client()
        .listQueues(LOCATION.replace("europe", "us"))
        .iterateAll()
        .forEach(queue -> elsewhere.add(queue.getName()));

    assertTrue(listed.containsAll(made));
    assertTrue(listed.contains(LOCATION + "/queues/work"));
    assertEquals(listed.stream().distinct().toList(), listed);
    assertEquals(List.of(LOCATION.replace("europe", "us") + "/queues/work"), elsewhere);
  }

  @Test
  void dispatchesNothingWhileItIsPaused() throws Exception {
    String path = google.newPath();
    String queue = google.queue(it -> it);
    assertEquals(Queue.State.PAUSED, google.client().pauseQueue(queue).getState());
    Task task = google.client().createTask(queue, google.task(path));
    String running = google.queue(it -> it);
    google.client().createTask(running, google.task(path + "/other"));
    google.app().next(path + "/other");
    assertEquals(0, google.client().getTask(task.getName()).getDispatchCount());

    Queue resumed = google.client().resumeQueue(queue);

    assertEquals(Queue.State.RUNNING, resumed.getState());
    google.app().next(path);
    google.awaitGone(task.getName());
  }

  @Test
  void purgesTheTasksThereAre() {
    String queue = google.queue(it -> it);
    google.client().pauseQueue(queue);
    Task named = google.task("/purged").toBuilder().setName(queue + "/tasks/named").build();
    google.client().createTask(queue, named);
    google.client().createTask(queue, google.task("/purged"));

    Queue purged = google.client().purgeQueue(queue);

    assertTrue(Timestamps.toMillis(purged.getPurgeTime()) <= Instant.now().toEpochMilli());
    assertEquals(Queue.State.PAUSED, purged.getState());
    assertFalse(google.client().listTasks(queue).iterateAll().iterator().hasNext());
    assertRefused(Code.ALREADY_EXISTS, () -> google.client().createTask(queue, named));
    google.client().createTask(queue, google.task("/purged"));
    assertTrue(google.client().listTasks(queue).iterateAll().iterator().hasNext());
  }

  @Test
  void forgetsADeletedQueueAndKeepsItsName() {
    String queue = google.queue(it -> it);
    google.client().pauseQueue(queue);
    Task task = google.client().createTask(queue, google.task("/deleted"));

    google.client().deleteQueue(queue);

    assertRefused(Code.NOT_FOUND, () -> google.client().getQueue(queue));
    assertRefused(Code.NOT_FOUND, () -> google.client().getTask(task.getName()));
    assertRefused(Code.NOT_FOUND, () -> google.client().createTask(queue, google.task("/x")));
    assertRefused(Code.NOT_FOUND, () -> google.client().deleteQueue(queue));
    assertRefused(
        Code.FAILED_PRECONDITION,
        () -> google.client().createQueue(LOCATION, Queue.newBuilder().setName(queue).build()));
  }

  @Test
  void letsOnlyWhoMayChangeQueues() throws Exception {
    String queue = google.queue(it -> it);
    google.cloud().cloud().issueKey("queue-admin", List.of("roles/cloudtasks.queueAdmin"));
    try (CloudTasksClient nobody = google.client(google.cloud().as("nobody"));
        CloudTasksClient admin = google.client(google.cloud().as("queue-admin"))) {
      assertRefused(Code.PERMISSION_DENIED, () -> nobody.pauseQueue(queue));
      assertRefused(Code.PERMISSION_DENIED, () -> nobody.purgeQueue(queue));
      assertRefused(Code.PERMISSION_DENIED, () -> nobody.deleteQueue(queue));
      assertRefused(Code.PERMISSION_DENIED, () -> admin.createTask(queue, google.task("/x")));

      assertEquals(Queue.State.PAUSED, admin.pauseQueue(queue).getState());
    }
  }

  @Test
  void refusesByNameWhatItDoesNotHave() {
    assertUnimplemented(
        "app_engine_routing_override",
        it -> it.setAppEngineRoutingOverride(AppEngineRouting.getDefaultInstance()));
    assertUnimplemented(
        "stackdriver_logging_config",
        it -> it.setStackdriverLoggingConfig(StackdriverLoggingConfig.getDefaultInstance()));
    assertRefused(
        Code.UNIMPLEMENTED,
        () ->
            google
                .client()
                .listQueues(
                    ListQueuesRequest.newBuilder().setParent(LOCATION).setFilter("x").build()));
  }

  private void assertUnimplemented(String named, UnaryOperator<Queue.Builder> change) {
    ApiException refused = assertThrows(ApiException.class, () -> google.queue(change));
    assertEquals(Code.UNIMPLEMENTED, refused.getStatusCode().getCode());
    assertTrue(refused.getMessage().contains(named), refused.getMessage());
  }
}
