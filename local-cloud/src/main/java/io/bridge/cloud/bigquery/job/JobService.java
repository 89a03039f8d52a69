package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.copy.Copier;
import io.bridge.cloud.bigquery.extract.Extractor;
import io.bridge.cloud.bigquery.load.Loader;
import io.bridge.cloud.bigquery.query.CompiledJob;
import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.statement.Scripts;
import io.bridge.cloud.bigquery.upload.UploadedFiles;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

  private final String project;
  private final Warehouse warehouse;
  private final Grants grants;
  private final Scripts scripts;
  private final UploadedFiles files;
  private final JobRunner runner;
  private final Clock clock;
  private final Jobs jobs;
  private final JobLocation locations;
  private final Sweep sweep;
  private final JobQueue queue = new JobQueue();
  private final Requests requests = new Requests();
  private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
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
    this.locations = new JobLocation(project, warehouse, grants, scripts);
    this.runner = new JobRunner(project, warehouse, locks, engines, locations, clock);
    this.clock = clock;
    this.jobs = new Jobs(project);
    this.sweep = new Sweep(project, warehouse, locks, clock);
  }

  /** Runs what was accepted and did not end before the last stop, and forgets old results. */
  public void resume() {
    sweep.ifDue();
    requests.fill(
        warehouse.read(c -> jobs.requested(c, clock.millis() - Requests.LIFE.toMillis())));
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
   * @throws GoogleError 400, 403, 404 or 501 for a job that cannot be, 409 for a known id
   */
  public Job accept(NewJob request) {
    var spec = spec(request);
    var job = newJob(request, spec, locations.of(spec, request.caller(), request.location()));
    accept(job, request.file());
    return job;
  }

  private void accept(Job job, Path file) {
    accepting.lock();
    try {
      warehouse.read(c -> jobs.requireFree(c, job));
      if (file != null) {
        files.assign(file, job.id());
      }
      setAside(job);
      start(job);
    } finally {
      accepting.unlock();
    }
  }

  private void setAside(Job job) {
    warehouse.writeApart(
        c -> {
          jobs.accept(c, job);
          return job;
        });
  }

  /**
   * Runs a query for a caller who waits. One that only reads is on disk when it ended or when the
   * patience ends, for its caller knows nothing of it before.
   *
   * @return the job; for a repeated request key the one there is
   * @throws GoogleError as {@link #accept}
   */
  public Ended query(NewJob request, Duration patience) throws InterruptedException {
    var spec = (JobSpec.Query) spec(request);
    boolean reads = scripts.isOneQuery(spec.query());
    var asked = request.location();
    var location = reads ? asked : locations.of(spec, request.caller(), asked);
    var job = newJob(request, spec, location);
    var earlier = requests.once(job, () -> begin(job, reads));
    return await(earlier.isPresent() ? require(earlier.get()) : job, patience);
  }

  private void begin(Job job, boolean reads) {
    if (reads) {
      unwritten.add(job.id());
      start(job);
    } else {
      accept(job, null);
    }
  }

  private JobSpec spec(NewJob request) {
    grants.onProject(request.caller(), "bigquery.jobs.create");
    var spec = JobSpec.read(project, request.configuration(), request.file() != null);
    queue.requireRoom();
    sweep.ifDue();
    return spec;
  }

  /** Analyzes a query without running it; nothing is stored. */
  public CompiledJob dryRun(Principal caller, ObjectNode configuration, String location) {
    grants.onProject(caller, "bigquery.jobs.create");
    return switch (JobSpec.read(project, configuration, false)) {
      case JobSpec.Load _, JobSpec.Copy _, JobSpec.Extract _ ->
          throw GoogleError.unimplemented("BigQuery dry run of a job that is no query");
      case JobSpec.Query(QuerySpec query) -> {
        var at = locations.ofDestination(query, caller, location);
        yield warehouse.read(c -> scripts.compile(c, query, caller, at));
      }
    };
  }

  /** The job as it is, or as it is when it ended or the time is over. */
  public Ended await(Job job, Duration timeout) throws InterruptedException {
    if (job.isDone()) {
      return new Ended(job, null);
    }
    var ended = queue.await(job.id(), timeout);
    if (ended.isPresent()) {
      return ended.get();
    }
    return new Ended(unwritten.contains(job.id()) ? goesOn(job) : require(job.id()), null);
  }

  /** From here on its caller knows a query that began without being written down. */
  private Job goesOn(Job job) {
    var located = job.location() == null ? runner.located(job) : job;
    setAside(located);
    return located;
  }

  /** Fails with 404. */
  public Job require(String id) {
    return queue
        .find(id)
        .or(() -> warehouse.read(c -> jobs.find(c, id)))
        .orElseThrow(() -> jobs.notFound(id));
  }

  /** Asks a job to stop; without effect when it ended. */
  public void cancel(Job job) {
    queue.cancel(job.id(), "Job execution was cancelled: User requested cancellation");
  }

  @Override
  public void close() {
    queue.close();
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
    queue.submit(job, cancellation -> run(job, cancellation));
    var timeout = JobSpec.timeout(new Body("configuration", job.configuration()));
    if (timeout != null) {
      var why = "Job execution was cancelled: Job timed out after " + timeout.toMillis() + " ms";
      CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> queue.cancel(job.id(), why));
    }
  }

  private Ended run(Job job, Cancellation cancellation) {
    try {
      return runner.run(job, cancellation, queue::isClosed);
    } finally {
      unwritten.remove(job.id());
    }
  }
}
