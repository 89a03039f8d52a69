package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.scheduler.v1.UpdateJobRequest;
import com.google.protobuf.util.Timestamps;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The jobs there are. A job of the topology is in every location and begins each start as it is
 * declared, paused if it was; one that a client made is where it was made.
 */
final class Jobs {
  private final CloudContext context;
  private final Sqlite db;
  private final ResourceTable<Job> table;
  private final DeclaredJobs declared;

  /**
   * @throws IllegalArgumentException when a schedule of the topology is malformed
   */
  Jobs(CloudContext context, Sqlite db) {
    this.context = context;
    this.db = db;
    this.table = new ResourceTable<>(db, "scheduled", Job.parser());
    this.declared = new DeclaredJobs(context.topology(), context.serviceUrls());
    declared.ids().forEach(this::declare);
    List.copyOf(table.all().values()).stream()
        .filter(row -> row.declared() && !declared.ids().contains(row.id()))
        .forEach(row -> table.remove(row.id()));
  }

  private void declare(String id) {
    Job.State state = table.find(id).map(it -> it.resource().getState()).orElse(Job.State.ENABLED);
    table.put(id, true, declared.job(id).toBuilder().setState(state).build());
  }

  /** Gives every job a time, and takes those away that are of no job. */
  void plan() {
    Instant now = context.clock().instant();
    Map<String, ResourceTable.Row<Job>> all = table.all();
    db.<Void>write(
        c -> {
          for (String name : JobTable.names(c)) {
            if (!all.containsKey(name)) {
              JobTable.remove(c, name);
            }
          }
          for (ResourceTable.Row<Job> row : all.values()) {
            JobTable.declare(c, row.id(), signature(row.resource()), next(row.resource(), now));
          }
          return null;
        });
  }

  /** What changes when the times of a job change. */
  private String signature(Job job) {
    String zone = job.getTimeZone().equals(JobRules.UTC) ? "" : " " + job.getTimeZone();
    return job.getSchedule() + zone + " x" + context.backoffScale();
  }

  Instant next(Job job, Instant after) {
    return Timetable.of(job, context.backoffScale()).next(after);
  }

  int count() {
    return table.all().size();
  }

  /** With the address that it calls. */
  Optional<Job> find(String key) {
    return table.find(key).map(row -> declared.addressed(row.id(), row.resource()));
  }

  /**
   * @return its key in the tables
   * @throws GoogleError 404
   */
  String require(JobName name) {
    if (name.project().equals(context.project())) {
      for (String key : List.of(name.id(), name.key())) {
        if (table.find(key).isPresent()) {
          return key;
        }
      }
    }
    throw GoogleError.notFound("Job not found.");
  }

  /** As Google shows it. */
  Job seen(JobName name) {
    String key = require(name);
    Job job = find(key).orElseThrow(() -> GoogleError.notFound("Job not found."));
    Job.Builder seen = job.toBuilder().setName(name.text());
    db.read(c -> JobTable.find(c, key)).ifPresent(run -> show(run, seen));
    return seen.build();
  }

  private static void show(JobRun run, Job.Builder seen) {
    if (seen.getState() == Job.State.ENABLED || run.forced()) {
      seen.setScheduleTime(Timestamps.fromMillis(run.due().toEpochMilli()));
    }
    if (run.lastAttempt() != null) {
      seen.setLastAttemptTime(Timestamps.fromMillis(run.lastAttempt().toEpochMilli()));
      seen.setStatus(com.google.rpc.Status.newBuilder().setCode(run.lastCode()));
    }
  }

  /** Ids of the jobs of a location, sorted. */
  SortedMap<String, JobName> in(JobName parent) {
    SortedMap<String, JobName> found = new TreeMap<>();
    for (String key : table.all().keySet()) {
      int slash = key.indexOf('/');
      if (slash < 0 || key.substring(0, slash).equals(parent.location())) {
        String id = key.substring(slash + 1);
        found.put(id, parent.withId(id));
      }
    }
    return found;
  }

  synchronized void create(JobName name, Job wanted) {
    Job job = JobRules.created(wanted);
    if (!name.project().equals(context.project())) {
      throw GoogleError.notFound("Requested entity was not found.");
    }
    if (table.find(name.id()).isPresent() || table.find(name.key()).isPresent()) {
      throw GoogleError.conflict("Job " + name.text() + " already exists.");
    }
    put(name.key(), false, job);
  }

  synchronized void update(JobName name, UpdateJobRequest request) {
    change(name, old -> JobRules.changed(old, request));
  }

  synchronized void pause(JobName name) {
    change(name, old -> in(Job.State.ENABLED, Job.State.PAUSED, old));
  }

  synchronized void resume(JobName name) {
    change(name, old -> in(Job.State.PAUSED, Job.State.ENABLED, old));
    String key = require(name);
    Instant next = next(find(key).orElseThrow(), context.clock().instant());
    schedule(key, next, false);
  }

  private static Job in(Job.State from, Job.State to, Job job) {
    if (job.getState() != from) {
      throw new GoogleError(
          412, "failedPrecondition", "The job must be " + from + ", but it is " + job.getState());
    }
    return job.toBuilder().setState(to).build();
  }

  /** Makes it due now, even while it is paused. */
  synchronized void run(JobName name) {
    schedule(require(name), context.clock().instant(), true);
  }

  private void schedule(String key, Instant due, boolean forced) {
    db.<Void>write(
        c -> {
          JobTable.schedule(c, key, due, forced);
          return null;
        });
  }

  private void change(JobName name, UnaryOperator<Job> change) {
    String key = require(name);
    boolean isDeclared = table.find(key).orElseThrow().declared();
    put(key, isDeclared, declared.unaddressed(key, change.apply(find(key).orElseThrow())));
  }

  private void put(String key, boolean isDeclared, Job job) {
    Instant now = context.clock().instant();
    Job changed =
        job.toBuilder().setUserUpdateTime(Timestamps.fromMillis(now.toEpochMilli())).build();
    table.put(key, isDeclared, changed);
    db.<Void>write(
        c -> {
          JobTable.declare(c, key, signature(changed), next(changed, now));
          return null;
        });
  }

  synchronized void delete(JobName name) {
    String key = require(name);
    table.remove(key);
    db.<Void>write(
        c -> {
          JobTable.remove(c, key);
          return null;
        });
  }
}
