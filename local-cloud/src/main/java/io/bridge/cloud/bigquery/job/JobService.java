package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.copy.Copier;
import io.bridge.cloud.bigquery.copy.CopySpec;
import io.bridge.cloud.bigquery.extract.ExtractSpec;
import io.bridge.cloud.bigquery.extract.Extractor;
import io.bridge.cloud.bigquery.load.LoadSpec;
import io.bridge.cloud.bigquery.load.Loader;
import io.bridge.cloud.bigquery.query.CompiledJob;
import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.statement.Scripts;
import io.bridge.cloud.bigquery.upload.UploadedFiles;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.TableName;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

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
  private final UploadedFiles files;
  private final JobRunner runner;
  private final Clock clock;
  private final Jobs jobs;
  private final TableRights rights;
  private final Tables tables;
  private final JobQueue queue = new JobQueue();
  private final AtomicLong lastSweepMs = new AtomicLong();
  private final ReentrantLock accepting = new ReentrantLock();

  /** What runs jobs of each kind. */
  public record Engines(
      Scripts scripts, Loader loader, Copier copier, Extractor extractor, UploadedFiles files) {}

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
    this.files = engines.files();
    this.runner = new JobRunner(project, warehouse, locks, engines, clock);
    this.clock = clock;
    this.jobs = new Jobs(project);
    this.rights = new TableRights(project, grants);
    this.tables = new Tables(project);
  }

  /** Runs what was accepted and did not end before the last stop, and forgets old results. */
  public void resume() {
    sweep();
    var unfinished = warehouse.read(jobs::unfinished);
    files.sweep(unfinished.stream().map(Job::id).collect(Collectors.toSet()), clock.millis());
    for (var job : unfinished) {
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
   * @param file that came with a load; null for none
   */
  public record NewJob(
      Principal caller,
      String id,
      String location,
      String requestKey,
      ObjectNode configuration,
      Path file) {}

  /**
   * Accepts a job: durable when this returns.
   *
   * @return the job; for a repeated request key the one there is
   * @throws GoogleError 400, 403, 404 or 501 for a job that cannot be, 409 for a known id
   */
  public Job accept(NewJob request) {
    grants.onProject(request.caller(), "bigquery.jobs.create");
    var spec = JobSpec.read(project, request.configuration(), request.file() != null);
    queue.requireRoom();
    sweep();
    var location = location(spec, request);
    accepting.lock();
    try {
      var known = sameRequest(request);
      if (known != null) {
        return known;
      }
      if (request.file() != null) {
        warehouse.read(c -> jobs.requireFree(c, newJob(request, spec, location)));
        files.assign(request.file(), request.id());
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
    return switch (JobSpec.read(project, configuration, false)) {
      case JobSpec.Load _, JobSpec.Copy _, JobSpec.Extract _ ->
          throw GoogleError.unimplemented("BigQuery dry run of a job that is no query");
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
      case JobSpec.Copy(CopySpec copy) -> copyLocation(copy, request);
      case JobSpec.Extract(ExtractSpec extract) -> extractLocation(extract, request);
      case JobSpec.Query(QuerySpec query) -> queryLocation(query, request);
    };
  }

  private String loadLocation(LoadSpec load, NewJob request) {
    var target = new TableName(load.dataset(), load.table());
    var caller = request.caller();
    var at = warehouse.read(c -> rights.onTarget(c, caller, target, request.location()));
    load.uris().forEach(uri -> grants.onObject(caller, uri.bucket(), uri.object()));
    return at;
  }

  private String copyLocation(CopySpec copy, NewJob request) {
    var caller = request.caller();
    return warehouse.read(
        c -> {
          var at = rights.onTarget(c, caller, copy.destination(), request.location());
          for (var source : copy.sources()) {
            rights.onSource(c, caller, "bigquery.tables.getData", source, at);
          }
          return at;
        });
  }

  private String extractLocation(ExtractSpec extract, NewJob request) {
    var caller = request.caller();
    var source = extract.source();
    var at =
        warehouse.read(
            c -> rights.onSource(c, caller, "bigquery.tables.export", source, request.location()));
    extract.uris().forEach(uri -> grants.onNewObject(caller, uri.bucket(), uri.object()));
    return at;
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
