package io.bridge.cloud.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.scheduler.v1.CloudSchedulerClient;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of the topology, sixty times a minute's hundredth. */
class SchedulerTest {
  @TempDir Path dir;

  private Receiver app;

  @BeforeEach
  void start() throws Exception {
    app = Receiver.start();
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  void callsAJobAgainAndAgainWithASignedToken() throws Exception {
    try (TestCloud cloud = TestCloud.start(dir, app.url())) {
      Receiver.Call call = app.next("/tick");
      Instant first = Instant.now();
      app.next("/tick");

      assertTrue(Duration.between(first, Instant.now()).toMillis() > 300);
      assertEquals("tick", call.headers().get("X-CloudScheduler-JobName"));
      assertEquals("true", call.headers().get("X-CloudScheduler"));
      assertTrue(
          Instant.parse(call.headers().get("X-CloudScheduler-ScheduleTime"))
              .isBefore(Instant.now()));
      assertEquals(0, call.body().length);
      String authorization = call.headers().get("Authorization");
      JwtClaims claims =
          cloud.cloud().tokens().verifyGoogleIdToken(authorization.substring("Bearer ".length()));
      assertEquals(List.of(app.url() + "/tick"), claims.getAudience());
      assertEquals(cloud.email("pusher"), claims.getStringClaimValue("email"));
    }
  }

  @Test
  void callsAgainAtTheNextTimeAfterAFailure() throws Exception {
    app.answering("/tick", _ -> 500);
    try (TestCloud _ = TestCloud.start(dir, app.url())) {
      app.next("/tick");
      app.next("/tick");
    }
  }

  @Test
  void neverRunsAJobBesideItself() throws Exception {
    AtomicInteger running = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch gate = new CountDownLatch(1);
    app.answering(
        "/tick",
        _ -> {
          seen.add(running.incrementAndGet());
          try {
            // Longer than the interval, unless somebody opens.
            assertTrue(!gate.await(1500, TimeUnit.MILLISECONDS) || gate.getCount() == 0);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          running.decrementAndGet();
          return 200;
        });
    try (TestCloud _ = TestCloud.start(dir, app.url())) {
      app.next("/tick");
      app.next("/tick");
    } finally {
      gate.countDown();
    }
    assertEquals(1, Collections.max(seen));
  }

  @Test
  void keepsJobsAndTheirStateOverARestart() throws Exception {
    String location = "projects/" + TestCloud.PROJECT + "/locations/europe-west1";
    Job before;
    try (TestCloud cloud = TestCloud.start(dir, app.url());
        CloudSchedulerClient client = GoogleScheduler.client(cloud, cloud.asAdmin())) {
      Job wanted =
          Job.newBuilder()
              .setName(location + "/jobs/yearly")
              .setSchedule("0 0 1 1 *")
              .setHttpTarget(HttpTarget.newBuilder().setUri(app.url() + "/yearly"))
              .build();
      before = client.createJob(location, wanted);
      client.pauseJob(location + "/jobs/tick");
    }

    try (TestCloud cloud = TestCloud.start(dir, app.url());
        CloudSchedulerClient client = GoogleScheduler.client(cloud, cloud.asAdmin())) {
      assertEquals(before, client.getJob(before.getName()));
      Job tick = client.getJob(location + "/jobs/tick");
      assertEquals(Job.State.PAUSED, tick.getState());
      assertEquals(app.url() + "/tick", tick.getHttpTarget().getUri());
    }
  }
}
