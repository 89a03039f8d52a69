package io.bridge.cloud.scheduler;

import static io.bridge.cloud.dispatch.Waits.assertLasted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.scheduler.v1.AppEngineHttpTarget;
import com.google.cloud.scheduler.v1.CloudSchedulerClient;
import com.google.cloud.scheduler.v1.HttpMethod;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.scheduler.v1.ListJobsRequest;
import com.google.cloud.scheduler.v1.OAuthToken;
import com.google.cloud.scheduler.v1.OidcToken;
import com.google.cloud.scheduler.v1.PubsubTarget;
import com.google.cloud.scheduler.v1.RetryConfig;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Jobs by Google's client; a minute takes six tenths of a second. */
class SchedulerClientTest {
  private static final String LOCATION =
      "projects/" + TestCloud.PROJECT + "/locations/europe-west1";

  /** Not within the test. */
  private static final String YEARLY = "0 0 1 1 *";

  private static final AtomicInteger MADE = new AtomicInteger();

  @TempDir static Path dir;
  private static Receiver app;
  private static TestCloud cloud;
  private static CloudSchedulerClient client;

  @BeforeAll
  static void start() throws Exception {
    app = Receiver.start();
    cloud = TestCloud.start(dir, app.url());
    client = GoogleScheduler.client(cloud, cloud.asAdmin());
  }

  @AfterAll
  static void stop() {
    client.close();
    cloud.close();
    app.close();
  }

  private static String newPath() {
    return "/jobs/" + MADE.incrementAndGet();
  }

  private static Job job(String path, UnaryOperator<Job.Builder> change) {
    return change
        .apply(
            Job.newBuilder()
                .setName(LOCATION + "/jobs/job-" + MADE.incrementAndGet())
                .setSchedule(YEARLY)
                .setHttpTarget(HttpTarget.newBuilder().setUri(app.url() + path)))
        .build();
  }

  private static Job created(String path, UnaryOperator<Job.Builder> change) {
    return client.createJob(LOCATION, job(path, change));
  }

  /** The job as soon as it is so. */
  private static Job await(String name, Predicate<Job> wanted) {
    Instant deadline = Instant.now().plusSeconds(30);
    Job job = client.getJob(name);
    while (!wanted.test(job)) {
      assertTrue(Instant.now().isBefore(deadline), job.toString());
      job = client.getJob(name);
    }
    return job;
  }

  private static ApiException refused(Code code, Executable call) {
    ApiException refusal = assertThrows(ApiException.class, call);
    assertEquals(code, refusal.getStatusCode().getCode(), refusal.getMessage());
    return refusal;
  }

  @Test
  void callsByItsScheduleWithWhatItWasGivenAndASignedToken() throws Exception {
    String path = newPath();
    Job made =
        created(
            path,
            it ->
                it.setSchedule("* * * * *")
                    .setTimeZone("America/Sao_Paulo")
                    .setHttpTarget(
                        it.getHttpTarget().toBuilder()
                            .setHttpMethod(HttpMethod.PUT)
                            .setBody(ByteString.copyFromUtf8("told"))
                            .putHeaders("Content-Type", "text/plain")
                            .putHeaders("X-Told", "yes")
                            .putHeaders("X-CloudScheduler-JobName", "another")
                            .setOidcToken(
                                OidcToken.newBuilder()
                                    .setServiceAccountEmail(cloud.email("pusher"))
                                    .setAudience("somebody"))));

    Receiver.Call call = app.next(path);
    app.next(path);

    assertEquals("PUT", call.method());
    assertArrayEquals("told".getBytes(UTF_8), call.body());
    assertEquals("text/plain", call.headers().get("Content-Type"));
    assertEquals("yes", call.headers().get("X-Told"));
    assertEquals("Google-Cloud-Scheduler", call.headers().get("User-Agent"));
    assertTrue(made.getName().endsWith("/" + call.headers().get("X-CloudScheduler-JobName")));
    String token = call.headers().get("Authorization").substring("Bearer ".length());
    var claims = cloud.cloud().tokens().verifyGoogleIdToken(token);
    assertEquals(List.of("somebody"), claims.getAudience());
    assertEquals(cloud.email("pusher"), claims.getStringClaimValue("email"));
    Job after = await(made.getName(), Job::hasStatus);
    assertEquals(0, after.getStatus().getCode());
    assertTrue(Timestamps.compare(after.getLastAttemptTime(), made.getUserUpdateTime()) > 0);
    client.deleteJob(made.getName());
  }

