package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.cloud.bigquery.corpus.AnsweredStatements;
import io.bridge.sql.SqlFunction;
import io.bridge.sql.SqlProblem;
import io.bridge.sql.SqlStatement;
import io.bridge.sql.SqlType.Scalar;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each signature of each function that is mapped has a case with an expected value: a statement of
 * the corpus, of {@code corpus.txt} or of {@code kinds.txt} calls it, as ZetaSQL's tree of the
 * statement says.
 *
 * <p>A signature counts once for each number of its optional arguments. One that leaves a type open
 * counts once for each kind of value as well, where the function is written in DuckDB's SQL, which
 * has rules of its own for each: scalar types, arrays and structs. Not asked for is a signature
 * that the engine refuses by the function's name, and one with a type that no statement can name.
 */
class SignaturesTest {
  /** What ZetaSQL has no call for in its tree: {@code ||} is CONCAT there, the others are nodes. */
  private static final Set<String> NO_CALLS = Set.of("$concat_op", "flatten", "grouping");

  private static final List<SqlFunction> FUNCTIONS =
      Warehouse.ENGINE.functions().stream()
          .filter(f -> !FunctionFamily.of(f).equals(FunctionFamily.NOT_BIGQUERY))
          .filter(f -> !NO_CALLS.contains(f.name()))
          .toList();

  private static final SignatureUses USES = new SignatureUses(FUNCTIONS);

  private static Warehouse warehouse;
  private static ServedFunctions served;
  private static Set<String> used;

  @BeforeAll
  static void read() throws SQLException, IOException {
    warehouse = new Warehouse();
    served = new ServedFunctions(warehouse);
    List<SqlStatement> statements = new ArrayList<>(AnsweredStatements.of(Warehouse.ENGINE));
    SqlCorpusTest.answered().forEach(sql -> statements.add(statement(sql)));
    used = statements.parallelStream().flatMap(USES::of).collect(Collectors.toSet());
  }

  private static SqlStatement statement(String sql) {
    QueryRequest request = new QueryRequest(sql, "test", "ds", warehouse, List.of());
    return new Generation(null, request).statement(new TableNames(request)::find);
  }

  @AfterAll
  static void close() throws SQLException {
    warehouse.close();
  }

  @Test
  void aCaseSaysWhatEachSignatureGives() {
    assertEquals(List.of(), FUNCTIONS.stream().flatMap(SignaturesTest::unused).toList());
  }

  private static Stream<String> unused(SqlFunction function) {
    return function.signatures().stream()
        .flatMap(
            signature ->
                SignatureUses.ways(function, signature)
                    .filter(way -> !used.contains(way))
                    .filter(_ -> !served.isRefused(function, signature)));
  }

  @Test
  void aCaseSaysWhatEachKindOfValueGivesInDuckDb() {
    Set<String> missing = new TreeSet<>();
    for (SqlFunction function : FUNCTIONS) {
      boolean isOpen = function.signatures().stream().anyMatch(s -> s.open().findAny().isPresent());
      if (isOpen && served.how(function).equals("DuckDB")) {
        missing.addAll(unusedKinds(function));
      }
    }

    assertEquals("", String.join("\n", missing));
  }

  /** Each kind that a call may have there; and where none may, that there was no call. */
  private static Set<String> unusedKinds(SqlFunction function) {
    Set<String> all =
        kinds().parallel().flatMap(kind -> possible(function, kind)).collect(Collectors.toSet());
    Set<String> missing =
        function.signatures().stream()
            .filter(signature -> !served.isRefused(function, signature))
            .flatMap(s -> s.open().map(open -> SignatureUses.kind(function, s, open, "")))
            .filter(kind -> all.stream().noneMatch(one -> one.startsWith(kind)))
            .collect(Collectors.toCollection(TreeSet::new));
    missing.addAll(all);
    missing.removeAll(used);
    return missing;
  }

  private static Stream<String> kinds() {
    return Stream.concat(
        Stream.of(Scalar.values()).filter(type -> type != Scalar.GEOGRAPHY).map(Scalar::toString),
        Stream.of("ARRAY<INT64>", "STRUCT<x INT64>"));
  }

  private static Stream<String> possible(SqlFunction function, String type) {
    return served.calls(function, type).flatMap(call -> possible(function, statement(call)));
  }

  private static Stream<String> possible(SqlFunction function, SqlStatement call) {
    try {
      List<String> uses =
          USES.of(call)
              .filter(use -> use.startsWith(function.name() + "(") && use.contains(" where "))
              .toList();
      if (!used.containsAll(uses)) {
        warehouse.compile(call.text());
      }
      return uses.stream();
    } catch (SqlProblem | SqlException _) {
      return Stream.of();
    }
  }
}
