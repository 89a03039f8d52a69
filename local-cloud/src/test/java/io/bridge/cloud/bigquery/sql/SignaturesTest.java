package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import io.bridge.cloud.bigquery.corpus.AnsweredStatements;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlFunction;
import io.bridge.sql.SqlFunction.Signature;
import io.bridge.sql.SqlStatement;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each signature of each function that is mapped has a case with an expected value: a statement of
 * the corpus or of {@code corpus.txt} calls it, as ZetaSQL's tree of the statement says.
 *
 * <p>A signature counts once for each number of its optional arguments. One that takes any type
 * counts once here. Not asked for is a signature that the engine refuses by the function's name,
 * and one with a type that no statement can name.
 */
class SignaturesTest {
  /** What ZetaSQL has no call for in its tree: {@code ||} is CONCAT there, the others are nodes. */
  private static final Set<String> NO_CALLS = Set.of("$concat_op", "flatten", "grouping");

  private static final List<SqlFunction> FUNCTIONS = Warehouse.ENGINE.functions();

  private static Warehouse warehouse;
  private static ServedFunctions served;
  private static Set<Use> uses;

  /**
   * @param optional how many of the optional arguments are there
   */
  private record Use(String function, long signature, int optional) {}

  @BeforeAll
  static void read() throws SQLException, IOException {
    warehouse = new Warehouse();
    served = new ServedFunctions(warehouse);
    GoogleSql googleSql = new GoogleSql();
    WrittenCalls written = new WrittenCalls();
    uses =
        statements().parallelStream()
            .flatMap(
                statement ->
                    written
                        .of(statement.text())
                        .orElseGet(() -> CallReader.read(googleSql.analyzeWithFunctions(statement)))
                        .stream())
            .map(SignaturesTest::use)
            .collect(Collectors.toSet());
  }

  private static List<SqlStatement> statements() throws SQLException, IOException {
    List<SqlStatement> statements = new ArrayList<>(AnsweredStatements.of(Warehouse.ENGINE));
    for (String sql : SqlCorpusTest.answered()) {
      QueryRequest request = new QueryRequest(sql, "test", "ds", warehouse, List.of());
      statements.add(new Generation(null, request).statement(new TableNames(request)::find));
    }
    return statements;
  }

  private static Use use(ResolvedFunctionCallBase call) {
    String name = String.join(".", call.getFunction().getNamePath()).toLowerCase(Locale.ROOT);
    long id = call.getSignature().getContextId();
    int optional =
        signatures(name)
            .filter(signature -> signature.id() == id && !signature.optional().isEmpty())
            .mapToInt(signature -> call.getArgumentList().size() - signature.arguments().size())
            .sum();
    return new Use(name, id, optional);
  }

  private static Stream<Signature> signatures(String function) {
    return FUNCTIONS.stream()
        .filter(one -> one.name().equals(function))
        .flatMap(one -> one.signatures().stream());
  }

  @AfterAll
  static void close() throws SQLException {
    warehouse.close();
  }

  @Test
  void aCaseSaysWhatEachSignatureGives() {
    List<String> missing =
        FUNCTIONS.stream()
            .filter(f -> !FunctionFamily.of(f).equals(FunctionFamily.NOT_BIGQUERY))
            .filter(f -> !NO_CALLS.contains(f.name()))
            .flatMap(f -> f.signatures().stream().flatMap(s -> missing(f, s)))
            .toList();

    assertEquals(List.of(), missing);
  }

  private static Stream<String> missing(SqlFunction function, Signature signature) {
    return IntStream.rangeClosed(0, signature.optional().size())
        .filter(optional -> isWritten(signature, optional))
        .filter(optional -> !uses.contains(new Use(function.name(), signature.id(), optional)))
        .filter(_ -> !served.isRefused(function, signature))
        .mapToObj(
            optional ->
                "%s(%s) with %d optional ones".formatted(function.name(), signature, optional));
  }

  /** The number and the unit of an interval come together. */
  private static boolean isWritten(Signature signature, int optional) {
    List<String> types = signature.optional();
    return optional == 0 || optional == types.size() || !types.get(optional).equals("ENUM");
  }
}
