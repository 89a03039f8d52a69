package io.bridge.cloud.bench;

import io.bridge.cloud.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * Loads a Parquet file of 8 columns over the wire (upload, load job, wait) and counts it by a query
 * job, against plain DuckDB doing both on the same file. Runs by itself: no mesh is needed.
 */
public final class LoadCase implements BenchCase {
  private static final int ROUNDS = 3;
  private static final String SUM = "SELECT k, COUNT(*), SUM(m) FROM %s GROUP BY k";

  private final Path topology;
  private final int rows;

  public LoadCase(Path topology, int rows) {
    this.topology = topology;
    this.rows = rows;
  }

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String description() {
    return rows + " rows of 8 columns: a load job and a query job, against plain DuckDB";
  }

  @Override
  public List<Measurement> run(Path scratch, Consumer<String> progress) {
    try {
      Path parquet = scratch.resolve("rows.parquet");
      progress.accept("making " + rows + " rows");
      writeRows(parquet);
      Path dir = scratch.resolve("cloud");
      try (LocalCloud cloud = CloudOverHttp.start(dir, topology)) {
        CloudOverHttp wire = new CloudOverHttp(cloud, dir);
        wire.upload(parquet);
        wire.makeDataset();
        double load = Double.MAX_VALUE;
        double query = Double.MAX_VALUE;
        double plainLoad = Double.MAX_VALUE;
        double plainQuery = Double.MAX_VALUE;
        // The best of some rounds, taken turn about: what else the machine does hits both.
        for (int round = 0; round < ROUNDS; round++) {
          progress.accept("round " + (round + 1) + " of " + ROUNDS);
          load = Math.min(load, seconds(wire::load));
          query = Math.min(query, seconds(() -> wire.query(SUM.formatted("bench.rows"))));
          try (Connection duckDb =
                  DriverManager.getConnection(
                      "jdbc:duckdb:" + scratch.resolve("plain" + round + ".duckdb"));
              Statement statement = duckDb.createStatement()) {
            statement.execute("SET threads = 2");
            plainLoad =
                Math.min(
                    plainLoad,
                    seconds(
                        () ->
                            statement.execute(
                                "CREATE TABLE rows AS SELECT * FROM '" + parquet + "'")));
            statement.execute("CHECKPOINT");
            plainQuery =
                Math.min(plainQuery, seconds(() -> drain(statement, SUM.formatted("rows"))));
          }
        }
        return List.of(
            new Measurement(
                "load job, seconds", load, plainLoad, "DuckDB CREATE TABLE AS", Double.NaN),
            new Measurement(
                "query job, seconds", query, plainQuery, "the same SQL in DuckDB", Double.NaN));
      }
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("The benchmark could not run", e);
    }
  }

  private void writeRows(Path parquet) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "COPY (SELECT i AS id, i % 1000 AS k, (i * 7919) % 100003 AS n,"
              + " (i % 100000)::DECIMAL(18,4) / 100 AS m, 'customer ' || (i % 5000) AS s,"
              + " DATE '2020-01-01' + (i % 2000)::INTEGER AS d, i % 3 = 0 AS b, i / 7.0 AS f"
              + " FROM range("
              + rows
              + ") t(i)) TO '"
              + parquet
              + "' (FORMAT parquet)");
    }
  }

  private interface Work {
    void run() throws IOException, SQLException;
  }

  private static double seconds(Work work) throws IOException, SQLException {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void drain(Statement statement, String sql) throws SQLException {
    try (var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        rows.getLong(1);
      }
    }
  }
}
