package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.sql.ScriptScope;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Etag;
import io.bridge.sql.ScriptStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The temporary tables of one script, in a dataset of its caller that is gone before the script's
 * transaction ends: so nobody else ever sees it, and a crash leaves nothing of it.
 */
final class TemporaryTables {
  private final Connection connection;
  private final Job job;
  private final String dataset;
  private final Datasets datasets;
  private final Tables tables;

  TemporaryTables(Connection connection, String project, Job job) {
    this.connection = connection;
    this.job = job;
    this.dataset = dataset(job.id());
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
  }

  static String dataset(String jobId) {
    return "_script" + Etag.hex("tables of " + jobId).substring(0, 40);
  }

  /** What a statement may name; the table that it makes itself among it. */
  ScriptScope scope(ScriptStatement statement, List<QueryParameter> variables) throws SQLException {
    Set<String> names =
        tables.list(connection, dataset).stream()
            .map(Table::id)
            .collect(Collectors.toCollection(HashSet::new));
    if (statement.temporary() && statement.target() != null) {
      names.add(statement.target().getLast());
    }
    return new ScriptScope(variables, dataset, names);
  }

  /** Makes the place for a table, if that is what a statement needs. */
  void prepare(ScriptStatement statement) throws SQLException {
    if (statement.temporary() && datasets.find(connection, dataset).isEmpty()) {
      var location = job.location() == null ? "US" : job.location();
      long now = job.createdMs();
      datasets.insert(
          connection,
          new Dataset(dataset, location, Details.none(), job.owner().email(), now, now));
    }
  }

  /** Takes away all that there is. */
  void remove() throws SQLException {
    for (var table : tables.list(connection, dataset)) {
      tables.remove(connection, table);
    }
    datasets.remove(connection, dataset);
  }
}
