package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.load.LoadSpec;
import io.bridge.cloud.bigquery.load.Loader;
import io.bridge.cloud.bigquery.query.CompiledJob;
import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.statement.Scripts;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Accepts jobs, runs them in the background, and knows how they ended.
 *
 * <p>A job is on disk before its caller hears of it. Its effect and its end are one transaction, so
 * a job that was cut off by a crash has no effect, and is run again at the next start.
 */
public final class JobService implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JobService.class.getName());
  private static final Duration REQUEST_ID_LIFE = Duration.ofMinutes(15);

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private final String project;
  private final Warehouse warehouse;
  private final Grants grants;
  private final Scripts scripts;
  private final JobRunner runner;
  private final Clock clock;
  private final Jobs jobs;
  private final Datasets datasets;
  private final Tables tables;
  private final JobQueue queue = new JobQueue();
  private final AtomicLong lastSweepMs = new AtomicLong();
  private final ReentrantLock accepting = new ReentrantLock();

  /** What runs jobs of each kind. */
  public record Engines(Scripts scripts, Loader loader) {}

  public JobService(
      String project,
      Warehouse warehouse,
      Locks locks,
      Grants grants,
      Engines engines,
      Clock clock) {
    this.project = project;
    this.warehouse = warehouse;
    this.grants = grants;
    this.scripts = engines.scripts();
    this.runner = new JobRunner(project, warehouse, locks, engines, clock);
    this.clock = clock;
    this.jobs = new Jobs(project);
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
  }

  /** Runs what was accepted and did not end before the last stop, and forgets old results. */
  public void resume() {
    sweep();
    for (var job : warehouse.read(jobs::unfinished)) {
      LOG.log(Level.INFO, "job={0} resumed", job.id());
      start(job);
    }
  }

  /**
   * A job to accept.
   *
   * @param id null for one that is made up
   * @param location null for where its datasets are
   * @param requestKey see {@link Job#requestKey()}
   */
  public record NewJob(
      Principal caller, String id, String location, String requestKey, ObjectNode configuration) {}

  /**
   * Accepts a job: durable when this returns.
   *
   * @return the job; for a repeated request key the one there is
   * @throws GoogleError 400, 403, 404 or 501 for a job that cannot be, 409 for a known id
   */
  public Job accept(NewJob request) {
    grants.onProject(request.caller(), "bigquery.jobs.create");
    var spec = JobSpec.read(project, request.configuration());
    queue.requireRoom();
    sweep();
    var location = location(spec, request);
    accepting.lock();
    try {
      var known = sameRequest(request);
      if (known != null) {
        return known;
      }
      var job = warehouse.write(c -> jobs.insert(c, newJob(request, spec, location)));
      start(job);
      return job;
    } finally {
      accepting.unlock();
    }
  }

  /** Analyzes a query without running it; nothing is stored. */
  public CompiledJob dryRun(Principal caller, ObjectNode configuration, String location) {
    grants.onProject(caller, "bigquery.jobs.create");
    return switch (JobSpec.read(project, configuration)) {
      case JobSpec.Load _ -> throw GoogleError.unimplemented("BigQuery dry run of a load job");
      case JobSpec.Query(QuerySpec query) ->
          warehouse.read(c -> scripts.compile(c, query, caller, location));
    };
  }

  /** The job as it is, or as it is when it ended or the time is over. */
  public Job await(Job job, Duration timeout) throws InterruptedException {
    if (job.isDone()) {
      return job;
    }
    queue.await(job.id(), timeout);
    return require(job.id());
  }

  /** Fails with 404. */
  public Job require(String id) {
    return warehouse.read(c -> jobs.find(c, id)).orElseThrow(() -> jobs.notFound(id));
  }

  /** Asks a job to stop; without effect when it ended. */
  public void cancel(Job job) {
    queue.cancel(job.id(), "Job execution was cancelled: User requested cancellation");
  }

  @Override
  public void close() {
    queue.close();
  }

  private String location(JobSpec spec, NewJob request) {
    return switch (spec) {
      case JobSpec.Load(LoadSpec load) -> loadLocation(load, request);
      case JobSpec.Query(QuerySpec query) -> queryLocation(query, request);
    };
  }

  private String loadLocation(LoadSpec load, NewJob request) {
    var dataset =
        warehouse.read(
            c -> {
              var found = datasets.find(c, load.dataset()).orElse(null);
              requireLoad(request.caller(), load, c, found);
              return found;
            });
    if (dataset == null) {
      throw datasets.notFound(load.dataset());
    }
    if (request.location() != null && !request.location().equals(dataset.location())) {
      throw GoogleError.notFound(
          "Not found: Dataset %s:%s was not found in location %s"
              .formatted(project, load.dataset(), request.location()));
    }
    return dataset.location();
  }

  private void requireLoad(Principal caller, LoadSpec load, Connection c, Dataset dataset)
      throws SQLException {
    grants.onDataset(caller, "bigquery.tables.updateData", load.dataset(), dataset);
    boolean exists = tables.find(c, load.dataset(), load.table()).isPresent();
    var permission = exists ? "bigquery.tables.update" : "bigquery.tables.create";
    grants.onDataset(caller, permission, load.dataset(), dataset);
    load.uris().forEach(uri -> grants.onObject(caller, uri.bucket(), uri.object()));
  }

  /** A statement that does not compile is accepted all the same; its job fails with the reason. */
  private String queryLocation(QuerySpec query, NewJob request) {
    try {
      return warehouse
          .read(c -> scripts.compile(c, query, request.caller(), request.location()))
          .location();
    } catch (GoogleError _) {
      return request.location() == null ? "US" : request.location();
    }
  }

  private Job sameRequest(NewJob request) {
    if (request.requestKey() == null) {
      return null;
    }
    long since = clock.millis() - REQUEST_ID_LIFE.toMillis();
    return warehouse.read(c -> jobs.findRequest(c, request.requestKey(), since)).orElse(null);
  }

  private Job newJob(NewJob request, JobSpec spec, String location) {
    var configuration = request.configuration().deepCopy();
    configuration.put("jobType", spec.type());
    return new Job(
        request.id(),
        location,
        request.caller(),
        request.requestKey(),
        configuration,
        JsonNodeFactory.instance.objectNode(),
        null,
        clock.millis(),
        null,
        null);
  }

  private void start(Job job) {
    queue.submit(job.id(), cancellation -> runner.run(job, cancellation, queue::isClosed));
    var timeout = JobSpec.timeout(new Body("configuration", job.configuration()));
    if (timeout != null) {
      var why = "Job execution was cancelled: Job timed out after " + timeout.toMillis() + " ms";
      CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> queue.cancel(job.id(), why));
    }
  }

  private void sweep() {
    long now = clock.millis();
    long last = lastSweepMs.get();
    if (now - last >= SWEEP_EVERY.toMillis() && lastSweepMs.compareAndSet(last, now)) {
      removeExpired();
    }
  }

  private void removeExpired() {
    int removed = warehouse.write(c -> tables.removeExpired(c, clock.millis()));
    if (removed > 0) {
      LOG.log(Level.INFO, "results removed={0}", removed);
    }
  }
}
