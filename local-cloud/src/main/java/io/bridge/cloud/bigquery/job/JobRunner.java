package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.copy.Copier;
import io.bridge.cloud.bigquery.copy.CopySpec;
import io.bridge.cloud.bigquery.extract.ExtractSpec;
import io.bridge.cloud.bigquery.extract.Extractor;
import io.bridge.cloud.bigquery.load.LoadFailure;
import io.bridge.cloud.bigquery.load.LoadSpec;
import io.bridge.cloud.bigquery.load.Loader;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.http.GoogleError;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs a job to its end: its effect and the record of it are one transaction. */
final class JobRunner {
  private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());

  private final String project;
  private final Warehouse warehouse;
  private final Locks locks;
  private final JobService.Engines engines;
  private final Clock clock;
  private final Jobs jobs;
  private final JobLocation locations;
  private final QueryRunner queries;

  JobRunner(
      String project,
      Warehouse warehouse,
      Locks locks,
      JobService.Engines engines,
      JobLocation locations,
      Clock clock) {
    this.project = project;
    this.warehouse = warehouse;
    this.locks = locks;
    this.engines = engines;
    this.locations = locations;
    this.clock = clock;
    this.jobs = new Jobs(project);
    this.queries = new QueryRunner(project, warehouse, engines.scripts(), clock);
  }

  /**
   * Runs a job.
   *
   * @param stopping whether the process is going down: then a failure is not the job's own and is
   *     not written, so that the next start runs it again
   * @return null when the process is going down
   */
  Ended run(Job job, Cancellation cancellation, BooleanSupplier stopping) {
    var ended = attempt(job, cancellation, stopping);
    if (!stopping.getAsBoolean()) {
      file(job).ifPresent(engines.files()::delete);
    }
    return ended;
  }

  private Ended attempt(Job job, Cancellation cancellation, BooleanSupplier stopping) {
    long started = clock.millis();
    try {
      var ended = finish(job, cancellation, started);
      LOG.log(Level.INFO, "job={0} type={1} done", job.id(), job.type());
      return ended;
    } catch (GoogleError e) {
      return fail(job, Failure.of(e, part(job, e)), started, stopping);
    } catch (LoadFailure e) {
      return fail(JobErrors.of(job, e.errors()), e.failure(), started, stopping);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "job=" + job.id() + " type=" + job.type() + " broke", e);
      var message = "An internal error occurred and the job could not be completed.";
      return fail(job, new Failure("internalError", message, null), started, stopping);
    }
  }

  private Ended finish(Job job, Cancellation cancellation, long started) {
    var file = file(job).orElse(null);
    return switch (JobSpec.read(project, job.configuration(), file != null)) {
      case JobSpec.Load(LoadSpec load) ->
          locks.table(
              load.dataset(),
              load.table(),
              () -> load(job, run(job, load, file, cancellation), started));
      case JobSpec.Copy(CopySpec copy) ->
          locks.table(
              copy.destination().dataset(),
              copy.destination().table(),
              () -> copy(job, new Copier.Run(copy, job.owner().email(), cancellation), started));
      case JobSpec.Extract(ExtractSpec extract) ->
          extract(job, new Extractor.Run(extract, cancellation), started);
      case JobSpec.Query(QuerySpec query) ->
          engines
              .scripts()
              .locked(locks, query, () -> queries.run(job, query, cancellation, started));
    };
  }

  /** The file that came with a load. */
  private Optional<Path> file(Job job) {
    return job.type().equals("LOAD") ? engines.files().find(job.id()) : Optional.empty();
  }

  private static Loader.Run run(Job job, LoadSpec load, Path file, Cancellation cancellation) {
    return new Loader.Run(load, job.owner().email(), file, cancellation);
  }

  private Ended load(Job job, Loader.Run run, long started) {
    return warehouse.write(
        c -> {
          var result = engines.loader().run(c, run);
          var statistics = statistics("load", result.statistics());
          JobErrors.put(statistics, result.errors());
          run.cancellation().check();
          return done(c, job, statistics, started);
        });
  }

  private Ended copy(Job job, Copier.Run run, long started) {
    return warehouse.write(
        c -> {
          var statistics = statistics("copy", engines.copier().run(c, run));
          run.cancellation().check();
          return done(c, job, statistics, started);
        });
  }

  private Ended extract(Job job, Extractor.Run run, long started) {
    return warehouse.write(
        c -> done(c, job, statistics("extract", engines.extractor().run(c, run)), started));
  }

  private Ended done(Connection c, Job job, ObjectNode statistics, long started)
      throws SQLException {
    var ended = job.succeeded(statistics, job.configuration(), started, clock.millis());
    return new Ended(jobs.finish(c, ended), null);
  }

  private Ended fail(Job job, Failure failure, long started, BooleanSupplier stopping) {
    if (stopping.getAsBoolean()) {
      return null;
    }
    LOG.log(
        Level.INFO, "job={0} type={1} failed reason={2}", job.id(), job.type(), failure.reason());
    var failed = told(located(job)).failed(failure, started, clock.millis());
    return new Ended(warehouse.writeApart(c -> jobs.finish(c, failed)), null);
  }

  private Job told(Job job) {
    if (!job.type().equals("QUERY")) {
      return job;
    }
    return job.with(statistics("query", engines.scripts().failed(query(job))));
  }

  private QuerySpec query(Job job) {
    return ((JobSpec.Query) JobSpec.read(project, job.configuration(), false)).query();
  }

  /** A query where it runs, of which nobody said where. */
  Job located(Job job) {
    if (job.location() != null) {
      return job;
    }
    return job.at(locations.ofQuery(query(job), job.owner(), null));
  }

  private static ObjectNode statistics(String kind, ObjectNode of) {
    return JsonNodeFactory.instance.objectNode().set(kind, of);
  }

  /** The part of a job that is to blame. */
  private static String part(Job job, GoogleError error) {
    boolean query = job.type().equals("QUERY") && error.reason().startsWith("invalid");
    return query ? "query" : null;
  }
}
