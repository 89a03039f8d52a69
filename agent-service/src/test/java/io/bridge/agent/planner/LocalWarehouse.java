package io.bridge.agent.planner;

import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryRequest;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.Table;
import io.bridge.model.catalog.TableSchema;
import io.bridge.model.dashboard.AnswerColumn;
import io.bridge.model.dashboard.QueryAnswer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;

/** GoogleSQL over tables of DuckDB, and their catalog: a warehouse without a server. */
public final class LocalWarehouse implements AutoCloseable {
  public static final String PROJECT = "some-project";
  public static final String DATASET = "shop";

  private static final SqlEngine ENGINE = new SqlEngine();

  private final Connection connection;
  private final Map<String, List<Field>> tables = new LinkedHashMap<>();
  private final Map<String, Long> rows = new LinkedHashMap<>();
  private int statements;

  /**
   * @param url of DuckDB; its tables as they are now
   */
  public LocalWarehouse(String url, String... setUp) {
    try {
      connection = new DuckDBDriver().connect(url, new Properties());
      execute("SET TimeZone = 'UTC'");
      ENGINE.install(connection);
      for (String sql : setUp) {
        execute(sql);
      }
      readTables();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void readTables() throws SQLException {
    String sql =
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
            + " ORDER BY table_name, column_index";
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        tables
            .computeIfAbsent(found.getString(1), _ -> new ArrayList<>())
            .add(Field.of(found.getString(2), type(found.getString(3))));
      }
    }
    for (String table : tables.keySet()) {
      rows.put(table, count(table));
    }
  }

  private long count(String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM " + DuckType.quote(table))) {
      found.next();
      return found.getLong(1);
    }
  }

  private static String type(String duckDb) {
    return switch (duckDb.replaceFirst("\\(.*", "")) {
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> "INT64";
      case "DECIMAL" -> "NUMERIC";
      case "DOUBLE", "FLOAT" -> "FLOAT64";
      case "BOOLEAN" -> "BOOL";
      case "DATE" -> "DATE";
      case "TIMESTAMP" -> "DATETIME";
      case "TIMESTAMP WITH TIME ZONE" -> "TIMESTAMP";
      default -> "STRING";
    };
  }

  public int statements() {
    return statements;
  }

  /** What the catalog says. */
  public List<TableSchema> catalog() {
    return tables.keySet().stream().map(this::schema).toList();
  }

  private TableSchema schema(String table) {
    List<Column> columns = new ArrayList<>();
    for (Field field : tables.get(table)) {
      columns.add(new Column(field.name(), columns.size() + 1, field.type(), true, null));
    }
    long bytes = rows.get(table) * 8 * columns.size();
    return new TableSchema(DATASET, table(table, rows.get(table), bytes), columns);
  }

  static Table table(String name, long rows, long bytes) {
    return new Table(
        UUID.randomUUID(),
        UUID.randomUUID(),
        name,
        PROJECT + "." + DATASET + "." + name,
        "TABLE",
        null,
        rows,
        bytes,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /** The answer as dashboard-service gives it. */
  public QueryAnswer run(String sql) {
    statements++;
    CompiledQuery query =
        ENGINE.compile(new QueryRequest(sql, PROJECT, null, this::find, List.of()));
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query.duckDbSql())) {
      return answer(query.schema(), found);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Optional<WarehouseTable> find(String project, String dataset, String name) {
    boolean ours = project.equals(PROJECT) && dataset.equals(DATASET) && tables.containsKey(name);
    return ours
        ? Optional.of(new WarehouseTable(project, dataset, name, tables.get(name), typed(name)))
        : Optional.empty();
  }

  private String typed(String name) {
    return tables.get(name).stream()
        .map(
            field ->
                "CAST(%1$s AS %2$s) AS %1$s"
                    .formatted(DuckType.quote(field.name()), DuckType.of(field)))
        .collect(Collectors.joining(", ", "(SELECT ", " FROM " + DuckType.quote(name) + ")"));
  }

  private static QueryAnswer answer(List<Field> schema, ResultSet found) throws SQLException {
    List<List<Object>> values = new ArrayList<>();
    schema.forEach(_ -> values.add(new ArrayList<>()));
    long rows = 0;
    for (; found.next(); rows++) {
      for (int i = 0; i < schema.size(); i++) {
        values.get(i).add(value(found.getObject(i + 1)));
      }
    }
    List<AnswerColumn> columns =
        schema.stream().map(field -> new AnswerColumn(field.name(), field.type())).toList();
    return new QueryAnswer(
        columns, values, rows, false, 0, 0, 0, "job", "hash", List.of(), null, false, null);
  }

  private static Object value(Object found) {
    return switch (found) {
      case null -> null;
      case BigDecimal number -> number.toPlainString();
      case Number number -> number;
      case Boolean bool -> bool;
      default -> found.toString();
    };
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
