package io.bridge.cloud.tasks;

import static io.bridge.cloud.dispatch.TestCloud.PROJECT;
import static io.bridge.cloud.dispatch.Waits.assertLastedSince;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.tasks.v2.AppEngineHttpRequest;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import com.google.cloud.tasks.v2.CreateTaskRequest;
import com.google.cloud.tasks.v2.GetTaskRequest;
import com.google.cloud.tasks.v2.HttpMethod;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.ListTasksRequest;
import com.google.cloud.tasks.v2.OAuthToken;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.QueueName;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Google's own Java client against Cloud Tasks, and what the target sees of a task. */
class TasksClientTest {
  private static final String QUEUE = QueueName.of(PROJECT, "europe-west1", "work").toString();

  @TempDir Path dir;

  private Receiver app;
  private TestCloud cloud;
  private CloudTasksClient enqueuer;
  private CloudTasksClient admin;

  @BeforeEach
  void start() throws Exception {
    app = Receiver.start();
    open();
  }

  private void open() throws Exception {
    cloud = TestCloud.start(dir, app.url());
    enqueuer = client(cloud.as("enqueuer"));
    admin = client(cloud.asAdmin());
  }

  @AfterEach
  void stop() {
    close();
    app.close();
  }

  private void close() {
    enqueuer.close();
    admin.close();
    cloud.close();
  }

  @Test
  void dispatchesATaskWithASignedToken() throws Exception {
    Task wanted =
        task("first").toBuilder()
            .setHttpRequest(
                request().toBuilder()
                    .setBody(ByteString.copyFromUtf8("{}"))
                    .putHeaders("Content-Type", "application/json")
                    .putHeaders("x-correlation-id", "abc")
                    .putHeaders("X-CloudTasks-TaskRetryCount", "99"))
            .build();

    Task created = enqueuer.createTask(QUEUE, wanted);

    Receiver.Call call = app.next("/work");
    assertEquals(QUEUE + "/tasks/first", created.getName());
    assertArrayEquals("{}".getBytes(), call.body());
    assertEquals("application/json", call.headers().get("Content-Type"));
    assertEquals("abc", call.headers().get("x-correlation-id"));
    assertEquals("work", call.headers().get("X-CloudTasks-QueueName"));
    assertEquals("first", call.headers().get("X-CloudTasks-TaskName"));
    assertEquals("0", call.headers().get("X-CloudTasks-TaskRetryCount"));
    assertEquals("0", call.headers().get("X-CloudTasks-TaskExecutionCount"));
    assertNotNull(call.headers().get("X-CloudTasks-TaskETA"));
    JwtClaims claims = claims(call);
    assertEquals(List.of("the-audience"), claims.getAudience());
    assertEquals(cloud.email("pusher"), claims.getStringClaimValue("email"));
  }

  @Test
  void countsTheFirstAttemptAsOneOfTheThree() throws Exception {
    app.answering("/work", _ -> 500);

    enqueuer.createTask(QUEUE, task("three"));

    for (int retry = 0; retry < 3; retry++) {
      Receiver.Call call = app.next("/work");
      assertEquals(Integer.toString(retry), call.headers().get("X-CloudTasks-TaskRetryCount"));
      assertEquals("0", call.headers().get("X-CloudTasks-TaskExecutionCount"));
      assertEquals(
          retry == 0 ? null : "500", call.headers().get("X-CloudTasks-TaskPreviousResponse"));
    }
    awaitGone("three");
    assertEquals(0, app.waiting("/work"));
  }

  @Test
  void stopsAtASuccess() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    app.answering("/work", _ -> calls.incrementAndGet() < 2 ? 429 : 299);

    enqueuer.createTask(QUEUE, task("second"));

