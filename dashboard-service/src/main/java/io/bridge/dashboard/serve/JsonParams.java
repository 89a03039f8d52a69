package io.bridge.dashboard.serve;

import io.bridge.dashboard.query.BoundParam;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Values of JSON as typed parameters: the type follows from the value. */
final class JsonParams {
  private static final int MOST = 100;
  private static final int MOST_VALUES = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private JsonParams() {}

  static List<BoundParam> read(Map<String, Object> params) {
    Map<String, Object> given = params == null ? Map.of() : params;
    if (given.size() > MOST) {
      throw invalid("params", "at most " + MOST + " parameters");
    }
    Set<String> names = new HashSet<>();
    List<BoundParam> bound = new ArrayList<>();
    given.forEach(
        (name, value) -> {
          requireName(name, names);
          bound.add(param(name, value));
        });
    return bound;
  }

  private static void requireName(String name, Set<String> names) {
    if (!NAME.matcher(name).matches() || !names.add(name.toLowerCase(Locale.ROOT))) {
      throw invalid("params", "each name once, made of letters, digits and _");
    }
  }

  private static BoundParam param(String name, Object value) {
    if (!(value instanceof List<?> list)) {
      return new BoundParam(name, type(name, value), value == null ? null : text(value));
    }
    List<String> types = list.stream().map(it -> type(name, it)).distinct().toList();
    if (types.size() > 1 || list.size() > MOST_VALUES || list.contains(null)) {
      throw invalid("params." + name, "a list of one kind, of " + MOST_VALUES + " values at most");
    }
    String element = types.isEmpty() ? "STRING" : types.getFirst();
    return new BoundParam(
        name, "ARRAY<" + element + ">", list.stream().map(JsonParams::text).toList());
  }

  private static String type(String name, Object value) {
    return switch (value) {
      case null -> "STRING";
      case String _ -> "STRING";
      case Boolean _ -> "BOOL";
      case Integer _, Long _ -> "INT64";
      case BigInteger _ -> "NUMERIC";
      case Double _, Float _, BigDecimal _ -> "FLOAT64";
      default -> throw invalid("params." + name, "text, number, boolean or a list of one kind");
    };
  }

  private static String text(Object value) {
    return value.toString();
  }

  private static BridgeException invalid(String field, String message) {
    return new BridgeException(
        ErrorCode.INVALID_REQUEST,
        "A parameter is not valid: " + message,
        List.of(new Violation(field, message)));
  }
}
