package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.sql.ScriptScope;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Failure;
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
  private static final Set<String> TRANSACTION =
      Set.of("BEGIN_TRANSACTION", "COMMIT_TRANSACTION", "ROLLBACK_TRANSACTION");

  private final Connection connection;
  private final StatementEngine engine;
  private final Scripts.Run run;
  private final Clock clock;
  private final TemporaryTables temporary;
  private final TemporaryFunctions functions = new TemporaryFunctions();
  private final ScriptFlow flow;
  private final List<Step> steps = new ArrayList<>();
  private int started;
  private boolean inTransaction;

  Script(Connection connection, StatementEngine engine, Scripts.Run run, Clock clock) {
    this.connection = connection;
    this.engine = engine;
    this.run = run;
    this.clock = clock;
    this.flow = new ScriptFlow(this::step, this::compute, run.cancellation());
    this.temporary = new TemporaryTables(connection, engine.project(), run.job());
  }

  Scripts.Result run(List<ScriptStatement> statements) throws SQLException {
    requireNamedParameters();
    statements.stream()
        .flatMap(ScriptStatement::flat)
        .filter(s -> s.control() == null && !TRANSACTION.contains(s.type()))
        .filter(s -> !TemporaryFunctions.makes(s))
        .forEach(engine::requireServed);
    Failure failure = null;
    try {
      flow.run(statements);
    } catch (StepFailed e) {
      failure = e.failure();
    }
    if (inTransaction || failure != null) {
      undo();
    }
    temporary.remove();
    return result(failure);
  }

  static Failure failure(GoogleError e) {
    return Failure.of(e, e.reason().startsWith("invalid") ? "query" : null);
  }

  private void requireNamedParameters() {
    if (run.spec().parameters().stream().anyMatch(p -> p.name() == null)) {
      throw GoogleError.unimplemented("BigQuery positional parameters of a script");
    }
  }

  /** What went wrong in a script's last step. */
  static final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    StepFailed(Failure failure) {
      super(failure.message(), null, false, false);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  private void step(ScriptStatement statement) throws SQLException {
    step(functions.before(statement), Step.Kind.STATEMENT);
    if (TemporaryFunctions.makes(statement)) {
      functions.add(statement);
    }
  }

  private Outcome step(ScriptStatement statement, Step.Kind kind) throws SQLException {
    long startedMs = clock.millis();
    var id = "script_job_" + run.job().id() + "_" + started++;
    var scope = temporary.scope(statement, flow.variables().all());
    Outcome outcome = Step.nothing(statement);
    Failure failure = null;
    try {
      run.cancellation().check();
      outcome = perform(statement, scope, id, run.cancellation());
    } catch (GoogleError e) {
      failure = failure(e);
    }
    boolean effective =
        failure == null && kind == Step.Kind.STATEMENT && !TemporaryFunctions.makes(statement);
    boolean costs = !outcome.statistics().path("referencedTables").isEmpty();
    if (kind == Step.Kind.STATEMENT || costs || failure != null) {
      steps.add(
          new Step(
              statement,
              scope,
              id,
              outcome,
              failure,
              kind,
              inTransaction,
              effective,
              startedMs,
              clock.millis()));
    }
    if (failure != null) {
      throw new StepFailed(failure);
    }
    return outcome;
  }

  private QueryParameter compute(Expression expression) throws SQLException {
    var placed = functions.before(expression);
    try {
      var outcome = step(placed.query(), Step.Kind.EXPRESSION);
      return Variables.read(connection, outcome.table());
    } catch (StepFailed e) {
      throw new StepFailed(placed.placed(e.failure()));
    } catch (GoogleError e) {
      throw new StepFailed(failure(e));
    }
  }

  private Outcome perform(
      ScriptStatement statement, ScriptScope scope, String id, Cancellation cancellation)
      throws SQLException {
    switch (statement.type()) {
      case "BEGIN_TRANSACTION" -> begin();
      case "COMMIT_TRANSACTION" -> commit();
      case "ROLLBACK_TRANSACTION" -> rollback();
      case "CREATE_FUNCTION" -> make(statement, scope);
      default -> {
        temporary.prepare(statement);
        var job = run.job();
        var as = new StatementEngine.Run(job.owner(), job.location(), cancellation);
        var spec = run.spec().part(statement.placed(), scope);
        return engine.run(connection, spec, statement, id, as);
      }
    }
    return Step.nothing(statement);
  }

  private void make(ScriptStatement function, ScriptScope scope) throws SQLException {
    var check = run.spec().part(function.placed() + ";\nSELECT 1", scope);
    engine.check(connection, check, run.job().owner(), run.job().location());
  }

  private void begin() {
    if (inTransaction) {
      throw Variables.invalid("Cannot start a transaction: there is an active transaction already");
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
    if (steps.stream()
        .anyMatch(step -> step.effective() && !step.inTransaction() && step.varies())) {
      throw GoogleError.unimplemented(
          "BigQuery ROLLBACK TRANSACTION after a statement of RAND, GENERATE_UUID or CURRENT_…");
    }
    undo();
  }

  private void requireTransaction(String statement) {
    if (!inTransaction) {
      throw Variables.invalid("Cannot execute " + statement + ": there is no active transaction");
    }
  }

  /** Takes back what the open transaction did, or what failed, and nothing else. */
  private void undo() throws SQLException {
    connection.rollback();
    inTransaction = false;
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      if (step.inTransaction()) {
        steps.set(i, step.undone());
      } else if (step.effective()) {
        // What was done once must be done whole, whatever is asked for meanwhile.
        perform(step.statement(), step.scope(), step.id(), new Cancellation());
      }
    }
  }

  private Scripts.Result result(Failure failure) {
    var statistics = JsonNodeFactory.instance.objectNode().put("statementType", "SCRIPT");
    for (var sum : List.of("totalBytesProcessed", "totalBytesBilled")) {
      long total = steps.stream().mapToLong(s -> s.outcome().statistics().path(sum).asLong()).sum();
      statistics.put(sum, Long.toString(total));
    }
    var children = steps.stream().map(step -> step.job(run.job())).toList();
    if (failure != null) {
      return new Scripts.Result(statistics, null, children, failure);
    }
    var selected =
        steps.stream()
            .filter(s -> s.kind() == Step.Kind.STATEMENT && s.outcome().selected())
            .toList();
    var last = selected.isEmpty() ? null : selected.getLast();
    if (last != null && !last.effective()) {
      throw GoogleError.unimplemented(
          "BigQuery rows that were selected in a transaction that is rolled back");
    }
    return new Scripts.Result(
        statistics, last == null ? null : last.outcome().table(), children, null);
  }
}
