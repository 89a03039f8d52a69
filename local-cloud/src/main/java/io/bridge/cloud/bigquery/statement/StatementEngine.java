package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.query.CompiledJob;
import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.query.QueryEngine;
import io.bridge.cloud.bigquery.query.QuerySpec;
import io.bridge.cloud.bigquery.query.Target;
import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import io.bridge.sql.ScriptStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Runs one statement of any kind inside the transaction it is given. */
final class StatementEngine {
  private static final Set<String> SERVED =
      Set.of(
          "INSERT",
          "UPDATE",
          "DELETE",
          "MERGE",
          "TRUNCATE_TABLE",
          "CREATE_TABLE",
          "CREATE_TABLE_AS_SELECT",
          "CREATE_VIEW",
          "CREATE_SCHEMA",
          "ALTER_TABLE",
          "ALTER_VIEW",
          "ALTER_SCHEMA",
          "DROP_TABLE",
          "DROP_VIEW",
          "DROP_SCHEMA");

  private static final Set<String> TEMPORARY = Set.of("CREATE_TABLE", "CREATE_TABLE_AS_SELECT");

  private final String project;
  private final QueryEngine queries;
  private final Grants grants;
  private final Clock clock;

  StatementEngine(String project, QueryEngine queries, Grants grants, Clock clock) {
    this.project = project;
    this.queries = queries;
    this.grants = grants;
    this.clock = clock;
  }

  String project() {
    return project;
  }

  /** For whom a statement runs. */
  record Run(Principal caller, String location, Cancellation cancellation) {}

  /** Analyzes a statement without running it. */
  CompiledJob compile(
      Connection c, QuerySpec spec, ScriptStatement statement, Principal caller, String location)
      throws SQLException {
    if (statement.isQuery()) {
      return queries.compile(c, spec, caller, location);
    }
    return queries.statement(c, spec, target(spec, statement, location), caller).job();
  }

  /** Fails as a query would that is not run. */
  void check(Connection c, QuerySpec spec, Principal caller, String location) {
    queries.compile(c, spec, caller, location);
  }

  /**
   * Runs a statement.
   *
   * @param id of the job, from which the name of a result is made
   */
  Outcome run(Connection c, QuerySpec spec, ScriptStatement statement, String id, Run run)
      throws SQLException {
    if (statement.isQuery()) {
      var result =
          queries.run(
              c, id, new QueryEngine.Run(spec, run.caller(), run.location(), run.cancellation()));
      return new Outcome(result.statistics(), result.table(), true);
    }
    var target = target(spec, statement, run.location());
    var compiled = queries.statement(c, spec, target, run.caller());
    run.cancellation().check();
    var context = new Context(c, project, run.caller(), grants, run.cancellation(), clock.millis());
    return effect(context, compiled, target);
  }

  /** What a statement needs for itself. */
  List<Locks.Claim> claims(QuerySpec spec, Collection<ScriptStatement> statements) {
    var claims = new ArrayList<Locks.Claim>();
    var all = statements.stream().flatMap(ScriptStatement::flat).toList();
    var own = all.stream().filter(ScriptStatement::temporary).map(this::name).toList();
    for (var statement : all) {
      if (statement.target() != null && !own.contains(name(statement))) {
        var target = target(spec, statement, null);
        claims.add(new Locks.Claim(target.dataset(), target.table()));
      }
    }
    return claims;
  }

  /** What the statement is about, in its session where it says so. */
  private List<String> name(ScriptStatement statement) {
    var parts = parts(statement);
    boolean inSession = parts.size() == 2 && parts.getFirst().equalsIgnoreCase("_SESSION");
    return inSession ? List.of(parts.getLast()) : parts;
  }

  private static List<String> parts(ScriptStatement statement) {
    var parts = new ArrayList<String>();
    if (statement.target() != null) {
      statement.target().forEach(part -> parts.addAll(List.of(part.split("\\.", -1))));
    }
    return parts;
  }

