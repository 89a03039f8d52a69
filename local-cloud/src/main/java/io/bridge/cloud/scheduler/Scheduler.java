package io.bridge.cloud.scheduler;

import io.bridge.cloud.CloudContext;
import io.bridge.cloud.dispatch.Answer;
import io.bridge.cloud.dispatch.Dispatcher;
import io.bridge.cloud.dispatch.DueWork;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs the jobs of the topology. A run that fails is not repeated before the next is due, and a job
 * never runs twice at the same time.
 */
public final class Scheduler implements DueWork<String>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());
  private static final Duration ATTEMPT_DEADLINE = Duration.ofMinutes(3);

  private final CloudContext context;
  private final Sqlite db;
  private final Map<String, Timetable> timetables = new TreeMap<>();
  private final Dispatcher<String> dispatcher;

  /**
   * Opens the state; nothing runs before {@link #start}.
   *
   * @throws IllegalArgumentException when a schedule of the topology is malformed
   */
  public Scheduler(CloudContext context) {
    this.context = context;
    context
        .topology()
        .schedules()
        .forEach((name, it) -> timetables.put(name, timetable(name, it.cron())));
    this.db = Sqlite.open(context.dir(), "scheduler", List.of(JobTable.SCHEMA));
    int everyJob = Math.max(1, timetables.size());
    this.dispatcher = new Dispatcher<>("scheduler", this, everyJob, context.clock());
  }

  private Timetable timetable(String name, String cron) {
    try {
      return new Timetable(Cron.parse(cron), context.backoffScale());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Schedule " + name + ": " + e.getMessage(), e);
    }
  }

  /** Runs jobs from now on; one whose time fell into the time we were not there runs at once. */
  public void start() {
    Instant now = context.clock().instant();
    db.write(
        c -> {
          for (String name : JobTable.names(c)) {
            if (!timetables.containsKey(name)) {
              JobTable.remove(c, name);
            }
          }
          for (Map.Entry<String, Timetable> job : timetables.entrySet()) {
            String schedule = context.topology().schedules().get(job.getKey()).cron();
            String scaled = schedule + " x" + context.backoffScale();
            JobTable.declare(c, job.getKey(), scaled, job.getValue().next(now));
          }
          return null;
        });
    dispatcher.start();
  }

  @Override
  public List<String> due(Instant now, Set<String> running, int limit) {
    return db.read(c -> JobTable.due(c, now)).stream()
        .filter(name -> !running.contains(name))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return db.read(c -> JobTable.nextDue(c, now));
  }

  @Override
  public void attempt(String name) throws InterruptedException {
    Topology.Schedule job = context.topology().schedules().get(name);
    Instant due = db.read(c -> JobTable.dueOf(c, name)).orElseThrow();
    URI url = context.serviceUrls().of(job.service(), job.path());
    Answer answer =
        Answer.of(
            context
                .oidc()
                .post(
                    url,
                    context.topology().email(job.serviceAccount()),
                    url.toString(),
                    headers(name, due),
                    new byte[0],
                    ATTEMPT_DEADLINE));
    if (!answer.isSuccess()) {
      LOG.log(Level.DEBUG, "job={0} status={1} failed", name, answer.status());
    }
    Instant next = timetables.get(name).next(context.clock().instant());
    db.write(
        c -> {
          JobTable.postpone(c, name, next);
          return null;
        });
  }

  private static Map<String, String> headers(String name, Instant due) {
    return Map.of(
        "Content-Type", "application/octet-stream",
        "User-Agent", "Google-Cloud-Scheduler",
        "X-CloudScheduler", "true",
        "X-CloudScheduler-JobName", name,
        "X-CloudScheduler-ScheduleTime", due.toString());
  }

  @Override
  public void close() {
    dispatcher.close();
    db.close();
  }
}
