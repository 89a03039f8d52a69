package io.bridge.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleSqlTest {
  private static final GoogleSql SQL = new GoogleSql();
  private static final SqlTable ORDERS =
      new SqlTable(
          "orders",
          List.of(
              new Column("id", Scalar.INT64),
              new Column("Customer", Scalar.STRING),
              new Column("price", Scalar.NUMERIC),
              new Column("day", Scalar.DATE),
              new Column("tags", new Array(Scalar.STRING)),
              new Column("place", new Struct(List.of(new Column("city", Scalar.STRING))))));

  private static Optional<SqlTable> find(List<String> path) {
    String last = path.getLast();
    return last.equals("orders") || last.endsWith(".orders")
        ? Optional.of(ORDERS)
        : Optional.empty();
  }

  private static SqlAnalysis analyze(String sql, Column... parameters) {
    return SQL.analyze(new SqlStatement(sql, GoogleSqlTest::find, List.of(parameters)));
  }

  private static SqlProblem problem(String sql) {
    return assertThrows(SqlProblem.class, () -> analyze(sql));
  }

  private static Set<String> columnsRead(String sql) {
    return analyze(sql).tables().stream()
        .flatMap(read -> read.columns().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void tellsWhatAQueryReadsAndGives() {
    SqlAnalysis analysis =
        analyze(
            """
            SELECT customer, SUM(price) AS total, COUNT(*), ANY_VALUE(place)
            FROM ds.orders WHERE id > 3 GROUP BY customer
            """);

    assertEquals("SELECT", analysis.statementType());
    assertEquals(
        List.of(new TableRead(ORDERS, List.of("id", "Customer", "price", "place"))),
        analysis.tables());
    assertEquals(Set.of("$count_star", "$greater", "any_value", "sum"), analysis.functions());
    assertEquals(
        List.of("customer STRING", "total NUMERIC", " INT64", " STRUCT<city STRING>"),
        analysis.output().stream().map(c -> c.name() + " " + c.type()).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ds.orders",
        "`ds.orders`",
        "`ds`.`orders`",
        "proj.ds.orders",
        "my-proj.ds.orders",
        "`my-proj.ds.orders`",
        "`my-proj`.ds.orders",
        "`my-proj.ds`.orders"
      })
  void findsATableHoweverItsNameIsQuoted(String name) {
    assertEquals(1, analyze("SELECT id FROM " + name).tables().size());
  }

  @Test
  void readsOnlyTheColumnsThatTheAnswerDependsOn() {
    assertEquals(Set.of(), columnsRead("SELECT COUNT(*) FROM ds.orders"));
    assertEquals(Set.of("id"), columnsRead("WITH x AS (SELECT * FROM ds.orders) SELECT id FROM x"));
    assertEquals(
        Set.of("id", "day"),
        columnsRead(
            "SELECT 1 FROM (SELECT *, id + 1 AS n FROM ds.orders)"
                + " WHERE n > EXTRACT(DAY FROM day)"));
    assertEquals(
        Set.of("id"), columnsRead("SELECT id FROM (SELECT id, price * 2 AS p FROM ds.orders)"));
    assertEquals(
        Set.of("price", "id"),
        columnsRead(
            "SELECT a FROM (SELECT id a, day b FROM ds.orders"
                + " UNION ALL SELECT CAST(price AS INT64), day FROM ds.orders)"));
    assertEquals(
        Set.of("id", "day"),
        columnsRead(
            "SELECT a FROM (SELECT id a, day b FROM ds.orders"
                + " UNION DISTINCT SELECT id, day FROM ds.orders)"));
    assertEquals(
        Set.of("id", "Customer"),
        columnsRead(
            "SELECT (SELECT MAX(customer) FROM ds.orders i WHERE i.id = o.id) FROM ds.orders o"));
    assertEquals(
        Set.of("id"),
        columnsRead(
            "SELECT 1 FROM ds.orders o WHERE EXISTS (SELECT * FROM ds.orders i WHERE i.id = 1)"));
    assertEquals(Set.of("tags"), columnsRead("SELECT COUNT(*) FROM ds.orders o, o.tags"));
    assertEquals(
        Set.of("id", "day"),
        columnsRead(
            """
            WITH RECURSIVE r AS (SELECT id, day, price FROM ds.orders UNION ALL
              SELECT id + 1, day, price FROM r WHERE day < '2020-01-01')
            SELECT id FROM r
            """));
  }

  @Test
  void usesDeclaredParametersByNameOrPosition() {
    SqlAnalysis named =
        analyze(
            "SELECT @P + 1, @q, @p", new Column("p", Scalar.INT64), new Column("q", Scalar.DATE));
    assertEquals(
        List.of(new Column("p", Scalar.INT64), new Column("q", Scalar.DATE)), named.parameters());
    assertEquals(
        List.of(new Column("", Scalar.STRING), new Column("", Scalar.INT64)),
        analyze("SELECT ?, ?", new Column("", Scalar.STRING), new Column("", Scalar.INT64))
            .parameters());
    assertEquals(8, problem("SELECT @nope").column());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELEC 1                          | SYNTAX             | 1 | 1
          SELECT 1; DROP TABLE ds.orders   | SYNTAX             | 1 | 11
          SELECT *  FROM ds.nope           | TABLE_NOT_FOUND    | 1 | 16
          SELECT FOO(1)                    | FUNCTION_NOT_FOUND | 1 | 8
          SELECT SAFE.PI()                 | FUNCTION_NOT_FOUND | 1 | 8
          SELECT nope FROM ds.orders       | INVALID            | 1 | 8
          SELECT 1 + 'a'                   | INVALID            | 1 | 12
          SELECT * FROM ds.Orders          | TABLE_NOT_FOUND    | 1 | 15
          """)
  void saysWhatIsWrongAndWhere(String sql, SqlProblem.Kind kind, int line, int column) {
    SqlProblem problem = problem(sql);
    assertEquals(kind, problem.kind(), problem.getMessage());
    assertEquals(line + ":" + column, problem.line() + ":" + problem.column());
    assertTrue(!problem.getMessage().contains("[at"), problem.getMessage());
  }

  @Test
  void countsLinesForPositions() {
    SqlProblem problem = problem("SELECT id,\n  -- a comment\n  nope\nFROM ds.orders");
    assertEquals("3:3", problem.line() + ":" + problem.column());
  }

  @Test
  void refusesTwoSpellingsOfATableName() {
    assertEquals(
        SqlProblem.Kind.TABLE_NOT_FOUND, problem("SELECT 1 FROM ds.orders, ds.ORDERS").kind());
    SqlCatalog both = path -> Optional.of(ORDERS);
    SqlProblem problem =
        assertThrows(
            SqlProblem.class,
            () -> SQL.analyze(new SqlStatement("SELECT 1 FROM ds.a, ds.A", both)));
    assertTrue(problem.getMessage().contains("differ only in case"), problem.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE ds.t AS SELECT 1 AS a              | CREATE_TABLE_AS_SELECT
          INSERT ds.orders (id) VALUES (1)                | INSERT
          DROP TABLE ds.orders                            | DROP
          EXPORT DATA OPTIONS(uri='gs://a/b') AS SELECT 1 | EXPORT_DATA
          """)
  void namesOtherStatements(String sql, String type) {
    assertEquals(type, analyze(sql).statementType());
  }

  @Test
  void knowsNoPipeOperatorThatWrites() {
    problem("FROM ds.orders |> EXPORT DATA OPTIONS(uri='gs://a/b')");
    problem("FROM ds.orders |> INSERT INTO ds.orders");
    problem("FROM ds.orders |> CREATE TABLE ds.x");
    assertEquals(1, analyze("FROM ds.orders |> SELECT id").output().size());
  }

  @Test
  void acceptsQualifyWithoutWhere() {
    assertEquals(
        1,
        analyze("SELECT id FROM ds.orders QUALIFY RANK() OVER (ORDER BY price) = 1")
            .output()
            .size());
  }

  @Test
  void readsDeepStatementsAndRefusesAbyssalOnes() {
    assertEquals(1, analyze("SELECT " + "1+".repeat(500) + "1").output().size());
    assertEquals(
        1,
        analyze("SELECT * FROM " + "(SELECT * FROM ".repeat(100) + "ds.orders" + ")".repeat(100))
            .tables()
            .size());
    assertEquals(
        SqlProblem.Kind.TOO_LARGE,
        problem("SELECT id" + "+id".repeat(20_000) + " FROM ds.orders").kind());
    assertEquals(SqlProblem.Kind.TOO_LARGE, problem("SELECT 1 --" + "x".repeat(1 << 20)).kind());
  }

  @Test
  void survivesHostileText() {
    problem("SELECT " + "(".repeat(200_000));
    problem("SELECT '\0'; SELECT 1");
    assertEquals("The query is not valid Unicode", problem("SELECT '\ud800'").getMessage());
    problem("");
    problem("SELECT " + "[".repeat(100_000) + "]".repeat(100_000));
  }

  @Test
  void analyzesManyStatementsAtOnce() {
    List<String> types =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(i -> analyze("SELECT id + " + i + " AS n FROM ds.orders"))
            .map(a -> a.output().getFirst().name())
            .distinct()
            .toList();
    assertEquals(List.of("n"), types);
  }

  @Test
  void namesTablesWithoutACatalog() {
    assertEquals(
        Set.of(List.of("a", "b"), List.of("p.d.t")),
        SQL.tableNames("WITH c AS (SELECT 1) SELECT * FROM a.b, `p.d.t`, c"));
    assertEquals(
        SqlProblem.Kind.SYNTAX,
        assertThrows(SqlProblem.class, () -> SQL.tableNames("SELECT FROM")).kind());
  }

  @Test
  void readsAQueryAfterTheFunctionsThatItUses() {
    var text =
        "CREATE TEMP FUNCTION f(x ANY TYPE) AS (x + 1); SELECT f(id) AS n FROM ds.orders; -- end";

    SqlAnalysis analysis = SQL.analyzeWithFunctions(new SqlStatement(text, GoogleSqlTest::find));

    assertEquals("SELECT", analysis.statementType());
    assertEquals(List.of(new Column("n", Scalar.INT64)), analysis.output());
    assertEquals(List.of("id"), analysis.tables().getFirst().columns());
  }

  @Test
  void forgetsAFunctionWithItsText() {
    var text = "CREATE TEMP FUNCTION f() AS (1); SELECT f()";
    SQL.analyzeWithFunctions(new SqlStatement(text, SqlCatalog.EMPTY));

    SqlProblem problem = problem("SELECT f()");

    assertEquals(SqlProblem.Kind.FUNCTION_NOT_FOUND, problem.kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TEMP FUNCTION f() RETURNS INT64 LANGUAGE js AS 'return 1'; SELECT f()",
        "CREATE FUNCTION ds.f() AS (1); SELECT 1",
        "CREATE TEMP AGGREGATE FUNCTION f(x INT64) AS (SUM(x)); SELECT f(1)",
        "CREATE TEMP FUNCTION f() AS (1); SELECT f(); DROP TABLE ds.orders"
      })
  void refusesOtherDefinitionsByName(String text) {
    SqlProblem problem =
        assertThrows(
            SqlProblem.class,
            () -> SQL.analyzeWithFunctions(new SqlStatement(text, GoogleSqlTest::find)));

    assertEquals(SqlProblem.Kind.UNSUPPORTED, problem.kind());
  }

  @Test
  void refusesFunctionsThatMultiplyEachOther() {
    var text = new StringBuilder("CREATE TEMP FUNCTION f0(x INT64) AS (x + 1); ");
    for (int i = 1; i < 40; i++) {
      text.append(
          "CREATE TEMP FUNCTION f%d(x INT64) AS (f%d(x) + f%d(x)); ".formatted(i, i - 1, i - 1));
    }
    text.append("SELECT f39(1)");

    SqlProblem problem =
        assertThrows(
            SqlProblem.class,
            () -> SQL.analyzeWithFunctions(new SqlStatement(text.toString(), SqlCatalog.EMPTY)));

    assertEquals(SqlProblem.Kind.TOO_LARGE, problem.kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"upper", "CHAR_LENGTH", "net.host", "host", "a.f"})
  void refusesAFunctionWhoseNameIsTaken(String name) {
    var text = "CREATE TEMP FUNCTION " + name + "(x INT64) AS (x); SELECT 1";

    SqlProblem problem =
        assertThrows(
            SqlProblem.class,
            () -> SQL.analyzeWithFunctions(new SqlStatement(text, SqlCatalog.EMPTY)));

    assertEquals(SqlProblem.Kind.INVALID, problem.kind());
  }

  @Test
  void takesNoFunctionsWhereOneStatementIsAskedFor() {
    SqlProblem problem = problem("CREATE TEMP FUNCTION f() AS (1); SELECT f()");

    assertEquals(SqlProblem.Kind.SYNTAX, problem.kind());
  }

  @Test
  void warmsWithoutBlocking() {
    SQL.warm();
    assertEquals("SELECT", analyze("SELECT 1").statementType());
  }
}
