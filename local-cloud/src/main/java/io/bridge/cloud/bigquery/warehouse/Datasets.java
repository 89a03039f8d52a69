package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The datasets of the project. */
public final class Datasets {
  private final String project;

  public Datasets(String project) {
    this.project = project;
  }

  public Optional<Dataset> find(Connection c, String id) throws SQLException {
    return Sql.one(c, Datasets::dataset, "SELECT * FROM meta.dataset WHERE id = ?", id);
  }

  /** Fails with 404. */
  public Dataset require(Connection c, String id) throws SQLException {
    return find(c, id).orElseThrow(() -> notFound(id));
  }

  /** In the order of their ids. */
  public List<Dataset> list(Connection c) throws SQLException {
    return Sql.list(c, Datasets::dataset, "SELECT * FROM meta.dataset ORDER BY id");
  }

  /** Fails with 409 when there is one of that id. */
  public Dataset insert(Connection c, Dataset dataset) throws SQLException {
    if (find(c, dataset.id()).isPresent()) {
      throw GoogleError.conflict("Already Exists: Dataset " + project + ":" + dataset.id());
    }
    Sql.run(
        c,
        "INSERT INTO meta.dataset VALUES (?, ?, ?, ?, ?, ?)",
        dataset.id(),
        dataset.location(),
        dataset.details().encode(),
        dataset.owner(),
        dataset.createdMs(),
        dataset.modifiedMs());
    return dataset;
  }

  public Dataset update(Connection c, Dataset dataset) throws SQLException {
    Sql.run(
        c,
        "UPDATE meta.dataset SET details = ?, modified = ? WHERE id = ?",
        dataset.details().encode(),
        dataset.modifiedMs(),
        dataset.id());
    return dataset;
  }

  public void remove(Connection c, String id) throws SQLException {
    Sql.run(c, "DELETE FROM meta.dataset WHERE id = ?", id);
  }

  public GoogleError notFound(String id) {
    return GoogleError.notFound("Not found: Dataset " + project + ":" + id);
  }

  private static Dataset dataset(ResultSet row) throws SQLException {
    return new Dataset(
        row.getString("id"),
        row.getString("location"),
        Details.decode(row.getString("details")),
        row.getString("owner"),
        row.getLong("created"),
        row.getLong("modified"));
  }
}
