package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlEngineTest {
  private static Warehouse warehouse;

  @BeforeAll
  static void open() throws SQLException {
    warehouse = new Warehouse();
  }

  @AfterAll
  static void close() throws SQLException {
    warehouse.close();
  }

  private static QueryParameter parameter(String name, String type, Object value) {
    return new QueryParameter(name, Field.of("", type), value);
  }

  private static SqlException refused(String sql, QueryParameter... parameters) {
    return assertThrows(SqlException.class, () -> warehouse.compile(sql, parameters));
  }

  @Test
  void bindsNamedParametersWhereverTheyOccur() throws SQLException {
    assertEquals(
        List.of("2 | 5"),
        warehouse.query(
            "SELECT id, @ID + 3 FROM ds.sales WHERE id = @id AND name = @name",
            parameter("id", "INT64", "2"),
            parameter("name", "STRING", "bob")));
  }

  @Test
  void bindsPositionalParametersInTheirOrder() throws SQLException {
    assertEquals(
        List.of("b | 1"),
        warehouse.query(
            "SELECT ?, ?", parameter(null, "STRING", "b"), parameter("", "INT64", "1")));
  }

  @Test
  void takesAParameterForALimit() throws SQLException {
    assertEquals(
        List.of("2"),
        warehouse.query(
            "SELECT id FROM ds.sales ORDER BY id LIMIT @n OFFSET @n",
            parameter("n", "INT64", "1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INT64      | -9223372036854775808           | -9223372036854775808
          FLOAT64    | 1.5e3                          | 1500.0
          FLOAT64    | NaN                            | NaN
          FLOAT64    | -inf                           | -Infinity
          FLOAT64    | +Infinity                      | Infinity
          NUMERIC    | 1.0000000005                   | 1.000000001
          BIGNUMERIC | 0.000000000000000001           | 0.000000000000000001
          BIGNUMERIC | -1e-38                         | -0.00000000000000000000000000000000000001
          BOOL       | True                           | true
          STRING     | it's '; DROP TABLE sales; --   | it's '; DROP TABLE sales; --
          BYTES      | YWI=                           | 0x6162
          DATE       | 2024-02-29                     | 2024-02-29
          DATETIME   | 2024-02-29 10:20:30.123456     | 2024-02-29 10:20:30.123456
          DATETIME   | 2024-02-29T10:20:30            | 2024-02-29 10:20:30.0
          TIME       | 10:20:30.5                     | 10:20:30.500
          TIMESTAMP  | 2024-02-29 10:20:30+02:00      | 2024-02-29T08:20:30Z
          TIMESTAMP  | 2024-02-29T10:20:30Z           | 2024-02-29T10:20:30Z
          TIMESTAMP  | 2024-02-29 10:20:30.000001 UTC | 2024-02-29T10:20:30.000001Z
          TIMESTAMP  | 2024-02-29 10:20 Asia/Tokyo    | 2024-02-29T01:20Z
          TIMESTAMP  | 2024-02-29                     | 2024-02-29T00:00Z
          TIMESTAMP  | 2024-02-29 10:20:30 -8         | 2024-02-29T18:20:30Z
          JSON       | {"a": "it's"}                  | {"a": "it's"}
          """)
  void readsAParameterAsItsTypeSays(String type, String value, String expected)
      throws SQLException {
    assertEquals(List.of(expected), warehouse.query("SELECT @p", parameter("p", type, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INT64      | 1.5
          INT64      | 9223372036854775808
          FLOAT64    | abc
          NUMERIC    | 1e40
          BIGNUMERIC | 1e39
          BOOL       | 1
          BYTES      | %%%
          DATE       | 2024-02-30
          DATETIME   | 2024-02-29
          TIME       | 25:00:00
          TIMESTAMP  | yesterday
          TIMESTAMP  | 2024-02-29 10:20:30 Nowhere/Land
          INTERVAL   | 1 DAY
          NOPE       | 1
          """)
  void refusesAParameterThatIsNotOfItsType(String type, String value) {
    refused("SELECT @p", parameter("p", type, value));
  }

  @Test
  void takesArraysStructsAndNullsAsParameters() throws SQLException {
    Field array = Field.of("", "INT64").repeated();
    Field struct = Field.struct("", List.of(Field.of("a", "INT64"), Field.of("b", "STRING")));

    assertEquals(
        List.of("2 | x | NULL | NULL | true"),
        warehouse.query(
            "SELECT ARRAY_LENGTH(@l), @s.b, @n, @m, 2 IN UNNEST(@l)",
            new QueryParameter("l", array, List.of("1", "2")),
            new QueryParameter("s", struct, Map.of("a", "1", "b", "x")),
            parameter("n", "DATE", null),
            new QueryParameter("m", array, null)));
    assertEquals("invalid", refused("SELECT @l", new QueryParameter("l", array, "1")).reason());
  }

  @Test
  void takesArraysOfStructsWithArraysAsParameters() throws SQLException {
    Field element =
        Field.struct("", List.of(Field.of("k", "STRING"), Field.of("days", "DATE").repeated()));

    List<String> rows =
        warehouse.query(
            "SELECT p.k, d FROM UNNEST(?) AS p, p.days AS d WHERE d > ? ORDER BY d",
            new QueryParameter(
                null,
                element.repeated(),
                List.of(
                    Map.of("k", "a", "days", List.of("2024-01-01", "2024-01-03")),
                    Map.of("k", "b", "days", List.of("2024-01-02")))),
            parameter(null, "DATE", "2024-01-01"));

    assertEquals(List.of("b | 2024-01-02", "a | 2024-01-03"), rows);
  }

  @Test
  void refusesToMixNamedAndPositionalParameters() {
    assertTrue(
        refused("SELECT 1", parameter("a", "INT64", "1"), parameter(null, "INT64", "1"))
            .getMessage()
            .contains("Cannot mix"));
  }

  @Test
  void saysWhereAnErrorIs() {
    SqlException problem = refused("SELECT id,\n  nope\nFROM ds.sales");

    assertEquals(
        "2:3 invalidQuery", problem.line() + ":" + problem.column() + " " + problem.reason());
    assertEquals("Unrecognized name: nope; Did you mean name? at [2:3]", problem.getMessage());
  }

  @Test
  void namesAMissingTableAsBigQueryDoes() {
    SqlException problem = refused("SELECT * FROM nope.there");

    assertEquals("notFound", problem.reason());
    assertEquals(
        "Not found: Table test:nope.there was not found in location US", problem.getMessage());
    assertEquals("1:15", problem.line() + ":" + problem.column());
  }

  @Test
  void asksForADatasetWhereThereIsNoDefault() {
    QueryRequest request =
        new QueryRequest("SELECT * FROM sales", "test", null, warehouse, List.of());

    SqlException problem =
        assertThrows(SqlException.class, () -> Warehouse.ENGINE.compile(request));
    assertEquals(
        "Table \"sales\" must be qualified with a dataset (e.g. dataset.table).",
        problem.getMessage());
  }

  @Test
  void tellsWhatItReadsOfEachTable() {
    CompiledQuery query =
        warehouse.compile(
            """
            WITH all_of_it AS (SELECT * FROM ds.sales)
            SELECT a.price, (SELECT COUNT(*) FROM ds.regions) FROM all_of_it a WHERE a.id > 1
            """);

    assertEquals("SELECT", query.statementType());
    assertEquals(
        Map.of("sales", List.of("id", "price"), "regions", List.of()),
        query.reads().stream()
            .collect(Collectors.toMap(r -> r.table().name(), TableColumns::columns)));
  }

  @Test
  void leavesTheColumnsOfAStructUnderTheirNames() throws SQLException {
    CompiledQuery query = warehouse.compile("SELECT AS STRUCT 1 AS a, 'x' AS b, 2");
    assertEquals(List.of("a", "b", "f0_"), query.schema().stream().map(Field::name).toList());
    assertEquals(List.of("1 | x | 2"), warehouse.run(query));
    assertEquals(List.of("7"), warehouse.query("SELECT AS VALUE 7"));
  }

  @Test
  void divideNumericsExactly() throws SQLException {
    Random random = new Random(7);
    List<String> divisions = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    while (divisions.size() < 300) {
      BigDecimal a = decimal(random);
      BigDecimal b = decimal(random);
      if (b.signum() != 0) {
        divisions.add("STRUCT(NUMERIC '%s' AS a, NUMERIC '%s' AS b)".formatted(a, b));
        expected.add(a.divide(b, 9, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString());
      }
    }

    assertEquals(
        expected,
        warehouse.query(
            "SELECT x.a / x.b FROM UNNEST([%s]) x WITH OFFSET o ORDER BY o"
                .formatted(String.join(", ", divisions))));
  }

  private static BigDecimal decimal(Random random) {
    return BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), random.nextInt(10));
  }

  @Test
  void ordersNullsFirstAscendingAndLastDescending() throws SQLException {
    List<Integer> values = new ArrayList<>(Collections.nCopies(5, null));
    new Random(3).ints(40, -9, 9).forEach(values::add);
    Collections.shuffle(values, new Random(5));
    String array = values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    Comparator<Integer> ascending = Comparator.nullsFirst(Comparator.naturalOrder());

    assertEquals(
        sorted(values, ascending),
        warehouse.query("SELECT x FROM UNNEST([" + array + "]) x ORDER BY x"));
    assertEquals(
        sorted(values, ascending.reversed()),
        warehouse.query("SELECT x FROM UNNEST([" + array + "]) x ORDER BY x DESC"));
    assertEquals(
        sorted(values, Comparator.nullsLast(Comparator.naturalOrder())),
        warehouse.query("SELECT x FROM UNNEST([" + array + "]) x ORDER BY x NULLS LAST"));
  }

  private static List<String> sorted(List<Integer> values, Comparator<Integer> order) {
    return values.stream()
        .sorted(order)
        .map(value -> value == null ? "NULL" : value.toString())
        .toList();
  }

  @Test
  void compilesDeepStatementsAndRefusesAbyssalOnes() throws SQLException {
    assertEquals(
        List.of("301"),
        warehouse.query("SELECT 1" + " + id".repeat(300) + " FROM ds.sales WHERE id = 1"));
    assertEquals(
        List.of("4"),
        warehouse.query(
            "SELECT COUNT(*) FROM " + "(SELECT * FROM ".repeat(60) + "ds.sales" + ")".repeat(60)));
    assertTrue(
        refused("SELECT id" + " + id".repeat(20_000) + " FROM ds.sales")
            .getMessage()
            .contains("too deeply nested"));
  }

  @Test
  void staysSmallWhenDivisionsNest() {
    String nested = "price / ".repeat(40) + "2";
    CompiledQuery query = warehouse.compile("SELECT " + nested + " FROM ds.sales");
    assertTrue(query.duckDbSql().length() < 200_000, () -> "" + query.duckDbSql().length());
  }

  @Test
  void refusesDecimalsThatDuckDbCannotHold() {
    Field wide = new Field("n", "BIGNUMERIC", "NULLABLE", 50, 10, List.of(), null);
    assertTrue(
        assertThrows(SqlException.class, () -> DuckType.of(wide))
            .getMessage()
            .contains("more than 38 digits"));
    assertEquals(
        "DECIMAL(38,0)",
        DuckType.of(new Field("n", "BIGNUMERIC", "NULLABLE", 38, null, List.of(), null)));
  }

  @Test
  void warmsUpAtOnce() {
    Warehouse.ENGINE.warm();
    assertEquals(1, warehouse.compile("SELECT 1").schema().size());
  }
}
