package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The law of what is written in DuckDB's own SQL: for any arguments it gives the value that
 * ZetaSQL's reference implementation gives, or both fail. {@code native.txt} says for each function
 * over which types it is tried.
 */
class NativeLawTest {
  private static final int ROWS = 40;
  private static final String ARGUMENTS =
      "(SELECT a.* FROM args a, span s WHERE i >= lo AND i < hi)";

  private static Connection database;
  private static final GoogleSql REFERENCE = new GoogleSql();

  @BeforeAll
  static void open() throws SQLException {
    database = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET TimeZone = 'UTC'");
    execute("SET threads = 1");
    Warehouse.ENGINE.install(database);
    execute("CREATE TABLE span (lo BIGINT, hi BIGINT)");
  }

  @AfterAll
  static void close() throws SQLException {
    database.close();
  }

  /** One expression over arguments of these kinds. */
  private record Law(String function, String expression, List<String> kinds) {
    boolean isApproximate() {
      return function.startsWith("~");
    }

    String over(String prefix) {
      String text = expression;
      for (int i = 0; i < kinds.size(); i++) {
        text = text.replace("$" + i, prefix + i);
      }
      return text;
    }
  }

  @TestFactory
  Stream<DynamicTest> agreesWithTheReference() throws IOException {
    return lines().stream()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line, () -> assertEquals("", String.join("\n", differences(line)))));
  }

  @Test
  void isTriedForEveryFunctionThatIsWrittenNatively() throws IOException {
    Set<String> tried =
        lines().stream()
            .map(line -> line.split(" ")[0].replace("~", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = new TreeSet<>(ScalarFunctions.names());
    missing.removeAll(tried);
    missing.removeIf(Session::isVolatile);
    // ERROR has no value to compare, the reference has no CONTAINS_SUBSTR; the others are refused.
    missing.removeAll(List.of("error", "contains_substr", "iferror", "nulliferror", "iserror"));

    assertEquals(Set.of(), missing);
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = NativeLawTest.class.getResourceAsStream("native.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("##"))
          .toList();
    }
  }

  private static List<String> differences(String line) throws SQLException {
    String[] parts = line.split(" (?<!\\\\)\\| ");
    List<String> found = new ArrayList<>();
    for (String expression : alternatives(parts[1].replace("\\|", "|"))) {
      for (String kinds : parts[2].split(";")) {
        Law law = new Law(parts[0], expression, List.of(kinds.strip().split(" ")));
        differences(law).stream().limit(4).forEach(found::add);
      }
    }
    return found;
  }

  private static List<String> alternatives(String expression) {
    int from = expression.indexOf('{');
    if (from < 0) {
      return List.of(expression);
    }
    int to = expression.indexOf('}', from);
    return Stream.of(expression.substring(from + 1, to).split("(?<!\\\\),"))
        .map(one -> one.replace("\\,", ","))
        .map(one -> expression.substring(0, from) + one + expression.substring(to + 1))
        .flatMap(one -> alternatives(one).stream())
        .toList();
  }

  private static List<String> differences(Law law) throws SQLException {
    int rows = arguments(law);
    CompiledQuery query = Arguments.of(law).compile("SELECT i, " + law.over("a") + " FROM ds.args");
    SqlType result = Fields.type(query.schema().get(1));
    List<SqlType> types = Arguments.of(law).types();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add("a" + i);
    }
    String computed =
        new Reference(REFERENCE, new LetBindings())
            .expression(law.over("r.p"), types, columns, result);
    Map<Long, String> ours = new TreeMap<>();
    Map<Long, String> theirs = new TreeMap<>();
    run(inside(query), rows, ours);
    run("SELECT i, " + computed + " FROM " + ARGUMENTS, rows, theirs);
    List<String> found = new ArrayList<>();
    for (long i = 0; i < rows; i++) {
      if (!same(law, ours.get(i), theirs.get(i))) {
        found.add(
            law.expression() + " of " + argument(i) + ": " + ours.get(i) + " <> " + theirs.get(i));
      }
    }
    return found;
  }

  private static boolean same(Law law, String one, String other) {
    if (one.equals(other) || one.startsWith("fails") && other.startsWith("fails")) {
      return true;
    }
    if (!law.isApproximate() || one.startsWith("fails") || other.startsWith("fails")) {
      return false;
    }
    double a = one.equals("NULL") ? Double.NaN : Double.parseDouble(one);
    double b = other.equals("NULL") ? Double.NaN : Double.parseDouble(other);
    return Math.abs(a - b) <= 2 * Math.ulp(b);
  }

  private static void run(String sql, long rows, Map<Long, String> values) throws SQLException {
    // Planned once: what is run again and again is the same statement over another span.
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      run(statement, 0, rows, values);
    }
  }

  /** Values by row; a range that fails is halved until it is known which rows fail. */
  private static void run(PreparedStatement statement, long from, long to, Map<Long, String> values)
      throws SQLException {
    if (from >= to) {
      return;
    }
    execute("DELETE FROM span");
    execute("INSERT INTO span VALUES (" + from + ", " + to + ")");
    Map<Long, String> read = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        // Both zeros are one value.
        read.put(rows.getLong(1), Warehouse.text(rows.getObject(2)).replace("-0.0", "0.0"));
      }
      values.putAll(read);
    } catch (SQLException e) {
      if (to - from == 1) {
        values.put(from, "fails: " + e.getMessage().lines().findFirst().orElse(""));
        return;
      }
      long middle = (from + to) / 2;
      run(statement, from, middle, values);
      run(statement, middle, to, values);
    }
  }

  private static String argument(long row) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT * EXCLUDE (i) FROM args WHERE i = " + row)) {
      rows.next();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.add(Warehouse.text(rows.getObject(i)));
      }
      return values.toString();
    }
  }

  /** Writes the table of arguments: all there are, or as many random combinations. */
  private static int arguments(Law law) throws SQLException {
    List<List<String>> values = law.kinds().stream().map(EdgeValues::of).toList();
    for (String kind : law.kinds()) {
      edges(kind);
    }
    int all = values.stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
    Random random = new Random(law.hashCode() & 31);
    List<String> picks = new ArrayList<>();
    for (int i = 0; i < Math.min(all, ROWS); i++) {
      int rest = all <= ROWS ? i : random.nextInt(all);
      StringBuilder pick = new StringBuilder("(").append(i);
      for (List<String> kind : values) {
        pick.append(", ").append(rest % kind.size());
        rest /= kind.size();
      }
      picks.add(pick.append(")").toString());
    }
    execute("CREATE OR REPLACE TABLE args AS " + join(law, picks));
    return picks.size();
  }

  private static String join(Law law, List<String> picks) {
    List<String> columns = new ArrayList<>(List.of("CAST(i AS BIGINT) AS i"));
    List<String> names = new ArrayList<>(List.of("i"));
    StringBuilder joins = new StringBuilder();
    for (int i = 0; i < law.kinds().size(); i++) {
      columns.add("e" + i + ".c0 AS a" + i);
      names.add("o" + i);
      joins.append(" JOIN %s e%d ON e%2$d.c1 = o%2$d".formatted(table(law.kinds().get(i)), i));
    }
    return "SELECT %s FROM (VALUES %s) p(%s)%s"
        .formatted(
            String.join(", ", columns), String.join(", ", picks), String.join(", ", names), joins);
  }

  private static String table(String kind) {
    return "\"edges " + kind + "\"";
  }

  private static void edges(String kind) throws SQLException {
    String rows =
        EdgeValues.of(kind).stream()
            .map(value -> "STRUCT(" + value + " AS x)")
            .collect(Collectors.joining(", "));
    String sql = "SELECT v.x, o FROM UNNEST([" + rows + "]) v WITH OFFSET o";
    execute(
        "CREATE TABLE IF NOT EXISTS "
            + table(kind)
            + " AS "
            + inside(new Arguments(List.of()).compile(sql)));
  }

  /** The query as a part of another: only what leaves a query has no NULL inside of an array. */
  private static String inside(CompiledQuery query) {
    return query
        .duckDbSql()
        .replaceAll("coalesce\\(len\\((\\S+)\\) > list_count\\(\\1\\), false\\)", "false");
  }

  /** The table of arguments as the catalog shows it. */
  private record Arguments(List<Field> fields) implements WarehouseCatalog {
    static Arguments of(Law law) {
      List<Field> fields = new ArrayList<>(List.of(Field.of("i", "INT64")));
      for (int i = 0; i < law.kinds().size(); i++) {
        SqlType type = SqlType.of(EdgeValues.type(law.kinds().get(i)));
        fields.add(Fields.field("a" + i, type));
      }
      return new Arguments(fields);
    }

    List<SqlType> types() {
      return fields.stream().skip(1).map(Fields::type).toList();
    }

    CompiledQuery compile(String sql) {
      return Warehouse.ENGINE.compile(new QueryRequest(sql, "test", "ds", this, List.of()));
    }

    @Override
    public Optional<WarehouseTable> find(String project, String dataset, String table) {
      return Optional.of(new WarehouseTable(project, dataset, table, fields, ARGUMENTS));
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
