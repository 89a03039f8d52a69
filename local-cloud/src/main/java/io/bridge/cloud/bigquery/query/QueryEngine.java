package io.bridge.cloud.bigquery.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.copy.Copier;
import io.bridge.cloud.bigquery.schema.SchemaRules;
import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.sql.CompiledStatement;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryRequest;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.SqlException;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Metadata;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import io.bridge.sql.ScriptStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** Analyzes and runs queries inside the transaction it is given. */
public final class QueryEngine {
  private final String project;
  private final SqlEngine engine;
  private final Grants grants;
  private final Metadata metadata;
  private final ResultTables results;
  private final Clock clock;

  public QueryEngine(
      String project, SqlEngine engine, Grants grants, Metadata metadata, Clock clock) {
    this.project = project;
    this.engine = engine;
    this.grants = grants;
    this.metadata = metadata;
    this.results = new ResultTables(new Tables(project), new Copier(project, clock));
    this.clock = clock;
  }

  /**
   * Analyzes a query as its caller.
   *
   * @param location where the job was asked to run; null for where its datasets are
   * @throws GoogleError {@code invalidQuery}, {@code notFound}, {@code accessDenied} or {@code
   *     notImplemented}, and {@code bytesBilledLimitExceeded}
   */
  public CompiledJob compile(Connection c, QuerySpec spec, Principal caller, String location) {
    var job = analyze(c, spec, caller, location);
    job.bytes().requireWithin(spec.maximumBytesBilled());
    return job;
  }

  private CompiledJob analyze(Connection c, QuerySpec spec, Principal caller, String location) {
    var access = new Catalog.Access(engine, grants, metadata, spec.parameters());
    var catalog = new Catalog(c, project, caller, access);
    var compiled = compile(spec, catalog, caller.email());
    if (!compiled.statementType().equals("SELECT")) {
      throw GoogleError.unimplemented("BigQuery statement type " + compiled.statementType());
    }
    var reads = catalog.underneath(compiled.reads());
    var bytes = Billing.of(new Meter(c).bytes(catalog.metered(reads)));
    return new CompiledJob(
        compiled,
        reads,
        bytes,
        location(catalog, location),
        catalog.tables(),
        compiled.repeatable() && catalog.isRepeatable(),
        JsonNodeFactory.instance.objectNode());
  }

  /** A statement that is no query, analyzed and costed. */
  public record CompiledChange(CompiledStatement statement, CompiledJob job) {}

  /**
   * Analyzes a statement that is no query as its caller.
   *
   * @param target what it is about; its dataset need not be there
   * @throws GoogleError as {@link #compile}
   */
  public CompiledChange statement(Connection c, QuerySpec spec, Target target, Principal caller)
      throws SQLException {
    var catalog =
        new Catalog(c, project, caller, new Catalog.Access(engine, grants, metadata, List.of()));
    catalog.target(target);
    var compiled =
        guarded(() -> engine.statement(request(spec.exactly(), catalog, caller.email())));
    var reads = catalog.underneath(target.reads(compiled));
    var bytes = Billing.of(new Meter(c).bytes(catalog.metered(reads)));
    bytes.requireWithin(spec.maximumBytesBilled());
    var query = new CompiledQuery(target.type(), "", List.of(), reads, false);
    var job =
        new CompiledJob(
            query,
            reads,
            bytes,
            location(catalog, target.location()),
            catalog.tables(),
            false,
            target.statistics(project));
    return new CompiledChange(compiled, job);
  }

  /**
   * The columns of a view of that query, as its maker may read them.
   *
   * @throws GoogleError {@code invalidQuery} for what is no single SELECT whose columns have a name
   *     each, and as {@link #compile}
   */
  public List<Field> viewColumns(Connection c, Table view, String query, Principal caller) {
    var catalog =
        new Catalog(c, project, caller, new Catalog.Access(engine, grants, metadata, List.of()));
    var columns = catalog.viewColumns(view.dataset(), view.id(), query);
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals("f" + i + "_")) {
        throw new GoogleError(
            400,
            "invalidQuery",
            "CREATE VIEW columns must be named, but column %d has no name".formatted(i + 1));
      }
    }
    SchemaRules.check(columns);
    return columns;
  }

  /** A run that ended: its statistics and where its rows are. */
  public record Result(ObjectNode statistics, Table table) {}

  /**
   * Runs a query into an anonymous table of its caller, or into the one that it names.
   *
   * @throws GoogleError as {@link #compile}, and {@code invalidQuery} for values that do not fit
   * @throws Inconclusive where the query is quick
   */
  public Result run(Connection c, String jobId, Run run) throws SQLException {
    long now = clock.millis();
    var job = analyze(c, run.spec(), run.caller(), run.location());
    var question = Question.of(run.spec(), run.caller().email(), job, now);
    var known = results.known(c, run.spec(), question, now);
    if (known.isPresent()) {
      return new Result(job.spared(), known.get());
    }
    job.bytes().requireWithin(run.spec().maximumBytesBilled());
    run.cancellation().check();
    return new Result(job.ran(), results.fill(c, jobId, run, job, question, now));
  }

  /** One run of a query. */
  public record Run(QuerySpec spec, Principal caller, String location, Cancellation cancellation) {}

  private QueryRequest request(QuerySpec spec, Catalog catalog, String user) {
    return new QueryRequest(
        spec.sql(),
        project,
        spec.defaultDataset(),
        catalog,
        spec.parameters(),
        user,
        spec.scope(),
        spec.quick());
  }

  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (SqlException e) {
      throw refusal(e);
    }
  }

  /**
   * The statements of a text.
   *
   * @throws GoogleError {@code invalidQuery} for a text with a syntax error anywhere
   */
  public List<ScriptStatement> script(String text) {
    return guarded(() -> engine.script(text));
  }

  private CompiledQuery compile(QuerySpec spec, Catalog catalog, String user) {
    return guarded(() -> engine.compile(request(spec, catalog, user)));
  }

  private static GoogleError refusal(SqlException e) {
    int code =
        switch (e.reason()) {
          case "notFound" -> 404;
          case "notImplemented" -> 501;
          default -> 400;
        };
    boolean placed = e.line() > 0 && !e.getMessage().contains(" at [");
    var at = placed ? " at [%d:%d]".formatted(e.line(), e.column()) : "";
    return new GoogleError(code, e.reason(), e.getMessage() + at);
  }

  private static String location(Catalog catalog, String asked) {
    var found = catalog.locations();
    if (found.size() > 1) {
      throw new GoogleError(
          400, "invalidQuery", "Datasets of one query must be in one location: " + found);
    }
    if (found.isEmpty()) {
      return asked == null ? "US" : asked;
    }
    if (asked != null && !asked.equals(found.first())) {
      throw GoogleError.notFound("Not found: the query's datasets are not in location " + asked);
    }
    return found.first();
  }
}
