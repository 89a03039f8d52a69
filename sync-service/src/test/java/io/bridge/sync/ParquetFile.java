package io.bridge.sync;

import io.bridge.model.type.ColumnMapping;
import io.bridge.model.type.SourceColumn;
import io.bridge.model.type.TypeMapping;
import io.bridge.model.upload.UploadColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;

/**
 * What the local app makes of a query over DuckDB.
 *
 * @param columns as DuckDB describes them
 */
public record ParquetFile(byte[] bytes, long rows, List<UploadColumn> columns) {

  /** Rows 1 to {@code rows} with a number, a price and a name. */
  public static ParquetFile numbers(long rows) {
    return of(
        "SELECT i AS id, (i * 1.25)::DECIMAL(10,4) AS price, 'name ' || i AS name"
            + " FROM range(1, "
            + (rows + 1)
            + ") t(i)");
  }

  public static ParquetFile of(String query) {
    try (Connection duckDb = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = duckDb.createStatement()) {
      statement.execute("CREATE TABLE source AS " + query);
      List<UploadColumn> columns = describe(statement);
      return new ParquetFile(copy(statement, columns), count(statement), columns);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<UploadColumn> describe(Statement statement) throws SQLException {
    List<UploadColumn> columns = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("DESCRIBE source")) {
      while (rows.next()) {
        columns.add(new UploadColumn(rows.getString(1), rows.getString(2)));
      }
    }
    return columns;
  }

  private static byte[] copy(Statement statement, List<UploadColumn> columns)
      throws SQLException, IOException {
    Path file = Files.createTempFile("sync-test", ".parquet");
    String selects =
        TypeMapping.map(columns.stream().map(c -> new SourceColumn(c.name(), c.type())).toList())
            .stream()
            .map(ColumnMapping.Exact.class::cast)
            .map(c -> c.export().select() + " AS \"" + c.column().name() + "\"")
            .collect(Collectors.joining(", "));
    statement.execute(
        "COPY (SELECT " + selects + " FROM source) TO '" + file + "' (FORMAT parquet)");
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private static long count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM source")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
