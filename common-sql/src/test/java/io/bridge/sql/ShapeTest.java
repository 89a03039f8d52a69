package io.bridge.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  private static final GoogleSql SQL = new GoogleSql();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1                                     | Query
          SELECT 1; DROP TABLE d.t                     | Query,Drop
          BEGIN SELECT 1; END                          | BeginEndBlock
          DECLARE x INT64; SELECT 1                    | VariableDeclaration,Query
          EXECUTE /* x */ IMMEDIATE 'DROP TABLE d.t'   | ExecuteImmediate
          CREATE TEMP FUNCTION f() AS (1); SELECT f()  | CreateFunction,Query
          """)
  void tellsEachStatement(String sql, String kinds) {
    assertEquals(List.of(kinds.split(",")), SQL.shape(sql).statements());
  }

  @Test
  void tellsWhatIsCalledAndWhatItIsMadeOf() {
    SqlShape shape =
        SQL.shape(
            "SELECT Ml.f(x), SAFE.SUBSTR('a', 1) FROM EXTERNAL_QUERY('c', 'q') |> WHERE TRUE");

    assertEquals(List.of(List.of("Ml", "f"), List.of("SAFE", "SUBSTR")), shape.functions());
    assertEquals(List.of(List.of("EXTERNAL_QUERY")), shape.tableFunctions());
    assertTrue(shape.constructs().containsAll(List.of("Select", "TVF", "PipeWhere")));
  }

  @Test
  void knowsWhatTheAnalyzerDoesNotTake() {
    assertTrue(
        SQL.shape("FROM t |> EXPORT DATA OPTIONS(uri='x')")
            .constructs()
            .contains("PipeExportData"));
    assertThrows(SqlProblem.class, () -> SQL.shape("SELECT FROM"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INT64",
        "ARRAY<STRING>",
        "STRUCT<city STRING, tags ARRAY<INT64>>",
        "STRUCT<INT64, a STRUCT<b DATE>>",
        "ARRAY<STRUCT<INT64>>"
      })
  void readsTheTypesThatItWrites(String text) {
    assertEquals(text, SqlType.of(text).toString());
  }

  @Test
  void readsPrecisionsAndWhatItDoesNotKnow() {
    assertEquals(SqlType.Scalar.NUMERIC, SqlType.of("numeric(10, 4)"));
    assertInstanceOf(SqlType.Other.class, SqlType.of("RANGE<DATE>"));
    assertInstanceOf(SqlType.Other.class, SqlType.of(""));
    assertInstanceOf(SqlType.Other.class, SqlType.of("STRUCT<a INT64> x"));
  }
}
