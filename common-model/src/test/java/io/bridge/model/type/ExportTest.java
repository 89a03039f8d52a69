package io.bridge.model.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expressions, run by the DuckDB that the local app uses. */
class ExportTest {
  private static Connection duckDb;

  @TempDir Path dir;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATE | DATE '0001-01-01' | false",
        "DATE | DATE '9999-12-31' | false",
        "DATE | DATE '10000-01-01' | true",
        "DATE | DATE '0044-03-15 (BC)' | true",
        "DATE | 'infinity'::DATE | true",
        "DATE | NULL::DATE | false",
        "TIMESTAMP | '-infinity'::TIMESTAMP | true",
        "TIMESTAMP | TIMESTAMP '9999-12-31 23:59:59.999999' | false",
        "TIMESTAMP_S | '20000-01-01'::TIMESTAMP_S | true",
        "TIMESTAMP_MS | '9999-12-31 23:59:59.999'::TIMESTAMP_MS | false",
        "TIMESTAMP_NS | '2020-01-01 00:00:00.123456'::TIMESTAMP_NS | false",
        "TIMESTAMP_NS | '2020-01-01 00:00:00.123456789'::TIMESTAMP_NS | true",
        "TIMESTAMP_NS | 'infinity'::TIMESTAMP_NS | true",
        "TIMESTAMP WITH TIME ZONE | '0001-01-01 00:00:00+00'::TIMESTAMPTZ | false",
        "TIMESTAMP WITH TIME ZONE | 'infinity'::TIMESTAMPTZ | true",
        "HUGEINT | 170141183460469231731687303715884105727::HUGEINT | true",
        "HUGEINT | -99999999999999999999999999999999999999::HUGEINT | false",
        "UHUGEINT | 340282366920938463463374607431768211455::UHUGEINT | true",
        "INTEGER[] | [1, NULL] | true",
        "INTEGER[] | [1, 2] | false",
        "INTEGER[] | NULL::INTEGER[] | false",
        "INTEGER[2] | [1, NULL]::INTEGER[2] | true",
        "INTEGER[][] | [[1], NULL] | true",
        "INTEGER[][] | [[1], [NULL]] | true",
        "INTEGER[][] | [[1], []] | false",
        "DATE[] | ['infinity'::DATE] | true",
        "MAP(VARCHAR, DATE) | MAP {'a': 'infinity'::DATE} | true",
        "MAP(VARCHAR, DATE) | MAP {'a': NULL::DATE} | false",
        "STRUCT(\"a b\" DATE) | {'a b': 'infinity'::DATE} | true",
        "STRUCT(\"a b\" DATE) | NULL::STRUCT(\"a b\" DATE) | false",
        "STRUCT(a STRUCT(b TIMESTAMP)[]) | {'a': [{'b': 'infinity'::TIMESTAMP}]} | true",
      },
      quoteCharacter = '`')
  void findsTheValuesThatCannotBeCarried(String type, String value, boolean expected)
      throws SQLException {
    Export export = exact(type).export();
    assertEquals(
        expected,
        Boolean.TRUE.equals(
            query("SELECT %s FROM (SELECT %s AS c)".formatted(export.violation(), value))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UBIGINT | 18446744073709551615::UBIGINT | 18446744073709551615",
        "HUGEINT | -99999999999999999999999999999999999999::HUGEINT "
            + "| -99999999999999999999999999999999999999",
        "DECIMAL(18,4) | 1079147.4700::DECIMAL(18,4) | 1079147.4700",
        "UUID | 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID "
            + "| a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "ENUM('a', 'it''s') | 'it''s'::ENUM('a', 'it''s') | it's",
        "BIT | '0101'::BIT | 0101",
        "TIMESTAMP_NS | '2020-01-01 00:00:00.123456'::TIMESTAMP_NS | 2020-01-01 00:00:00.123456",
        "INTEGER[3] | [1, 2, 3]::INTEGER[3] | [1, 2, 3]",
        "INTEGER[][] | [[1], [2, 3]] | [{'items': [1]}, {'items': [2, 3]}]",
        "MAP(VARCHAR, INTEGER) | MAP {'a': 1, 'b': NULL} "
            + "| [{'key': a, 'value': 1}, {'key': b, 'value': NULL}]",
        "STRUCT(\"o'k\" UUID, n INTEGER) "
            + "| {'o''k': 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID, 'n': 1} "
            + "| {'o_k': a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11, 'n': 1}",
        "STRUCT(\"a b\" INTEGER) | NULL::STRUCT(\"a b\" INTEGER) | -",
      },
      quoteCharacter = '`',
      nullValues = "-")
  void writesAValueThatReadsTheSameFromTheFile(String type, String value, String expected)
      throws SQLException {
    Path file = dir.resolve("x.parquet");
    Export export = exact(type).export();
    execute(
        "COPY (SELECT %s AS c FROM (SELECT %s AS c)) TO '%s' (FORMAT parquet)"
            .formatted(export.select(), value, file));
    assertEquals(expected, query("SELECT c::VARCHAR FROM '" + file + "'"));
  }

  @Test
  void givesExpressionsThatDuckDbTakesForAnyTypeThatItPrints() throws SQLException {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      execute("CREATE OR REPLACE TABLE t (c " + type(random, 0) + ")");
      execute("INSERT INTO t VALUES (NULL)");
      String printed =
          (String) query("SELECT data_type FROM duckdb_columns() WHERE table_name = 't'");
      Export export = exact(printed).export();
      String violation = export.violation() == null ? "false" : export.violation();
      query("SELECT (%s) IS NULL AND (%s) FROM t".formatted(export.select(), violation));
    }
  }

  /** A random type of those that can be carried. */
  private static String type(Random random, int depth) {
    String[] scalars = {
      "INTEGER",
      "UBIGINT",
      "HUGEINT",
      "DECIMAL(12,3)",
      "VARCHAR",
      "UUID",
      "BLOB",
      "DATE",
      "TIMESTAMP",
      "TIMESTAMPTZ",
      "TIMESTAMP_NS",
      "ENUM('x', 'y''z')",
      "BOOLEAN",
      "DOUBLE"
    };
    int kind = depth > 3 ? 0 : random.nextInt(6);
    return switch (kind) {
      case 0, 1 -> scalars[random.nextInt(scalars.length)];
      case 2 -> type(random, depth + 1) + "[]";
      case 3 -> "MAP(VARCHAR, " + type(random, depth + 1) + ")";
      case 4 -> type(random, depth + 1) + "[2]";
      default ->
          "STRUCT(\"a b\" %s, \"select\" %s, \"q\"\"'\" %s)"
              .formatted(type(random, depth + 1), type(random, depth + 1), type(random, depth + 1));
    };
  }

  private static ColumnMapping.Exact exact(String type) {
    ColumnMapping mapping = TypeMapping.map(List.of(new SourceColumn("c", type))).getFirst();
    return assertInstanceOf(ColumnMapping.Exact.class, mapping);
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Object query(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getObject(1);
    }
  }
}
