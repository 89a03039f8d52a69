package io.bridge.cloud.bigquery.sql;

import io.bridge.cloud.bigquery.reference.BigNumericBytes;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBResultSet;

/** An in-memory DuckDB with a few small tables, and the engine in front of it. */
final class Warehouse implements AutoCloseable, WarehouseCatalog {
  static final SqlEngine ENGINE = new SqlEngine();

  static final List<Field> SALES =
      List.of(
          Field.of("id", "INT64"),
          Field.of("name", "STRING"),
          Field.of("price", "NUMERIC"),
          new Field("amount", "NUMERIC", "NULLABLE", 10, 2, List.of(), null),
          Field.of("ratio", "FLOAT64"),
          Field.of("day", "DATE"),
          Field.of("ts", "TIMESTAMP"),
          Field.of("local", "DATETIME"),
          Field.of("tags", "STRING").repeated(),
          Field.struct("place", List.of(Field.of("city", "STRING"), Field.of("zip", "INT64"))),
          Field.of("ok", "BOOL"),
          Field.of("raw", "BYTES"));

  private final Connection connection;

  Warehouse() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET TimeZone = 'UTC'");
    ENGINE.install(connection);
    execute(
        SALES.stream()
            .map(f -> DuckType.quote(f.name()) + " " + DuckType.of(f))
            .collect(Collectors.joining(", ", "CREATE TABLE sales (", ")")));
    execute(
        """
        INSERT INTO sales VALUES
        (1, 'ann', 10.5, 1.25, 0.5, '2024-01-31', '2024-01-31 10:00:00+00',
          '2024-01-31 23:30:00', ['a','b'], {'city':'Rome','zip':1}, true, 'x'::BLOB),
        (2, 'bob', 20.25, 2.5, 1.5, '2024-02-29', '2024-02-29 11:30:00+00',
          '2024-02-29 00:00:01', ['b'], {'city':'Oslo','zip':2}, false, 'yz'::BLOB),
        (3, 'ann', 30, NULL, 'nan', '2024-03-01', '2024-03-01 12:45:10.5+00',
          '2024-03-01 12:00:00', [], NULL, NULL, NULL),
        (4, NULL, NULL, 0.01, NULL, NULL, NULL,
          NULL, NULL, {'city':NULL,'zip':4}, true, ''::BLOB)
        """);
    execute("CREATE TABLE regions (id BIGINT, region VARCHAR)");
    execute("INSERT INTO regions VALUES (1, 'south'), (2, 'north'), (5, 'west')");
    KindsTable.create(this);
    PartedTables.create(this);
  }

  @Override
  public Optional<WarehouseTable> find(String project, String dataset, String table) {
    return switch (project + "/" + dataset + "/" + table) {
      case "test/ds/sales", "other-1/ds/sales" ->
          Optional.of(new WarehouseTable(project, dataset, table, SALES, "\"sales\""));
      case "test/ds/kinds" ->
          Optional.of(new WarehouseTable(project, dataset, table, KindsTable.FIELDS, "\"kinds\""));
      case "test/ds/regions" ->
          Optional.of(
              new WarehouseTable(
                  project,
                  dataset,
                  table,
                  List.of(Field.of("id", "INT64"), Field.of("region", "STRING")),
                  "\"regions\""));
      case "test/ds.INFORMATION_SCHEMA/TABLES",
          "test/INFORMATION_SCHEMA/SCHEMATA",
          "other-1/INFORMATION_SCHEMA/SCHEMATA",
          "test/region-us.INFORMATION_SCHEMA/TABLES",
          "test/ds/__TABLES__" ->
          Optional.of(
              new WarehouseTable(
                  project,
                  dataset,
                  table,
                  List.of(Field.of("whole_name", "STRING")),
                  "(SELECT '" + project + "/" + dataset + "/" + table + "' AS whole_name)"));
      default -> PartedTables.find(project, dataset, table);
    };
  }

  @Override
  public List<Member> findAll(String project, String dataset, String prefix) {
    return PartedTables.findAll(project, dataset, prefix);
  }

  CompiledQuery compile(String sql, QueryParameter... parameters) {
    return ENGINE.compile(
        new QueryRequest(sql, "test", "ds", this, List.of(parameters), "ann@example.com"));
  }

  /** Rows as text, columns separated by {@code " | "}. */
  List<String> query(String sql, QueryParameter... parameters) throws SQLException {
    return run(compile(sql, parameters));
  }

  List<String> run(CompiledQuery query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query.duckDbSql())) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= query.schema().size(); i++) {
          cells.add(text(query.schema().get(i - 1), rows.getObject(i)));
        }
        lines.add(String.join(" | ", cells));
      }
      return lines;
    }
  }

  /** How many rows there are in a FROM. */
  String count(String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** The types that DuckDB gives, in the words of {@link DuckType}. */
  List<String> types(CompiledQuery query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE " + query.duckDbSql())) {
      List<String> types = new ArrayList<>();
      while (rows.next()) {
        types.add(rows.getString("column_type"));
      }
      return types;
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String text(Field field, Object value) throws SQLException {
    if (!field.type().equals("BIGNUMERIC") || value == null) {
      return text(value);
    }
    if (value instanceof Array array) {
      List<String> items = new ArrayList<>();
      for (Object item : (Object[]) array.getArray()) {
        items.add(text(field, item));
      }
      return items.toString();
    }
    DuckDBResultSet.DuckDBBlobResult blob = (DuckDBResultSet.DuckDBBlobResult) value;
    return BigNumericBytes.value(blob.getBytes(1, (int) blob.length())).toPlainString();
  }

  static String text(Object value) throws SQLException {
    return switch (value) {
      case null -> "NULL";
      case BigDecimal number -> number.stripTrailingZeros().toPlainString();
      case Array array ->
          Arrays.stream((Object[]) array.getArray())
              .map(Warehouse::element)
              .collect(Collectors.joining(", ", "[", "]"));
      case DuckDBResultSet.DuckDBBlobResult blob -> "0x" + hex(blob);
      default -> value.toString();
    };
  }

  private static String element(Object value) {
    try {
      return text(value);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(DuckDBResultSet.DuckDBBlobResult blob) throws SQLException {
    return java.util.HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
