package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Every job that was ever accepted: an id is never free again. A job that ended is one row, written
 * with its effect; what was accepted before stands in a table of its own, so that a run never has
 * to change a row that its snapshot may not have.
 */
public final class Jobs {
  private static final String ACCEPTED =
      """
      SELECT id, location, owner, owner_kind, request_key, configuration,
        '{}' AS statistics, NULL AS failure, created, NULL AS started, NULL AS ended
      FROM meta.accepted WHERE id NOT IN (SELECT id FROM meta.job)\
      """;
  private static final String ALL = "(SELECT * FROM meta.job UNION ALL " + ACCEPTED + ")";

  private final String project;

  public Jobs(String project) {
    this.project = project;
  }

  public Optional<Job> find(Connection c, String id) throws SQLException {
    var ended = Sql.one(c, Jobs::job, "SELECT * FROM meta.job WHERE id = ?", id);
    return ended.isPresent()
        ? ended
        : Sql.one(c, Jobs::job, "SELECT * FROM (" + ACCEPTED + ") WHERE id = ?", id);
  }

  /** Jobs that came with a request key and were created since then, oldest first. */
  public List<Job> requested(Connection c, long sinceMs) throws SQLException {
    var sql =
        "SELECT * FROM " + ALL + " WHERE request_key IS NOT NULL AND created >= ? ORDER BY created";
    return Sql.list(c, Jobs::job, sql, sinceMs);
  }

  /** Newest first. */
  public List<Job> list(Connection c, Filter filter) throws SQLException {
    var sql =
        "SELECT * FROM "
            + ALL
            + """
         WHERE (CAST(? AS VARCHAR) IS NULL OR owner = ?)
          AND created >= ? AND created <= ?
          AND (CAST(? AS BOOLEAN) IS NULL OR (ended IS NOT NULL) = ?)
          AND json_extract_string(statistics, '$.parentJobId') IS NOT DISTINCT FROM ?
        ORDER BY created DESC, id LIMIT ? OFFSET ?\
        """;
    return Sql.list(
        c,
        Jobs::job,
        sql,
        filter.owner(),
        filter.owner(),
        filter.fromMs(),
        filter.toMs(),
        filter.done(),
        filter.done(),
        filter.parent(),
        filter.limit(),
        filter.offset());
  }

  /**
   * Newest first, statements of scripts among them.
   *
   * @param owner email, or null for everybody's
   */
  public List<Job> newest(Connection c, String owner, long limit) throws SQLException {
    var sql =
        "SELECT * FROM "
            + ALL
            + """
         WHERE (CAST(? AS VARCHAR) IS NULL OR owner = ?)
        ORDER BY created DESC, id LIMIT ?\
        """;
    return Sql.list(c, Jobs::job, sql, owner, owner, limit);
  }

  /**
   * Which jobs to list.
   *
   * @param owner email, or null for everybody's
   * @param done null for any state
   * @param parent id of a script for its statements; null for jobs that are no part of one
   */
  public record Filter(
      String owner, long fromMs, long toMs, Boolean done, String parent, long limit, long offset) {}

  /** The jobs that were accepted and did not end, oldest first. */
  public List<Job> unfinished(Connection c) throws SQLException {
    return Sql.list(c, Jobs::job, ACCEPTED + " ORDER BY created");
  }

  /** Writes down that a job is to run; nothing when that stands already. */
  public void accept(Connection c, Job job) throws SQLException {
    Sql.run(
        c,
        "INSERT OR IGNORE INTO meta.accepted VALUES (?, ?, ?, ?, ?, ?, ?)",
        job.id(),
        job.location(),
        job.owner().email(),
        job.owner().kind(),
        job.requestKey(),
        job.configuration().toString(),
        job.createdMs());
  }

  /** Fails with 409 when the id was ever used. */
  public Job requireFree(Connection c, Job job) throws SQLException {
    if (find(c, job.id()).isPresent()) {
      throw GoogleError.conflict(
          "Already Exists: Job %s:%s.%s".formatted(project, job.location(), job.id()));
    }
    return job;
  }

  /** Writes down a job that ended. */
  public Job finish(Connection c, Job job) throws SQLException {
    Sql.insert(
        c,
        "meta.job",
        job.id(),
        job.location(),
        job.owner().email(),
        job.owner().kind(),
        job.requestKey(),
        job.configuration().toString(),
        job.statistics().toString(),
        failure(job),
        job.createdMs(),
        job.startedMs(),
        job.endedMs());
    return job;
  }

  /** Forgets that jobs were accepted which ended since. */
  public void sweep(Connection c) throws SQLException {
    Sql.run(c, "DELETE FROM meta.accepted WHERE id IN (SELECT id FROM meta.job)");
  }

  public GoogleError notFound(String id) {
    return GoogleError.notFound("Not found: Job " + project + ":" + id);
  }

  private static String failure(Job job) {
    return job.failure() == null ? null : job.failure().toJson().toString();
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getString("id"),
        row.getString("location"),
        new Principal(row.getString("owner"), row.getString("owner_kind")),
        row.getString("request_key"),
        Sql.json(row.getString("configuration")),
        Sql.json(row.getString("statistics")),
        Failure.decode(row.getString("failure")),
        row.getLong("created"),
        Sql.number(row, "started"),
        Sql.number(row, "ended"));
  }
}