  @Test
  void keepsWhatItWasGivenAndSaysItsDefaults() {
    Job wanted = job("/kept", it -> it.setDescription("once a year"));

    Job made = client.createJob(LOCATION, wanted);

    assertEquals(made, client.getJob(wanted.getName()));
    assertEquals("once a year", made.getDescription());
    assertEquals("Etc/UTC", made.getTimeZone());
    assertEquals(Job.State.ENABLED, made.getState());
    assertEquals(HttpMethod.POST, made.getHttpTarget().getHttpMethod());
    assertEquals(Durations.fromMinutes(3), made.getAttemptDeadline());
    assertEquals(
        RetryConfig.newBuilder()
            .setMaxRetryDuration(Durations.ZERO)
            .setMinBackoffDuration(Durations.fromSeconds(5))
            .setMaxBackoffDuration(Durations.fromHours(1))
            .setMaxDoublings(5)
            .build(),
        made.getRetryConfig());
    assertTrue(Timestamps.toMillis(made.getScheduleTime()) > Instant.now().toEpochMilli());
    assertFalse(made.hasStatus());
    assertFalse(made.hasLastAttemptTime());
  }

  @Test
  void namesAJobThatHasNoNameAndRefusesOneThatIsThere() {
    Job made = created("/named", Job.Builder::clearName);

    assertTrue(made.getName().matches(LOCATION + "/jobs/[0-9]+"), made.getName());
    refused(
        Code.ALREADY_EXISTS,
        () -> client.createJob(LOCATION, job("/named", it -> it.setName(made.getName()))));
    refused(
        Code.ALREADY_EXISTS,
        () -> client.createJob(LOCATION, job("/named", it -> it.setName(LOCATION + "/jobs/tick"))));
  }

  @Test
  void triesAgainAsOftenAsItWasToldWithGrowingPauses() throws Exception {
    String path = newPath();
    app.answering(path, _ -> 503);
    Job made =
        created(
            path,
            it ->
                it.setRetryConfig(
                    RetryConfig.newBuilder()
                        .setRetryCount(2)
                        .setMinBackoffDuration(Durations.fromSeconds(10))
                        .setMaxDoublings(1)));

    client.runJob(made.getName());

    Receiver.Call first = app.next(path);
    Receiver.Call second = app.next(path);
    assertLasted(Duration.ofMillis(100), second.after(first), "the first retry");
    assertLasted(Duration.ofMillis(200), app.next(path).after(second), "the second");
    String scheduled = "X-CloudScheduler-ScheduleTime";
    assertEquals(first.headers().get(scheduled), second.headers().get(scheduled));
    Job after =
        await(
            made.getName(),
            it ->
                Timestamps.toMillis(it.getScheduleTime())
                    > Instant.now().plus(Duration.ofDays(1)).toEpochMilli());
    assertEquals(com.google.rpc.Code.UNAVAILABLE_VALUE, after.getStatus().getCode());
    assertEquals(0, app.waiting(path));
  }

  @Test
  void doesNotTryAgainUnlessItIsTold() throws Exception {
    String path = newPath();
    app.answering(path, _ -> 404);
    Job made = created(path, it -> it);

    client.runJob(made.getName());

    app.next(path);
    Job after = await(made.getName(), Job::hasStatus);
    assertEquals(com.google.rpc.Code.NOT_FOUND_VALUE, after.getStatus().getCode());
    assertTrue(Timestamps.toMillis(after.getScheduleTime()) > Instant.now().toEpochMilli());
  }

