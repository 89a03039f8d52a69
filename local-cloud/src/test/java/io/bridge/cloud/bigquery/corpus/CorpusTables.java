package io.bridge.cloud.bigquery.corpus;

import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.WarehouseCatalog;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.sql.SqlType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/** The tables of {@code tables.txt}, made once in a DuckDB of their own. */
final class CorpusTables implements AutoCloseable, WarehouseCatalog {
  static final String DATASET = "corpus";

  private final Map<String, List<Field>> tables = new LinkedHashMap<>();
  private final Connection database;

  CorpusTables(SqlEngine engine) throws SQLException {
    database = DriverManager.getConnection("jdbc:duckdb:");
    engine.install(database);
    execute(database, "SET TimeZone = 'UTC'");
    for (Block block : Block.read("tables.txt")) {
      create(block);
    }
  }

  private void create(Block block) throws SQLException {
    SqlType.Struct columns =
        (SqlType.Struct) SqlType.of("STRUCT<" + block.marked(":").getFirst() + ">");
    create(block.title(), columns, CorpusCase.rows(columns, block.marked("=")));
  }

  /**
   * Makes one more table.
   *
   * @param rows as {@link Cells} reads them
   */
  void create(String name, SqlType.Struct columns, List<List<Object>> rows) throws SQLException {
    List<Field> fields =
        columns.members().stream().map(m -> Fields.of(m.name(), m.type())).toList();
    tables.put(name, fields);
    String types =
        fields.stream()
            .map(f -> DuckType.quote(f.name()) + " " + DuckType.of(f))
            .collect(Collectors.joining(", ", "(", ")"));
    execute(database, "CREATE TABLE " + DuckType.quote(name) + types);
    for (List<Object> row : rows) {
      String values =
          IntStream.range(0, row.size())
              .mapToObj(i -> Fields.literal(fields.get(i), row.get(i)))
              .collect(Collectors.joining(", "));
      execute(database, "INSERT INTO " + DuckType.quote(name) + " VALUES (" + values + ")");
    }
  }

  List<String> names() {
    return new ArrayList<>(tables.keySet());
  }

  /** Another connection to the same tables. */
  Connection connect() throws SQLException {
    Connection connection = ((DuckDBConnection) database).duplicate();
    execute(connection, "SET TimeZone = 'UTC'");
    return connection;
  }

  void writeParquet(String table, Path file) throws SQLException {
    execute(database, "COPY %s TO '%s' (FORMAT parquet)".formatted(DuckType.quote(table), file));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public Optional<WarehouseTable> find(String project, String dataset, String table) {
    return Optional.ofNullable(dataset.equals(DATASET) ? tables.get(table) : null)
        .map(fields -> new WarehouseTable(project, dataset, table, fields, DuckType.quote(table)));
  }

  @Override
  public List<Member> findAll(String project, String dataset, String prefix) {
    return tables.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> new Member(find(project, dataset, name).orElseThrow(), false, 0))
        .toList();
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
