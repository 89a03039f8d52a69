package io.bridge.cloud.bigquery.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/local-cloud/functions.md} against ZetaSQL's own list of functions: a call of
 * each is compiled, by one of its signatures or as {@code calls.txt} gives it.
 */
class FunctionsDocTest {
  private static final Path PAGE = Path.of("..", "docs", "local-cloud", "functions.md");

  /** What holds statements whose answers are looked at. */
  private static final Path CASES =
      Path.of("src", "test", "resources", "io", "bridge", "cloud", "bigquery");

  private static final String WRITE = "bridge.functions.write";

  private static final String HEAD =
      """
      # Functions of GoogleSQL

      What local-cloud does with each function that BigQuery's analyzer knows. *DuckDB*: written in
      DuckDB's SQL, and by ZetaSQL's reference implementation for the arguments where the two would
      differ. *ZetaSQL's reference*: computed by ZetaSQL's own reference implementation, some
      microseconds for each row. *Refused*: an error that names the function. `FunctionsDocTest`
      writes this page.

      What is not refused is served in each of its signatures, and `SignaturesTest` wants a case
      with an expected value for each: with each number of optional arguments, and in DuckDB's SQL
      with each type where a signature takes any. Only BIT_AND, BIT_OR and BIT_XOR of BYTES, which
      BigQuery's documentation does not have, are refused by their names.

      | family | function | how |
      |---|---|---|
      """;

  private static final String TAIL =
      """

      Refused too: `ZSTD_COMPRESS`, `ZSTD_DECOMPRESS_TO_BYTES` and `ZSTD_DECOMPRESS_TO_STRING`, for
      which ZetaSQL's reference implementation gives wrong values.

      Not BigQuery's: ZetaSQL has these and BigQuery has not, so they are not found here either.

      """;

  private static Warehouse warehouse;
  private static ServedFunctions served;

  @BeforeAll
  static void open() throws SQLException, IOException {
    warehouse = new Warehouse();
    served = new ServedFunctions(warehouse);
  }

  @AfterAll
  static void close() throws SQLException {
    warehouse.close();
  }

  @Test
  void isWhatThePageSays() throws IOException {
    String page = HEAD + String.join("\n", rows()) + "\n" + TAIL + withheld() + "\n";
    if (Boolean.getBoolean(WRITE)) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }

    assertEquals(
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        page,
        "Run this test with -D" + WRITE + "=true to write the page anew");
  }

  @Test
  void mapsOrRefusesEachFunctionByItsName() {
    assertEquals(
        List.of(),
        functions().stream()
            .filter(f -> served.how(f).startsWith("?"))
            .map(f -> f.name() + served.how(f))
            .toList());
  }

  @Test
  void mapsMostOfWhatQueriesUse() {
    Map<FunctionFamily, List<SqlFunction>> families =
        functions().stream()
            .filter(f -> FunctionFamily.of(f).isCommon())
            .collect(Collectors.groupingBy(FunctionFamily::of));

    for (var family : families.entrySet()) {
      long mapped =
          family.getValue().stream().filter(f -> !served.how(f).startsWith("refused")).count();
      double share = (double) mapped / family.getValue().size();
      assertTrue(share >= 0.85, () -> family.getKey() + " " + share);
    }
  }

  /** Operators have no name to look for: {@link NativeLawTest} calls them. */
  @Test
  void someCaseCallsEachFunctionThatIsMapped() throws IOException {
    String cases = cases();

    assertEquals(
        List.of(),
        functions().stream()
            .filter(f -> !f.name().startsWith("$") && !served.how(f).startsWith("refused"))
            .map(SqlFunction::name)
            .filter(name -> !isCalled(name, cases))
            .toList());
  }

  @Test
  void findsNoFunctionThatBigQueryHasNot() {
    List<String> names = functions().stream().map(SqlFunction::name).toList();

    assertEquals(List.of(), names.stream().filter(GoogleSql.withheld()::contains).toList());
  }

  private static boolean isCalled(String name, String cases) {
    return Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "\\s*\\(").matcher(cases).find();
  }

  /** The statements of all cases, without titles, values and remarks. */
  private static String cases() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      List<Path> texts =
          files
              .filter(file -> file.toString().endsWith(".txt"))
              .filter(file -> !file.endsWith("calls.txt") && !file.endsWith("known.txt"))
              .toList();
      StringBuilder all = new StringBuilder();
      for (Path text : texts) {
        Files.readString(text)
            .lines()
            .filter(line -> !line.matches("(##.*|(==|!!|[=~:!])( .*)?)"))
            .forEach(line -> all.append(line.toLowerCase(Locale.ROOT)).append('\n'));
      }
      return all.toString();
    }
  }

  private static String withheld() {
    return GoogleSql.withheld().stream()
        .sorted()
        .map(name -> "`" + name.toUpperCase(Locale.ROOT) + "`")
        .collect(Collectors.joining(",\n"));
  }

  private static List<SqlFunction> functions() {
    return Warehouse.ENGINE.functions().stream()
        .filter(f -> !FunctionFamily.of(f).equals(FunctionFamily.NOT_BIGQUERY))
        .toList();
  }

  private static List<String> rows() {
    Map<FunctionFamily, Set<String>> rows = new TreeMap<>();
    for (SqlFunction function : functions()) {
      FunctionFamily family = FunctionFamily.of(function);
      String name = function.name().toUpperCase(Locale.ROOT).replace("|", "\\|");
      rows.computeIfAbsent(family, _ -> new TreeSet<>())
          .add("| " + family.title() + " | `" + name + "` | " + served.how(function) + " |");
    }
    return rows.values().stream().flatMap(Set::stream).toList();
  }
}