  private Outcome effect(Context context, QueryEngine.CompiledChange compiled, Target target)
      throws SQLException {
    var statistics = compiled.job().ran();
    var rows = new RowChanges(context);
    var effect = compiled.statement().effect();
    var counts =
        switch (effect) {
          case Effect.Insert insert -> rows.insert(rows.target(insert.table()), insert);
          case Effect.Change change -> rows.change(rows.target(change.table()), change);
          case Effect.Truncate truncate -> rows.truncate(rows.target(truncate.table()));
          default -> null;
        };
    if (counts == null) {
      statistics.put("ddlOperationPerformed", define(context, effect, target.location()));
      return new Outcome(statistics, null, false);
    }
    counts.write(statistics);
    var table = context.tables().require(context.connection(), target.dataset(), target.table());
    return new Outcome(statistics, table, false);
  }

  private String define(Context context, Effect effect, String location) throws SQLException {
    var tables = new TableMaking(context);
    var datasets = new DatasetMaking(context, location);
    return switch (effect) {
      case Effect.CreateTable create -> tables.table(create);
      case Effect.CreateView create ->
          tables.view(
              create,
              (view, query) ->
                  queries.viewColumns(context.connection(), view, query, context.caller()));
      case Effect.CreateSchema create -> datasets.create(create);
      case Effect.AlterSchema alter -> datasets.alter(alter);
      case Effect.Alter alter -> new TableChanging(context).alter(alter);
      case Effect.Drop(var name, var kind, var ifExists, var cascade) ->
          kind.equals("SCHEMA")
              ? datasets.drop(name, ifExists, cascade)
              : new TableChanging(context).drop(name, kind, ifExists);
      case Effect.Insert _, Effect.Change _, Effect.Truncate _ ->
          throw new IllegalStateException("No definition: " + effect);
    };
  }

  /** Fails with 501 for a statement that is not emulated. */
  void requireServed(ScriptStatement statement) {
    boolean known =
        statement.temporary()
            ? TEMPORARY.contains(statement.type())
            : SERVED.contains(statement.type());
    if (!statement.isQuery() && !known) {
      throw GoogleError.unimplemented(
          "BigQuery statement %s%s"
              .formatted(statement.type().replace('_', ' '), statement.temporary() ? " TEMP" : ""));
    }
  }

  private Target target(QuerySpec spec, ScriptStatement statement, String location) {
    requireServed(statement);
    var parts = parts(statement);
    if (statement.temporary() && spec.scope().dataset() == null) {
      throw new GoogleError(
          400, "invalidQuery", "Use of CREATE TEMPORARY TABLE requires a script or session");
    }
    if (spec.scope().holds(parts)) {
      return new Target(statement.type(), spec.scope().dataset(), parts.getLast(), location);
    }
    boolean schema = statement.type().endsWith("_SCHEMA");
    if (parts.size() > (schema ? 1 : 2)) {
      requireProject(parts.removeFirst());
    }
    if (!schema && parts.size() == 1) {
      parts.addFirst(defaultDataset(spec, parts.getFirst()));
    }
    if (parts.size() != (schema ? 1 : 2)) {
      throw new GoogleError(400, "invalidQuery", "Invalid name: " + String.join(".", parts));
    }
    return new Target(statement.type(), parts.getFirst(), schema ? "" : parts.getLast(), location);
  }

  private void requireProject(String named) {
    if (!named.equals(project)) {
      throw new GoogleError(
          403, "accessDenied", "Access Denied: Project " + named + ": it may not exist.");
    }
  }

  private static String defaultDataset(QuerySpec spec, String table) {
    if (spec.defaultDataset() == null) {
      throw new GoogleError(
          400,
          "invalid",
          "Table \"%s\" must be qualified with a dataset (e.g. dataset.table).".formatted(table));
    }
    return spec.defaultDataset();
  }
}
