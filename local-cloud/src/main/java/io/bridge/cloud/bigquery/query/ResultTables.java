package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.copy.Copier;
import io.bridge.cloud.bigquery.schema.SchemaRules;
import io.bridge.cloud.bigquery.sql.QueryRequest;
import io.bridge.cloud.bigquery.warehouse.ColumnBytes;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.DuckErrors;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Etag;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/** Where the rows of queries go: anonymous tables of their callers, or a table that a job names. */
final class ResultTables {
  private static final Duration LIFE = Duration.ofHours(24);

  private final Tables tables;
  private final Copier copier;

  ResultTables(Tables tables, Copier copier) {
    this.tables = tables;
    this.copier = copier;
  }

  /** A result that answers the question already. */
  Optional<Table> known(Connection c, QuerySpec spec, String question, long now)
      throws SQLException {
    boolean may = spec.useCache() && spec.destination() == null && question != null;
    return may ? tables.findResult(c, question, now) : Optional.empty();
  }

  /**
   * Runs a query that was analyzed.
   *
   * @param question null for one whose answer is given once
   * @return the table that has its rows now
   */
  Table fill(
      Connection c, String jobId, QueryEngine.Run run, CompiledJob job, String question, long now)
      throws SQLException {
    var empty = empty(jobId, run, job, now);
    if (run.spec().destination() == null) {
      var sql = "CREATE TABLE " + empty.from() + " AS " + job.query().duckDbSql();
      return tables.insertResult(c, execute(c, empty, sql, run), question);
    }
    Destination.requireNamed(job);
    SchemaRules.check(empty.fields());
    tables.createRelation(c, empty);
    var full =
        execute(c, empty, "INSERT INTO " + empty.from() + " " + job.query().duckDbSql(), run);
    return moved(c, run, full.with(full.relation(), full.rows(), ColumnBytes.of(c, full, 0)));
  }

  private Table moved(Connection c, QueryEngine.Run run, Table full) throws SQLException {
    var copy = new Copier.Run(run.spec().destination(), run.caller().email(), run.cancellation());
    var table = copier.put(c, copy, full);
    tables.dropRelation(c, full);
    return table;
  }

  private static Table empty(String jobId, QueryEngine.Run run, CompiledJob job, long now) {
    return new Table(
        "_" + Etag.hex("results of " + run.caller().email()).substring(0, 40),
        "anon" + Etag.hex("result of " + jobId),
        Tables.newRelation(),
        job.location(),
        job.query().schema(),
        Details.none(),
        0,
        new TreeMap<>(),
        run.caller().email(),
        now,
        now,
        now + LIFE.toMillis(),
        Definition.none());
  }

  private static Table execute(Connection c, Table empty, String sql, QueryEngine.Run run)
      throws SQLException {
    try {
      long rows = run.cancellation().execute(c, sql);
      return empty.with(empty.relation(), rows, empty.columnBytes());
    } catch (SQLException e) {
      if (QueryRequest.isInconclusive(e.getMessage())) {
        throw new Inconclusive();
      }
      throw DuckErrors.refusal(e, "invalidQuery", "");
    }
  }
}
