package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.Job;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.dispatch.Answer;
import io.bridge.cloud.dispatch.Dispatcher;
import io.bridge.cloud.dispatch.DueWork;
import io.bridge.cloud.store.Sqlite;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the jobs. A job never runs twice at the same time. */
final class Scheduler implements DueWork<String>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

  private final CloudContext context;
  private final Sqlite db;
  private final Jobs jobs;
  private final Dispatcher<String> dispatcher;

  Scheduler(CloudContext context, Sqlite db, Jobs jobs) {
    this.context = context;
    this.db = db;
    this.jobs = jobs;
    this.dispatcher =
        new Dispatcher<>("scheduler", this, () -> Math.max(1, jobs.count()), context.clock());
  }

  /** Runs jobs from now on; one whose time fell into the time we were not there runs at once. */
  void start() {
    jobs.plan();
    dispatcher.start();
  }

  void wake() {
    dispatcher.wake();
  }

  @Override
  public List<String> due(Instant now, Set<String> running, int limit) {
    return db.read(c -> JobTable.due(c, now)).stream()
        .filter(run -> !running.contains(run.job()) && (run.forced() || isEnabled(run.job())))
        .limit(limit)
        .map(JobRun::job)
        .toList();
  }

  private boolean isEnabled(String key) {
    return jobs.find(key).filter(job -> job.getState() == Job.State.ENABLED).isPresent();
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return db.read(c -> JobTable.nextDue(c, now));
  }

  @Override
  public void attempt(String key) throws InterruptedException {
    Optional<Job> job = jobs.find(key);
    Optional<JobRun> run = db.read(c -> JobTable.find(c, key));
    if (job.isPresent() && run.isPresent()) {
      attempt(job.get(), run.get());
    }
  }

  private void attempt(Job job, JobRun run) throws InterruptedException {
    String id = run.job().substring(run.job().lastIndexOf('/') + 1);
    JobCall call = new JobCall(id, job, run.scheduled());
    Instant started = context.clock().instant();
    Answer answer = call.send(context.oidc());
    Instant now = context.clock().instant();
    int code = call.code(answer, Duration.between(started, now));
    JobRun after = after(job, run, started, code, now);
    db.<Void>write(
        c -> {
          JobTable.attempted(c, run, after);
          return null;
        });
    LOG.log(
        Level.DEBUG,
        "job={0} status={1} failures={2} due={3}",
        run.job(),
        answer.status(),
        after.failures(),
        after.due());
  }

  private JobRun after(Job job, JobRun run, Instant started, int code, Instant now) {
    JobRun ended = run.ended(started, code, jobs.next(job, now));
    if (code == com.google.rpc.Code.OK_VALUE) {
      return ended;
    }
    JobRun failed = run.failed(started, code, now);
    // The next time of the schedule ends the retries of the last.
    return RetryTerms.of(job.getRetryConfig(), context.backoffScale())
        .again(failed, now)
        .filter(again -> again.isBefore(ended.due()))
        .map(again -> run.failed(started, code, again))
        .orElse(ended);
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
