package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the engine does with each function: asked by a call of one of its signatures, or by the one
 * that {@code calls.txt} gives.
 */
final class ServedFunctions {
  private static final String FROM = " FROM ds.regions";

  /** With a column of each type that has no counterpart. */
  private static final String FOREIGN =
      FROM + ", (SELECT ST_GEOGPOINT(1, 2) AS g, RANGE(DATE '2024-01-01', NULL) AS r)";

  private final Warehouse warehouse;
  private final Map<String, String> calls;
  private final Map<SqlFunction, String> how = new HashMap<>();
  private final Map<String, Boolean> foreign = new HashMap<>();

  ServedFunctions(Warehouse warehouse) throws IOException {
    this.warehouse = warehouse;
    this.calls = calls();
  }

  String how(SqlFunction function) {
    return how.computeIfAbsent(function, this::tried);
  }

  private String tried(SqlFunction function) {
    String refusal = "";
    for (String call : candidates(function)) {
      try {
        warehouse.compile(call);
        return isNative(function) ? "DuckDB" : "ZetaSQL's reference";
      } catch (SqlException e) {
        if (names(e, function)) {
          return "refused: " + reason(e, function);
        }
        refusal = e.getMessage();
      }
    }
    return "? " + refusal.lines().findFirst().orElse("");
  }

  private static boolean names(SqlException e, SqlFunction function) {
    String message = e.getMessage().toLowerCase(Locale.ROOT);
    return e.isUnsupported() && message.startsWith("function " + function.name() + " ");
  }

  private static String reason(SqlException e, SqlFunction function) {
    return e.getMessage().contains("GEOGRAPHY")
        ? "GEOGRAPHY has no counterpart"
        : e.getMessage().contains("RANGE")
            ? "RANGE has no counterpart"
            : "neither DuckDB nor ZetaSQL's reference has it";
  }

  private static boolean isNative(SqlFunction function) {
    return ScalarFunctions.names().contains(function.name())
        || Aggregates.names().contains(function.name())
        || Windows.names().contains(function.name())
        || Session.isVolatile(function.name())
        || function.name().equals("grouping");
  }

  private List<String> candidates(SqlFunction function) {
    if (calls.containsKey(function.name())) {
      String call = "SELECT " + calls.get(function.name());
      return List.of(call + FROM, call + FOREIGN);
    }
    return function.signatures().stream()
        .flatMap(signature -> candidates(function, signature.arguments()))
        .toList();
  }

  private static Stream<String> candidates(SqlFunction function, List<String> types) {
    String arguments =
        types.stream().map(ServedFunctions::sample).collect(Collectors.joining(", "));
    String call = "SELECT " + function.name() + "(" + arguments + ")";
    String over = function.mode().equals("ANALYTIC") ? " OVER (ORDER BY id)" : "";
    return Stream.of(call + over + FROM, call + " OVER ()" + FROM, call + FOREIGN);
  }

  /** Whether it is refused by the function's name, or takes what no statement can write. */
  boolean isRefused(SqlFunction function, SqlFunction.Signature signature) {
    return how(function).startsWith("refused")
        || signature.arguments().stream().anyMatch(this::isForeign)
        || candidates(function, signature.arguments()).anyMatch(call -> isRefused(function, call));
  }

  private boolean isRefused(SqlFunction function, String call) {
    try {
      warehouse.compile(call);
      return false;
    } catch (SqlException e) {
      return names(e, function);
    }
  }

  private boolean isForeign(String type) {
    return foreign.computeIfAbsent(type, this::isNoType);
  }

  /** A date part is written as a word, a lambda as an arrow. */
  private boolean isNoType(String type) {
    try {
      warehouse.compile("SELECT CAST(NULL AS " + anyAsInteger(type) + ")");
      return false;
    } catch (SqlException e) {
      return !type.equals("ENUM") && !type.equals("LAMBDA");
    }
  }

  private static String anyAsInteger(String type) {
    return type.replaceAll("ANY(_\\d)?", "INT64");
  }

  /**
   * Statements that call a function with a value of a type, once for each of its signatures and
   * each of the types that one leaves open.
   */
  Stream<String> calls(SqlFunction function, String type) {
    String from = " FROM (SELECT CAST(NULL AS %s) AS id, 'a' AS region, 1 AS o)".formatted(type);
    if (calls.containsKey(function.name())) {
      return Stream.of("SELECT " + calls.get(function.name()) + from);
    }
    List<String> ways =
        switch (function.mode()) {
          case "ANALYTIC" -> List.of(" OVER (ORDER BY o)");
          case "AGGREGATE" -> List.of("", " OVER ()");
          default -> List.of("");
        };
    return function.signatures().stream()
        .flatMap(signature -> signature.open().map(open -> call(function, signature, open)))
        .flatMap(call -> ways.stream().map(way -> "SELECT " + call + way + from));
  }

  private static String call(SqlFunction function, SqlFunction.Signature signature, String open) {
    return signature.arguments().stream()
        .map(type -> type.equals(open) ? "id" : type.contains(open) ? "[id]" : sample(type))
        .collect(Collectors.joining(", ", function.name() + "(", ")"));
  }

  private static String sample(String type) {
    return switch (type) {
      case "INT64", "ANY", "ANY_1", "ANY_2" -> "1";
      case "FLOAT64" -> "0.5";
      case "STRING" -> "'a'";
      case "NUMERIC", "BIGNUMERIC" -> type + " '0.5'";
      case "GEOGRAPHY" -> "g";
      default -> "CAST(NULL AS " + anyAsInteger(type) + ")";
    };
  }

  private static Map<String, String> calls() throws IOException {
    try (InputStream in = ServedFunctions.class.getResourceAsStream("calls.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("##"))
          .map(line -> line.split(" \\| ", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
  }
}
