package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A statement is compiled anew exactly when something that it depends on has changed. */
class CompiledQueriesTest {
  private static final SqlEngine ENGINE = new SqlEngine();
  private static final String SQL = "SELECT x FROM ds.t";

  private WarehouseTable table = table("INT64");

  @Test
  void compilesTheSameStatementOnce() {
    CompiledQuery first = ENGINE.compile(request(SQL));

    CompiledQuery second = ENGINE.compile(request(SQL));

    assertSame(first, second);
  }

  @Test
  void compilesAnewForATableThatHasChanged() {
    ENGINE.compile(request(SQL));

    table = table("STRING");

    assertEquals("STRING", ENGINE.compile(request(SQL)).schema().getFirst().type());
  }

  @Test
  void asksForTheTableEachTime() {
    ENGINE.compile(request(SQL));

    table = null;

    assertThrows(SqlException.class, () -> ENGINE.compile(request(SQL)));
  }

  @Test
  void compilesAnewForOtherValuesOfParameters() {
    String sql = "SELECT @p AS p";

    String one = ENGINE.compile(request(sql, "1")).duckDbSql();

    assertNotEquals(one, ENGINE.compile(request(sql, "2")).duckDbSql());
  }

  @Test
  void compilesAnewWhatKnowsTheTime() {
    String sql = "SELECT CURRENT_TIMESTAMP() AS now";

    CompiledQuery first = ENGINE.compile(request(sql));

    assertNotSame(first, ENGINE.compile(request(sql)));
  }

  private QueryRequest request(String sql, String... values) {
    List<QueryParameter> parameters =
        List.of(values).stream()
            .map(value -> new QueryParameter("p", Field.of("p", "INT64"), value))
            .toList();
    return new QueryRequest(
        sql, "test", "ds", (_, _, _) -> Optional.ofNullable(table), parameters, "a@example.com");
  }

  private static WarehouseTable table(String type) {
    return new WarehouseTable("test", "ds", "t", List.of(Field.of("x", type)), "\"t\"");
  }
}
