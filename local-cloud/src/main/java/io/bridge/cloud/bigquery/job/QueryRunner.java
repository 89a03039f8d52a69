package io.bridge.cloud.bigquery.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.query.Inconclusive;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.statement.Scripts;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** Runs query jobs: their effect, their rows and the record of them are one transaction. */
final class QueryRunner {
  private final String project;
  private final Warehouse warehouse;
  private final Scripts scripts;
  private final Clock clock;
  private final Jobs jobs;

  QueryRunner(String project, Warehouse warehouse, Scripts scripts, Clock clock) {
    this.project = project;
    this.warehouse = warehouse;
    this.scripts = scripts;
    this.clock = clock;
    this.jobs = new Jobs(project);
  }

  /**
   * Runs a query.
   *
   * @param started when it began, since 1970
   */
  Ended run(Job job, QuerySpec query, Cancellation cancellation, long started) {
    if (scripts.isOneQuery(query)) {
      var quick = new Scripts.Run(job, query, cancellation);
      try {
        return warehouse.writeApart(c -> current(c, at -> query(at, quick, started)));
      } catch (Superseded | Inconclusive _) {
        cancellation.check();
      }
    }
    var exact = new Scripts.Run(job, query.exactly(), cancellation);
    return warehouse.write(c -> query(c, exact, started));
  }

  private Ended query(Connection c, Scripts.Run run, long started) throws SQLException {
    var result = scripts.run(c, run);
    if (result.children().isEmpty()) {
      run.cancellation().check();
    }
    for (var child : result.children()) {
      jobs.finish(c, jobs.requireFree(c, child));
    }
    var ended = jobs.finish(c, finished(located(run.job(), result), result, started));
    return new Ended(ended, result.table());
  }

  /** A table changed while a query ran that had it from memory, so that it may be another's. */
  private static final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Superseded() {
      super(null, null, false, false);
    }
  }

  private Ended current(Connection c, Warehouse.Work<Ended> work) throws SQLException {
    try {
      var ended = work.run(c);
      if (warehouse.metadata().isCurrent(c)) {
        return ended;
      }
    } catch (GoogleError e) {
      if (warehouse.metadata().isCurrent(c)) {
        throw e;
      }
    }
    throw new Superseded();
  }

  private Job finished(Job job, Scripts.Result result, long started) {
    ObjectNode statistics = JsonNodeFactory.instance.objectNode().set("query", result.statistics());
    if (!result.children().isEmpty()) {
      statistics.put("numChildJobs", Integer.toString(result.children().size()));
    }
    long ended = clock.millis();
    return result.failure() == null
        ? job.succeeded(statistics, withDestination(job, result), started, ended)
        : job.with(statistics).failed(result.failure(), started, ended);
  }

  private static Job located(Job job, Scripts.Result result) {
    return job.location() == null ? job.at(result.table().location()) : job;
  }

  private ObjectNode withDestination(Job job, Scripts.Result result) {
    var configuration = job.configuration().deepCopy();
    if (result.table() == null) {
      return configuration;
    }
    configuration
        .withObject("/query/destinationTable")
        .put("projectId", project)
        .put("datasetId", result.table().dataset())
        .put("tableId", result.table().id());
    return configuration;
  }
}
