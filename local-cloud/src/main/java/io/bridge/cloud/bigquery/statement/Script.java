package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.http.GoogleError;
import io.bridge.sql.ScriptStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One run of a script inside one transaction of the database, which has no savepoints: where a part
 * of a script is to have no effect, all is undone and the rest runs again. Nobody can have seen the
 * first time.
 */
final class Script {
  private static final Set<String> CONTROL =
      Set.of("BEGIN_TRANSACTION", "COMMIT_TRANSACTION", "ROLLBACK_TRANSACTION");

  private final Connection connection;
  private final StatementEngine engine;
  private final Scripts.Run run;
  private final Clock clock;
  private final List<Step> steps = new ArrayList<>();
  private boolean inTransaction;

  /**
   * A statement that ran.
   *
   * @param effective whether what it did stays
   */
  private record Step(
      ScriptStatement statement,
      String id,
      Outcome outcome,
      Failure failure,
      boolean inTransaction,
      boolean effective,
      long startedMs,
      long endedMs) {

    Step undone() {
      return new Step(statement, id, outcome, failure, inTransaction, false, startedMs, endedMs);
    }

    Step committed() {
      return new Step(statement, id, outcome, failure, false, effective, startedMs, endedMs);
    }
  }

  Script(Connection connection, StatementEngine engine, Scripts.Run run, Clock clock) {
    this.connection = connection;
    this.engine = engine;
    this.run = run;
    this.clock = clock;
  }

  Scripts.Result run(List<ScriptStatement> statements) throws SQLException {
    requireNamedParameters();
    statements.stream().filter(s -> !CONTROL.contains(s.type())).forEach(engine::requireServed);
    Failure failure = null;
    for (var statement : statements) {
      failure = step(statement);
      if (failure != null) {
        break;
      }
    }
    if (inTransaction || failure != null) {
      undo();
    }
    return result(failure);
  }

  private void requireNamedParameters() {
    if (run.spec().parameters().stream().anyMatch(p -> p.name() == null)) {
      throw GoogleError.unimplemented("BigQuery positional parameters of a script");
    }
  }

  /** Null when the statement succeeded. */
  private Failure step(ScriptStatement statement) throws SQLException {
    long started = clock.millis();
    var id = "script_job_" + run.job().id() + "_" + steps.size();
    try {
      run.cancellation().check();
      var outcome = perform(statement, id, run.cancellation());
      steps.add(
          new Step(statement, id, outcome, null, inTransaction, true, started, clock.millis()));
      return null;
    } catch (GoogleError e) {
      var at = e.reason().startsWith("invalid") ? "query" : null;
      var failure = Failure.of(e, at);
      steps.add(
          new Step(
              statement,
              id,
              new Outcome(typed(statement), null, false),
              failure,
              inTransaction,
              false,
              started,
              clock.millis()));
      return failure;
    }
  }

  private Outcome perform(ScriptStatement statement, String id, Cancellation cancellation)
      throws SQLException {
    switch (statement.type()) {
      case "BEGIN_TRANSACTION" -> begin();
      case "COMMIT_TRANSACTION" -> commit();
      case "ROLLBACK_TRANSACTION" -> rollback();
      default -> {
        var job = run.job();
        var as = new StatementEngine.Run(job.owner(), job.location(), cancellation);
        return engine.run(connection, spec(statement), statement, id, as);
      }
    }
    return new Outcome(typed(statement), null, false);
  }

  private void begin() {
    if (inTransaction) {
      throw invalid("Cannot start a transaction: there is an active transaction already");
    }
    inTransaction = true;
  }

  private void commit() {
    requireTransaction("COMMIT TRANSACTION");
    inTransaction = false;
    steps.replaceAll(Step::committed);
  }

  private void rollback() throws SQLException {
    requireTransaction("ROLLBACK TRANSACTION");
    undo();
  }

  private void requireTransaction(String statement) {
    if (!inTransaction) {
      throw invalid("Cannot execute " + statement + ": there is no active transaction");
    }
  }

  /** Takes back what the open transaction did, or what failed, and nothing else. */
  private void undo() throws SQLException {
    connection.rollback();
    inTransaction = false;
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      if (step.inTransaction()) {
        steps.set(i, step.undone().committed());
      } else if (step.effective()) {
        // What was done once must be done whole, whatever is asked for meanwhile.
        perform(step.statement(), step.id(), new Cancellation());
      }
    }
  }

  private QuerySpec spec(ScriptStatement statement) {
    var whole = run.spec();
    return new QuerySpec(
        statement.placed(),
        whole.defaultDataset(),
        whole.parameters(),
        whole.maximumBytesBilled(),
        whole.useCache());
  }

  private static GoogleError invalid(String message) {
    return new GoogleError(400, "invalidQuery", message);
  }

  private static ObjectNode typed(ScriptStatement statement) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("statementType", statement.type())
        .put("totalBytesProcessed", "0")
        .put("totalBytesBilled", "0");
  }

  private Scripts.Result result(Failure failure) {
    var statistics = JsonNodeFactory.instance.objectNode().put("statementType", "SCRIPT");
    for (var sum : List.of("totalBytesProcessed", "totalBytesBilled")) {
      long total = steps.stream().mapToLong(s -> s.outcome().statistics().path(sum).asLong()).sum();
      statistics.put(sum, Long.toString(total));
    }
    var children = steps.stream().map(this::child).toList();
    if (failure != null) {
      return new Scripts.Result(statistics, null, children, failure);
    }
    var selected = steps.stream().filter(s -> s.outcome().selected()).toList();
    var last = selected.isEmpty() ? null : selected.getLast();
    if (last != null && !last.effective()) {
      throw GoogleError.unimplemented(
          "BigQuery rows that were selected in a transaction that is rolled back");
    }
    return new Scripts.Result(
        statistics, last == null ? null : last.outcome().table(), children, null);
  }

  private Job child(Step step) {
    var configuration = JsonNodeFactory.instance.objectNode().put("jobType", "QUERY");
    var query = configuration.putObject("query");
    query.put("query", step.statement().sql()).put("useLegacySql", false);
    var table = step.outcome().table();
    if (table != null && step.effective()) {
      query
          .putObject("destinationTable")
          .put("datasetId", table.dataset())
          .put("tableId", table.id());
    }
    var statistics = JsonNodeFactory.instance.objectNode().put("parentJobId", run.job().id());
    statistics.set("query", step.outcome().statistics());
    return new Job(
        step.id(),
        run.job().location(),
        run.job().owner(),
        null,
        configuration,
        statistics,
        step.failure(),
        step.startedMs(),
        step.startedMs(),
        step.endedMs());
  }
}
