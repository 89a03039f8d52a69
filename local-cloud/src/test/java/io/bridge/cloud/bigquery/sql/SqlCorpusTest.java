package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs {@code corpus.txt} and {@code kinds.txt}. A case is a statement and, on the lines after it,
 * its rows ({@code = a | b}), its schema ({@code : name TYPE, …}), what it is refused with ({@code
 * ! text}) or what it fails with while it runs ({@code !! text}). Values were worked out by hand
 * from BigQuery's documentation.
 */
class SqlCorpusTest {
  private static Warehouse warehouse;

  @BeforeAll
  static void open() throws SQLException {
    warehouse = new Warehouse();
  }

  @AfterAll
  static void close() throws SQLException {
    warehouse.close();
  }

  private record Case(String sql, List<String> expected) {
    boolean isAnswered() {
      return lines("!").isEmpty() && lines("!!").isEmpty();
    }

    List<String> lines(String mark) {
      return expected.stream()
          .filter(line -> line.startsWith(mark + " ") || line.equals(mark))
          .map(line -> line.substring(mark.length()).strip())
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> answersAsBigQueryDoes() throws IOException {
    return cases().stream().map(c -> DynamicTest.dynamicTest(c.sql(), () -> check(c)));
  }

  private static void check(Case test) throws SQLException {
    List<String> refused = test.lines("!");
    if (!refused.isEmpty()) {
      SqlException e = assertThrows(SqlException.class, () -> warehouse.compile(test.sql()));
      assertTrue(e.getMessage().contains(refused.getFirst()), e.getMessage());
      return;
    }
    CompiledQuery compiled = warehouse.compile(test.sql());
    List<String> failed = test.lines("!!");
    if (!failed.isEmpty()) {
      SQLException e = assertThrows(SQLException.class, () -> warehouse.run(compiled));
      assertTrue(e.getMessage().contains(failed.getFirst()), e.getMessage());
      return;
    }
    assertEquals(
        String.join("\n", test.lines("=")),
        String.join("\n", warehouse.run(compiled)),
        compiled::duckDbSql);
    assertEquals(
        unquoted(compiled.schema().stream().map(DuckType::of).toList()),
        unquoted(warehouse.types(compiled)),
        compiled::duckDbSql);
    for (String schema : test.lines(":")) {
      assertEquals(
          schema,
          String.join(
              ", ", compiled.schema().stream().map(f -> f.name() + " " + name(f)).toList()));
    }
  }

  /** DuckDB quotes the names that are words of its own. */
  private static List<String> unquoted(List<String> types) {
    return types.stream().map(type -> type.replace("\"", "")).toList();
  }

  private static String name(Field field) {
    return field.isRepeated() ? "ARRAY<" + field.type() + ">" : field.type();
  }

  /** The statements whose rows are written down. */
  static List<String> answered() throws IOException {
    return cases().stream().filter(Case::isAnswered).map(Case::sql).toList();
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String file : List.of("corpus.txt", "kinds.txt")) {
      try (InputStream in = SqlCorpusTest.class.getResourceAsStream(file)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Arrays.stream(text.split("\n\\s*\n"))
            .map(SqlCorpusTest::parse)
            .filter(c -> !c.sql().isBlank())
            .forEach(cases::add);
      }
    }
    return cases;
  }

  private static Case parse(String block) {
    List<String> sql = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String line : block.strip().split("\n")) {
      if (line.startsWith("= ") || line.equals("=") || line.matches("(!|!!|:) .*")) {
        expected.add(line);
      } else if (!line.startsWith("##")) {
        sql.add(line);
      }
    }
    return new Case(String.join("\n", sql), expected);
  }
}
