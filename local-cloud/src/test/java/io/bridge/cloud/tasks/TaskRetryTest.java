package io.bridge.cloud.tasks;

import static io.bridge.cloud.dispatch.Waits.assertLasted;
import static io.bridge.cloud.dispatch.Waits.assertLastedSince;
import static io.bridge.cloud.tasks.GoogleTasks.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.tasks.v2.RateLimits;
import com.google.cloud.tasks.v2.RetryConfig;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.dispatch.Receiver;
import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a task is tried again, how fast a queue is, and tasks that are run by hand. */
@ExtendWith(GoogleTasks.Shared.class)
class TaskRetryTest {
  private final GoogleTasks google;

  TaskRetryTest(GoogleTasks google) {
    this.google = google;
  }

  @Test
  void endsWithTheAttemptsWhereThatIsTheOnlyLimit() throws Exception {
    String path = google.newPath();
    google.app().answering(path, _ -> 500);
    String queue = google.queue(it -> it.setRetryConfig(retry(2, 0)));

    Task task = google.client().createTask(queue, google.task(path));

    google.awaitGone(task.getName());
    assertEquals(List.of("0", "1"), retryCounts(path));
  }

  @Test
  void endsOnlyWhenTheAttemptsAndTheTimeAreOver() throws Exception {
    // Given two attempts and 300 s, at a hundredth
    String path = google.newPath();
    google.app().answering(path, _ -> 500);
    String queue = google.queue(it -> it.setRetryConfig(retry(2, 300)));
    Instant start = Instant.now();

    // When
    Task task = google.client().createTask(queue, google.task(path));

    // Then
    google.awaitGone(task.getName());
    assertLastedSince(start, Duration.ofSeconds(3), "the attempts");
    assertTrue(retryCounts(path).size() > 2);
  }

  @Test
  void endsWithTheTimeWhereAttemptsAreUnlimited() throws Exception {
    String path = google.newPath();
    google.app().answering(path, _ -> 500);
    String queue = google.queue(it -> it.setRetryConfig(retry(-1, 300)));
    Instant start = Instant.now();

    Task task = google.client().createTask(queue, google.task(path));

    google.awaitGone(task.getName());
    assertLastedSince(start, Duration.ofSeconds(3), "the attempts");
    assertTrue(retryCounts(path).size() > 1);
  }

  /** What the target was told of earlier attempts, in order. */
  private List<String> retryCounts(String path) throws InterruptedException {
    List<String> counts = new ArrayList<>();
    while (google.app().waiting(path) > 0) {
      counts.add(google.app().next(path).headers().get("X-CloudTasks-TaskRetryCount"));
    }
    return counts;
  }

  /** Waits of 10 s to 20 s, at a hundredth. */
  private static RetryConfig.Builder retry(int attempts, int seconds) {
    return RetryConfig.newBuilder()
        .setMaxAttempts(attempts)
        .setMaxRetryDuration(Durations.fromSeconds(seconds))
        .setMinBackoff(Durations.fromSeconds(10))
        .setMaxBackoff(Durations.fromSeconds(20))
        .setMaxDoublings(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesATargetAloneForAsLongAsItAsks(boolean date) throws Exception {
    String path = google.newPath();
    // A date has whole seconds only.
    String until = DateFormatter.format(Date.from(Instant.now().plusSeconds(4)));
    google
        .app()
        .answering(path, call -> first(call) ? 503 : 200)
        .telling(path, "Retry-After", date ? until : "2");
    String queue = google.queue(it -> it.setRetryConfig(retry(3, 0)));

    google.client().createTask(queue, google.task(path));

    Receiver.Call refused = google.app().next(path);
    Receiver.Call second = google.app().next(path);
    assertLasted(Duration.ofMillis(1900), second.after(refused), "Retry-After");
    assertEquals("503", second.headers().get("X-CloudTasks-TaskPreviousResponse"));
  }

  private static boolean first(Receiver.Call call) {
    return call.headers().get("X-CloudTasks-TaskRetryCount").equals("0");
  }

  @Test
  void dispatchesNoFasterThanTheQueueMay() throws Exception {
    // Given ten at once and then twenty a second
    String path = google.newPath();
    String queue =
        google.queue(it -> it.setRateLimits(RateLimits.newBuilder().setMaxDispatchesPerSecond(20)));
    Instant start = Instant.now();

    // When
    for (int i = 0; i < 30; i++) {
      google.client().createTask(queue, google.task(path));
    }

    // Then
    for (int i = 0; i < 30; i++) {
      google.app().next(path);
    }
    assertLastedSince(start, Duration.ofMillis(950), "all of them");
  }

  @Test
  void runsATaskByHandAlsoOfAPausedQueue() throws Exception {
    String path = google.newPath();
    String queue = google.queue(it -> it);
    google.client().pauseQueue(queue);
    Task task = google.client().createTask(queue, google.task(path));

    Task run = google.client().runTask(task.getName());

    assertEquals(task.getName(), run.getName());
    google.app().next(path);
    google.awaitGone(task.getName());
    assertRefused(Code.NOT_FOUND, () -> google.client().runTask(task.getName()));
  }

  @Test
  void postponesATaskThatFailedWhenItWasRunByHand() throws Exception {
    String path = google.newPath();
    google.app().answering(path, _ -> 500);
    String queue = google.queue(it -> it);
    google.client().pauseQueue(queue);
    Task task = google.client().createTask(queue, google.task(path));

    google.client().runTask(task.getName());

    google.app().next(path);
    Instant deadline = Instant.now().plusSeconds(20);
    while (google.client().getTask(task.getName()).getDispatchCount() == 0) {
      assertTrue(Instant.now().isBefore(deadline));
    }
    assertEquals(1, google.client().getTask(task.getName()).getResponseCount());
    assertEquals(0, google.app().waiting(path));
  }

  @Test
  void sendsNoTokenForATaskThatAsksForNone() throws Exception {
    String path = google.newPath();
    String queue = google.queue(it -> it);

    Task task = google.client().createTask(queue, google.task(path));

    assertFalse(task.getHttpRequest().hasOidcToken());
    Receiver.Call call = google.app().next(path);
    assertNull(call.headers().get("Authorization"));
    assertTrue(call.headers().get("X-CloudTasks-TaskETA").matches("[0-9]{10}\\.[0-9]{6}"));
  }
}