  @Test
  void runsAPausedJobWhenItIsAskedToAndNotByItsSchedule() throws Exception {
    String path = newPath();
    Job made = created(path, it -> it.setSchedule("* * * * *"));
    app.next(path);

    Job paused = client.pauseJob(made.getName());

    assertEquals(Job.State.PAUSED, paused.getState());
    assertFalse(paused.hasScheduleTime());
    refused(Code.FAILED_PRECONDITION, () -> client.pauseJob(made.getName()));
    String other = newPath();
    created(other, it -> it.setSchedule("* * * * *"));
    app.next(other);
    app.next(other);
    app.next(other);
    assertTrue(app.waiting(path) <= 1, "it ran on although it is paused");
    while (app.waiting(path) > 0) {
      app.next(path);
    }
    client.runJob(made.getName());
    app.next(path);
    assertEquals(Job.State.ENABLED, client.resumeJob(made.getName()).getState());
    app.next(path);
    refused(Code.FAILED_PRECONDITION, () -> client.resumeJob(made.getName()));
    client.deleteJob(made.getName());
  }

  @Test
  void changesWhatTheMaskNamesAlone() {
    Job made = created("/changed", it -> it.setDescription("before"));
    Job wanted =
        made.toBuilder()
            .setDescription("after")
            .setSchedule("0 12 * * *")
            .setTimeZone("Asia/Tokyo")
            .build();
    FieldMask mask = FieldMask.newBuilder().addPaths("schedule").addPaths("time_zone").build();

    Job changed = client.updateJob(wanted, mask);

    assertEquals("before", changed.getDescription());
    assertEquals("0 12 * * *", changed.getSchedule());
    assertEquals("Asia/Tokyo", changed.getTimeZone());
    assertTrue(Timestamps.compare(changed.getScheduleTime(), made.getScheduleTime()) < 0);
    assertEquals(changed, client.getJob(made.getName()));
    FieldMask state = FieldMask.newBuilder().addPaths("state").build();
    refused(Code.INVALID_ARGUMENT, () -> client.updateJob(wanted, state));
    Job missing = wanted.toBuilder().setName(LOCATION + "/jobs/none").build();
    refused(Code.NOT_FOUND, () -> client.updateJob(missing, mask));
  }

  @Test
  void listsTheJobsOfALocationPageByPage() {
    List<String> made =
        List.of(created("/a", it -> it).getName(), created("/b", it -> it).getName());

    List<String> listed = new ArrayList<>();
    client
        .listJobs(ListJobsRequest.newBuilder().setParent(LOCATION).setPageSize(1).build())
        .iterateAll()
        .forEach(job -> listed.add(job.getName()));
    List<String> elsewhere = new ArrayList<>();
    client
        .listJobs(LOCATION.replace("europe", "us"))
        .iterateAll()
        .forEach(job -> elsewhere.add(job.getName()));

    assertTrue(listed.containsAll(made));
    assertTrue(listed.contains(LOCATION + "/jobs/tick"));
    assertEquals(List.of(LOCATION.replace("europe", "us") + "/jobs/tick"), elsewhere);
  }

  @Test
  void forgetsAJobThatIsDeleted() {
    Job made = created("/deleted", it -> it);

    client.deleteJob(made.getName());

    refused(Code.NOT_FOUND, () -> client.getJob(made.getName()));
    refused(Code.NOT_FOUND, () -> client.runJob(made.getName()));
    refused(Code.NOT_FOUND, () -> client.deleteJob(made.getName()));
  }

