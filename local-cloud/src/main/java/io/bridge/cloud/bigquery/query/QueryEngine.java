package io.bridge.cloud.bigquery.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.sql.QueryRequest;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.SqlException;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.DuckErrors;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Etag;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeMap;

/** Analyzes and runs queries inside the transaction it is given. */
public final class QueryEngine {
  private static final Duration RESULT_LIFE = Duration.ofHours(24);

  private final String project;
  private final SqlEngine engine;
  private final Grants grants;
  private final Tables tables;
  private final Clock clock;

  public QueryEngine(String project, SqlEngine engine, Grants grants, Clock clock) {
    this.project = project;
    this.engine = engine;
    this.grants = grants;
    this.tables = new Tables(project);
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
    var catalog = new Catalog(c, project, caller, grants);
    var compiled = compile(spec, catalog, caller.email());
    if (!compiled.statementType().equals("SELECT")) {
      throw GoogleError.unimplemented("BigQuery statement type " + compiled.statementType());
    }
    var bytes = Billing.of(catalog.reads(compiled.reads()));
    bytes.requireWithin(spec.maximumBytesBilled());
    return new CompiledJob(compiled, bytes, location(catalog, location));
  }

  /** A run that ended: its statistics and where its rows are. */
  public record Result(ObjectNode statistics, Table table) {}

  /**
   * Runs a query into an anonymous table of its caller.
   *
   * @throws GoogleError as {@link #compile}, and {@code invalidQuery} for values that do not fit
   */
  public Result run(Connection c, String jobId, Run run) throws SQLException {
    var job = compile(c, run.spec(), run.caller(), run.location());
    run.cancellation().check();
    long now = clock.millis();
    var empty =
        new Table(
            "_" + Etag.hex("results of " + run.caller().email()).substring(0, 40),
            "anon" + Etag.hex("result of " + jobId),
            tables.newRelation(c),
            job.location(),
            job.query().schema(),
            Details.none(),
            0,
            new TreeMap<>(),
            run.caller().email(),
            now,
            now,
            now + RESULT_LIFE.toMillis());
    long rows = execute(c, empty, job.query(), run.cancellation());
    var table = tables.insert(c, empty.with(empty.relation(), rows, empty.columnBytes()));
    return new Result(job.ran(), table);
  }

  /** One run of a query. */
  public record Run(QuerySpec spec, Principal caller, String location, Cancellation cancellation) {}

  private static long execute(
      Connection c, Table table, CompiledQuery query, Cancellation cancellation)
      throws SQLException {
    var sql = "CREATE TABLE " + table.from() + " AS " + query.duckDbSql();
    try (var statement = c.prepareStatement(sql)) {
      for (int i = 0; i < query.bindings().size(); i++) {
        statement.setObject(i + 1, query.bindings().get(i));
      }
      cancellation.execute(statement);
    } catch (SQLException e) {
      throw DuckErrors.refusal(e, "invalidQuery", "");
    }
    var count = "SELECT count(*) FROM " + table.from();
    return Sql.one(c, row -> row.getLong(1), count).orElseThrow();
  }

  private CompiledQuery compile(QuerySpec spec, Catalog catalog, String user) {
    try {
      return engine.compile(
          new QueryRequest(
              spec.sql(), project, spec.defaultDataset(), catalog, spec.parameters(), user));
    } catch (SqlException e) {
      throw refusal(e);
    }
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