    assertEquals("0", app.next("/work").headers().get("X-CloudTasks-TaskExecutionCount"));
    assertEquals("1", app.next("/work").headers().get("X-CloudTasks-TaskExecutionCount"));
    awaitGone("second");
    assertEquals(0, app.waiting("/work"));
  }

  @Test
  void countsACallThatReachedNobody() throws Exception {
    app.close();

    enqueuer.createTask(QUEUE, task("unreachable"));

    int most = awaitGone("unreachable");
    assertTrue(most <= 2, "attempts seen while it was there: " + most);
    app = Receiver.start();
  }

  /** The most attempts that were seen before the task was gone. */
  private int awaitGone(String id) {
    int attempts = 0;
    Instant deadline = Instant.now().plusSeconds(20);
    while (Instant.now().isBefore(deadline)) {
      try {
        Task task = admin.getTask(QUEUE + "/tasks/" + id);
        attempts = task.getDispatchCount();
        assertTrue(task.getResponseCount() <= attempts);
      } catch (ApiException e) {
        assertEquals(Code.NOT_FOUND, e.getStatusCode().getCode());
        return attempts;
      }
    }
    throw new AssertionError("Task " + id + " is still there");
  }

  @Test
  void refusesANameThatIsOrLatelyWasInUse() throws Exception {
    enqueuer.createTask(QUEUE, task("named"));
    app.next("/work");
    awaitGone("named");
    enqueuer.createTask(QUEUE, later(task("waiting")));

    assertCode(Code.ALREADY_EXISTS, () -> enqueuer.createTask(QUEUE, task("named")));
    assertCode(Code.ALREADY_EXISTS, () -> enqueuer.createTask(QUEUE, task("waiting")));
    close();
    open();
    assertCode(Code.ALREADY_EXISTS, () -> enqueuer.createTask(QUEUE, task("named")));
    assertEquals(0, app.waiting("/work"));
  }

  @Test
  void namesATaskThatHasNoName() {
    Task one = enqueuer.createTask(QUEUE, later(task("").toBuilder().clearName().build()));
    Task other = enqueuer.createTask(QUEUE, later(task("").toBuilder().clearName().build()));

    assertTrue(one.getName().startsWith(QUEUE + "/tasks/"));
    assertFalse(one.getName().equals(other.getName()));
  }

  @Test
  void waitsForTheScheduledTime() throws Exception {
    Task created = enqueuer.createTask(QUEUE, later(task("later")));
    Instant soon = Instant.now().plusMillis(300);
    enqueuer.createTask(
        QUEUE,
        task("soon").toBuilder()
            .setScheduleTime(
                Timestamp.newBuilder().setSeconds(soon.getEpochSecond()).setNanos(soon.getNano()))
            .build());

    assertEquals("soon", app.next("/work").headers().get("X-CloudTasks-TaskName"));

    assertLastedSince(soon.minusMillis(300), Duration.ofMillis(300), "the task");
    assertEquals(0, admin.getTask(created.getName()).getDispatchCount());
  }

  @Test
  void deletesATaskThatWaits() {
    String name = enqueuer.createTask(QUEUE, later(task("deleted"))).getName();

    admin.deleteTask(name);

    assertCode(Code.NOT_FOUND, () -> admin.getTask(name));
    assertCode(Code.NOT_FOUND, () -> admin.deleteTask(name));
    assertCode(Code.ALREADY_EXISTS, () -> enqueuer.createTask(QUEUE, task("deleted")));
  }

  @Test
  void keepsTasksOverARestartAndRepeatsACutOffAttempt() throws Exception {
    Semaphore arrived = new Semaphore(0);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    app.answering(
        "/work",
        _ -> {
          if (calls.incrementAndGet() == 1) {
            arrived.release();
            await(gate);
          }
          return 200;
        });
    enqueuer.createTask(QUEUE, task("cut"));
    assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS));

    close();
    open();
    gate.countDown();

    app.next("/work");
    assertEquals("0", app.next("/work").headers().get("X-CloudTasks-TaskRetryCount"));
    awaitGone("cut");
  }

  @Test
  void runsNoMoreAtOnceThanTheQueueAllows() throws Exception {
    Semaphore arrived = new Semaphore(0);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    app.answering(
        "/work",
        _ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          arrived.release();
          await(gate);
          running.decrementAndGet();
          return 200;
        });

    IntStream.range(0, 6).forEach(i -> enqueuer.createTask(QUEUE, task("many" + i)));
    assertTrue(arrived.tryAcquire(2, 20, TimeUnit.SECONDS));
    gate.countDown();
    for (int i = 0; i < 6; i++) {
      app.next("/work");
    }

    assertEquals(2, most.get());
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesWhoMayNotEnqueueOrActAs() throws Exception {
    try (CloudTasksClient nobody = client(cloud.as("nobody"))) {
      assertCode(Code.PERMISSION_DENIED, () -> nobody.createTask(QUEUE, task("x")));
      assertCode(Code.PERMISSION_DENIED, () -> nobody.getQueue(QUEUE));
    }
    Task asWriter =
        task("y").toBuilder()
            .setHttpRequest(
                request().toBuilder()
                    .setOidcToken(
                        OidcToken.newBuilder().setServiceAccountEmail(cloud.email("writer"))))
            .build();
    assertCode(Code.PERMISSION_DENIED, () -> enqueuer.createTask(QUEUE, asWriter));
    assertCode(Code.PERMISSION_DENIED, () -> enqueuer.getTask(QUEUE + "/tasks/x"));
  }

  @Test
  void refusesTasksThatGoogleRefuses() {
    assertRefused(Code.INVALID_ARGUMENT, task("bad name"));
    assertRefused(Code.INVALID_ARGUMENT, task("x").toBuilder().setName("tasks/x").build());
    assertRefused(
        Code.INVALID_ARGUMENT,
        task("x").toBuilder().setName(QUEUE.replace("work", "other") + "/tasks/x").build());
    assertRefused(Code.INVALID_ARGUMENT, with(request().toBuilder().setUrl("ftp://x/y").build()));
    assertRefused(Code.INVALID_ARGUMENT, with(request().toBuilder().setUrl("no url").build()));
    assertRefused(
        Code.INVALID_ARGUMENT, with(request().toBuilder().putHeaders("a b", "c").build()));
    assertRefused(
        Code.INVALID_ARGUMENT, with(request().toBuilder().putHeaders("a", "c\r\nd: e").build()));
    assertRefused(
        Code.INVALID_ARGUMENT,
        with(request().toBuilder().setBody(ByteString.copyFrom(new byte[(1 << 20) + 1])).build()));
    assertRefused(
        Code.INVALID_ARGUMENT,
        task("x").toBuilder().setDispatchDeadline(Durations.fromSeconds(14)).build());
    long far = Instant.now().plusSeconds(31L * 24 * 3600).getEpochSecond();
    assertRefused(
        Code.INVALID_ARGUMENT,
        task("x").toBuilder().setScheduleTime(Timestamp.newBuilder().setSeconds(far)).build());
    assertCode(
        Code.NOT_FOUND,
        () ->
            admin.createTask(
                QUEUE.replace("work", "none"), task("").toBuilder().clearName().build()));
    assertCode(Code.INVALID_ARGUMENT, () -> enqueuer.createTask("work", task("x")));
  }

  @Test
  void refusesWhatItDoesNotPlayNamingIt() {
    assertRefused(
        Code.UNIMPLEMENTED, with(request().toBuilder().setHttpMethod(HttpMethod.GET).build()));
    assertRefused(
        Code.UNIMPLEMENTED,
        with(
            request().toBuilder()
                .setOauthToken(
                    OAuthToken.newBuilder().setServiceAccountEmail(cloud.email("pusher")))
                .build()));
    assertRefused(
        Code.UNIMPLEMENTED,
        Task.newBuilder()
            .setAppEngineHttpRequest(AppEngineHttpRequest.getDefaultInstance())
            .build());
    ApiException refused =
        assertThrows(ApiException.class, () -> admin.getIamPolicy(QueueName.parse(QUEUE)));
    assertEquals(Code.UNIMPLEMENTED, refused.getStatusCode().getCode());
    assertTrue(refused.getMessage().contains("GetIamPolicy"), refused.getMessage());
  }

  @Test
  void showsTheQueueAndItsTasks() {
    for (int i = 0; i < 5; i++) {
      enqueuer.createTask(QUEUE, later(task("list" + i)));
    }

    Queue queue = admin.getQueue(QUEUE);
    var pages =
        admin.listTasks(ListTasksRequest.newBuilder().setParent(QUEUE).setPageSize(2).build());
    List<Task> tasks = StreamSupport.stream(pages.iterateAll().spliterator(), false).toList();
    Task full =
        admin.getTask(
            GetTaskRequest.newBuilder()
                .setName(QUEUE + "/tasks/list0")
                .setResponseView(Task.View.FULL)
                .build());

    assertEquals(3, queue.getRetryConfig().getMaxAttempts());
    assertEquals(2, queue.getRateLimits().getMaxConcurrentDispatches());
    assertEquals(5, tasks.size());
    assertTrue(tasks.getFirst().getHttpRequest().getBody().isEmpty());
    assertEquals("body", full.getHttpRequest().getBody().toStringUtf8());
    assertCode(
        Code.PERMISSION_DENIED,
        () ->
            enqueuer.createTask(
                CreateTaskRequest.newBuilder()
                    .setParent(QUEUE)
                    .setTask(later(task("full")))
                    .setResponseView(Task.View.FULL)
                    .build()));
  }

  private void assertRefused(Code code, Task task) {
    assertCode(code, () -> enqueuer.createTask(QUEUE, task));
  }

  private Task with(HttpRequest request) {
    return task("x").toBuilder().setHttpRequest(request).build();
  }

  private Task task(String id) {
    return Task.newBuilder().setName(QUEUE + "/tasks/" + id).setHttpRequest(request()).build();
  }

  private static Task later(Task task) {
    long seconds = Instant.now().plusSeconds(3600).getEpochSecond();
    return task.toBuilder().setScheduleTime(Timestamp.newBuilder().setSeconds(seconds)).build();
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder()
        .setUrl(app.url() + "/work")
        .setBody(ByteString.copyFromUtf8("body"))
        .setOidcToken(
            OidcToken.newBuilder()
                .setServiceAccountEmail(cloud.email("pusher"))
                .setAudience("the-audience"))
        .build();
  }

  private CloudTasksClient client(CredentialsProvider credentials) throws Exception {
    return CloudTasksClient.create(
        CloudTasksSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(credentials)
            .build());
  }

  private JwtClaims claims(Receiver.Call call) {
    String authorization = call.headers().get("Authorization");
    return cloud.cloud().tokens().verifyGoogleIdToken(authorization.substring("Bearer ".length()));
  }

  private static void assertCode(Code code, Executable call) {
    assertEquals(code, assertThrows(ApiException.class, call).getStatusCode().getCode());
  }
}
