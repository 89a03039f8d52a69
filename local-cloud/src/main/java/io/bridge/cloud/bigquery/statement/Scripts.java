package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.query.Billing;
import io.bridge.cloud.bigquery.query.CompiledJob;
import io.bridge.cloud.bigquery.query.Destination;
import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.query.QueryEngine;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import io.bridge.sql.ScriptStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Query jobs: of one statement, or of several, which are a script. Each runs inside the transaction
 * it is given.
 */
public final class Scripts {
  private final QueryEngine queries;
  private final StatementEngine engine;
  private final Clock clock;

  public Scripts(String project, QueryEngine queries, Grants grants, Clock clock) {
    this.queries = queries;
    this.engine = new StatementEngine(project, queries, grants, clock);
    this.clock = clock;
  }

  /**
   * A job that ran.
   *
   * @param statistics {@code statistics.query}
   * @param table where its rows are, or the table that it wrote to; null for neither
   * @param children one job for each statement of a script
   * @param failure of a script whose first statements have an effect all the same; null for none
   */
  public record Result(ObjectNode statistics, Table table, List<Job> children, Failure failure) {}

  /** One run of a job. */
  public record Run(Job job, QuerySpec spec, Cancellation cancellation) {}

  /**
   * Analyzes a job without running it. Of a script only the grammar is looked at.
   *
   * @param location where the job was asked to run; null for where its datasets are
   * @throws GoogleError {@code invalidQuery}, {@code notFound}, {@code accessDenied} or {@code
   *     notImplemented}, and {@code bytesBilledLimitExceeded}
   */
  public CompiledJob compile(Connection c, QuerySpec spec, Principal caller, String location)
      throws SQLException {
    var statements = statements(spec);
    if (isOne(statements)) {
      return engine.compile(c, spec, statements.getLast(), caller, location);
    }
    var none = JsonNodeFactory.instance.objectNode();
    var script = new CompiledQuery("SCRIPT", "", List.of(), List.of(), false);
    return new CompiledJob(
        script,
        List.of(),
        Billing.of(List.of()),
        location == null ? "US" : location,
        List.of(),
        false,
        none);
  }

  /**
   * Runs a job.
   *
   * @throws GoogleError as {@link #compile}; then nothing has an effect
   */
  public Result run(Connection c, Run run) throws SQLException {
    var statements = statements(run.spec());
    if (!isOne(statements)) {
      return new Script(c, engine, run, clock).run(statements);
    }
    var job = run.job();
    var as = new StatementEngine.Run(job.owner(), job.location(), run.cancellation());
    var outcome = engine.run(c, run.spec(), statements.getLast(), job.id(), as);
    return new Result(outcome.statistics(), outcome.table(), List.of(), null);
  }

  /**
   * Runs work that needs what a job writes to for itself. Writers wait for each other, but a
   * transaction ends where another writer is.
   */
  public <T> T locked(Locks locks, QuerySpec spec, Supplier<T> work) {
    var statements = queries.script(spec.sql());
    var claims = new ArrayList<>(engine.claims(spec, statements));
    if (spec.destination() != null) {
      var table = spec.destination().destination();
      claims.add(new Locks.Claim(table.dataset(), table.table()));
    }
    boolean transaction =
        statements.stream()
            .flatMap(ScriptStatement::flat)
            .anyMatch(s -> s.type().equals("BEGIN_TRANSACTION"));
    return transaction ? locks.atOnce(claims, work) : locks.all(claims, work);
  }

  private List<ScriptStatement> statements(QuerySpec spec) {
    var statements = queries.script(spec.sql());
    Destination.requireQuery(
        spec.destination(),
        statements.stream().map(ScriptStatement::type).toList(),
        isOne(statements) && statements.getLast().isQuery());
    return statements;
  }

  /** Whether a text is one query and changes nothing; false for one with a syntax error. */
  public boolean isOneQuery(QuerySpec spec) {
    if (spec.destination() != null) {
      return false;
    }
    try {
      var statements = queries.script(spec.sql());
      return isOne(statements) && statements.getLast().isQuery();
    } catch (GoogleError _) {
      return false;
    }
  }

  /** {@code statistics.query} of a job that failed, which nobody pays for. */
  public ObjectNode failed(QuerySpec spec) {
    var statistics = JsonNodeFactory.instance.objectNode();
    try {
      var statements = queries.script(spec.sql());
      var last = statements.getLast();
      var type = last.isQuery() ? "SELECT" : last.type();
      statistics.put("statementType", isOne(statements) ? type : "SCRIPT");
    } catch (GoogleError _) {
      // No statement at all.
    }
    return statistics.put("totalBytesProcessed", "0").put("totalBytesBilled", "0");
  }

  /** Functions that end with the query after them make no script of it. */
  private static boolean isOne(List<ScriptStatement> statements) {
    var before = statements.subList(0, statements.size() - 1);
    return before.isEmpty() && statements.getLast().control() == null
        || statements.getLast().isQuery()
            && before.stream().allMatch(s -> s.temporary() && s.type().equals("CREATE_FUNCTION"));
  }
}