  @Test
  void refusesAsGoogleDoesWhatIsWrong() {
    List<UnaryOperator<Job.Builder>> wrong =
        List.of(
            it -> it.setSchedule("61 * * * *"),
            it -> it.setSchedule(""),
            it -> it.setTimeZone("Mars/Olympus"),
            it -> it.setTimeZone("../../etc/passwd"),
            it -> it.clearHttpTarget(),
            it -> it.setAttemptDeadline(Durations.fromSeconds(14)),
            it -> it.setAttemptDeadline(Durations.fromSeconds(1801)),
            it -> it.setRetryConfig(RetryConfig.newBuilder().setRetryCount(6)),
            it -> it.setRetryConfig(RetryConfig.newBuilder().setRetryCount(-1)),
            it -> it.setHttpTarget(HttpTarget.newBuilder().setUri("ftp://localhost/x")),
            it -> it.setHttpTarget(HttpTarget.newBuilder().setUri("not one")),
            it ->
                it.setHttpTarget(
                    it.getHttpTarget().toBuilder()
                        .setHttpMethod(HttpMethod.GET)
                        .setBody(ByteString.copyFromUtf8("body"))),
            it ->
                it.setHttpTarget(
                    it.getHttpTarget().toBuilder().putHeaders("a", "b\r\nX-Injected: 1")),
            it -> it.setName(it.getName().replace("europe-west1", "us-central1")),
            it -> it.setName(LOCATION + "/jobs/" + "x".repeat(501)));

    for (UnaryOperator<Job.Builder> each : wrong) {
      refused(Code.INVALID_ARGUMENT, () -> created("/wrong", each));
    }
  }

  @Test
  void refusesByNameWhatItDoesNotHave() {
    assertNamed("pubsub_target", it -> it.setPubsubTarget(PubsubTarget.getDefaultInstance()));
    assertNamed(
        "app_engine_http_target",
        it -> it.setAppEngineHttpTarget(AppEngineHttpTarget.getDefaultInstance()));
    assertNamed("English-like", it -> it.setSchedule("every 5 minutes"));
    assertNamed(
        "oauth_token",
        it ->
            it.setHttpTarget(
                it.getHttpTarget().toBuilder()
                    .setOauthToken(OAuthToken.newBuilder().setServiceAccountEmail("a@b"))));
  }

  private static void assertNamed(String name, UnaryOperator<Job.Builder> change) {
    ApiException refusal = refused(Code.UNIMPLEMENTED, () -> created("/refused", change));
    assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
  }

  @Test
  void letsOnlyWhoMay() throws Exception {
    Job made = created("/allowed", it -> it);
    cloud.cloud().issueKey("runner", List.of("roles/cloudscheduler.jobRunner"));
    cloud.cloud().issueKey("planner", List.of("roles/cloudscheduler.admin"));
    try (CloudSchedulerClient nobody = GoogleScheduler.client(cloud, cloud.as("nobody"));
        CloudSchedulerClient runner = GoogleScheduler.client(cloud, cloud.as("runner"));
        CloudSchedulerClient planner = GoogleScheduler.client(cloud, cloud.as("planner"))) {
      refused(Code.PERMISSION_DENIED, () -> nobody.getJob(made.getName()));
      refused(Code.PERMISSION_DENIED, () -> nobody.runJob(made.getName()));
      refused(Code.PERMISSION_DENIED, () -> runner.getJob(made.getName()));
      refused(Code.PERMISSION_DENIED, () -> runner.deleteJob(made.getName()));
      assertEquals(made.getName(), runner.runJob(made.getName()).getName());
      Job signed =
          job(
              "/signed",
              it ->
                  it.setHttpTarget(
                      it.getHttpTarget().toBuilder()
                          .setOidcToken(
                              OidcToken.newBuilder()
                                  .setServiceAccountEmail(cloud.email("pusher")))));
      ApiException actAs =
          refused(Code.PERMISSION_DENIED, () -> planner.createJob(LOCATION, signed));
      assertTrue(actAs.getMessage().contains("iam.serviceAccounts.actAs"), actAs.getMessage());

      assertEquals(Job.State.PAUSED, planner.pauseJob(made.getName()).getState());
    }
  }
}
