package io.bridge.cloud.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.bridge.cloud.dispatch.TestCloud;
import java.time.Instant;
import java.util.Base64;

/** Tasks, queues and schedules. */
enum CallOperation implements Operation {
  TASK {
    @Override
    public String apply(Everything all, String key) {
      return all.tasks.createTask(QUEUE, task(all, key)).getName();
    }

    @Override
    public void check(Everything all, String key, String name) {
      assertEquals(name, all.tasks.getTask(name).getName(), key);
    }
  },
  DELETED_TASK {
    @Override
    public String apply(Everything all, String key) {
      String name = all.tasks.createTask(QUEUE, task(all, key)).getName();
      all.tasks.deleteTask(name);
      return name;
    }

    @Override
    public void check(Everything all, String key, String name) {
      assertThrows(NotFoundException.class, () -> all.tasks.getTask(name), key);
    }
  },
  PAUSED_QUEUE {
    @Override
    public String apply(Everything all, String key) {
      Queue wanted = Queue.newBuilder().setName(QUEUES + key).build();
      return all.tasks.pauseQueue(all.tasks.createQueue(LOCATION, wanted).getName()).getName();
    }

    @Override
    public void check(Everything all, String key, String name) {
      assertEquals(Queue.State.PAUSED, all.tasks.getQueue(name).getState(), key);
    }
  },
  SCHEDULE {
    @Override
    public String apply(Everything all, String key) {
      return text(all.scheduler.createJob(LOCATION, job(key)));
    }

    @Override
    public void check(Everything all, String key, String known) {
      assertEquals(known, text(all.scheduler.getJob(LOCATION + "/jobs/" + key)), key);
    }
  },
  CHANGED_SCHEDULE {
    @Override
    public String apply(Everything all, String key) {
      Job made = all.scheduler.createJob(LOCATION, job(key));
      Job wanted = made.toBuilder().setSchedule("30 12 1 2 *").build();
      return text(
          all.scheduler.updateJob(wanted, FieldMask.newBuilder().addPaths("schedule").build()));
    }

    @Override
    public void check(Everything all, String key, String known) {
      assertEquals(known, text(all.scheduler.getJob(LOCATION + "/jobs/" + key)), key);
    }
  },
  PAUSED_SCHEDULE {
    @Override
    public String apply(Everything all, String key) {
      return text(all.scheduler.pauseJob(all.scheduler.createJob(LOCATION, job(key)).getName()));
    }

    @Override
    public void check(Everything all, String key, String known) {
      assertEquals(known, text(all.scheduler.getJob(LOCATION + "/jobs/" + key)), key);
      assertEquals(Job.State.PAUSED, all.scheduler.getJob(LOCATION + "/jobs/" + key).getState());
    }
  };

  private static final String LOCATION =
      "projects/" + TestCloud.PROJECT + "/locations/europe-west1";
  private static final String QUEUES = LOCATION + "/queues/";
  private static final String QUEUE = QUEUES + "work";

  private static Task task(Everything all, String key) {
    long later = Instant.now().plusSeconds(3600).getEpochSecond();
    return Task.newBuilder()
        .setName(QUEUE + "/tasks/" + key)
        .setScheduleTime(Timestamp.newBuilder().setSeconds(later))
        .setHttpRequest(
            HttpRequest.newBuilder()
                .setUrl("http://localhost:9/work")
                .setOidcToken(
                    OidcToken.newBuilder().setServiceAccountEmail(all.cloud.email("pusher"))))
        .build();
  }

  /** With the time when it is due. */
  private static String text(Job job) {
    return Base64.getEncoder().encodeToString(job.toByteArray());
  }

  private static Job job(String key) {
    return Job.newBuilder()
        .setName(LOCATION + "/jobs/" + key)
        .setSchedule("0 0 1 1 *")
        .setHttpTarget(HttpTarget.newBuilder().setUri("http://localhost:9/" + key))
        .build();
  }
}
