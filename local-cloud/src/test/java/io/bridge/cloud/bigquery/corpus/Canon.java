package io.bridge.cloud.bigquery.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** Brings what {@link Cells} read to values that compare. */
final class Canon {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Canon() {}

  /** A FLOAT64 whose last digits the documentation does not promise; written {@code ~1.5}. */
  record About(double value) {
    boolean holds(Object actual) {
      return actual instanceof Double d
          && Math.abs(d - value) <= 1e-9 * Math.max(1, Math.abs(value));
    }
  }

  static Object of(SqlType type, Object raw) {
    return switch (type) {
      case SqlType.Array array -> raw == null ? List.of() : all(array, (List<?>) raw);
      case SqlType.Struct struct -> raw == null ? null : all(struct, (List<?>) raw);
      case Scalar scalar -> raw == null ? null : scalar(scalar, (String) raw);
      case SqlType.Other _ -> raw;
    };
  }

  private static List<Object> all(SqlType.Array array, List<?> raw) {
    List<Object> values = new ArrayList<>();
    raw.forEach(one -> values.add(of(array.element(), one)));
    return values;
  }

  private static List<Object> all(SqlType.Struct struct, List<?> raw) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      values.add(of(struct.members().get(i).type(), raw.get(i)));
    }
    return values;
  }

  private static Object scalar(Scalar type, String text) {
    return switch (type) {
      case INT64 -> Long.valueOf(text);
      case FLOAT64 -> text.startsWith("~") ? about(text) : number(text);
      case NUMERIC, BIGNUMERIC -> decimal(new BigDecimal(text));
      case BOOL -> Boolean.valueOf(text);
      case DATE -> LocalDate.parse(text);
      case DATETIME -> LocalDateTime.parse(text.replace(' ', 'T'));
      case TIME -> LocalTime.parse(text);
      case TIMESTAMP -> Instant.parse(text.replace(' ', 'T'));
      case INTERVAL -> Span.parse(text);
      case JSON -> json(text);
      case STRING, BYTES, GEOGRAPHY -> text;
    };
  }

  private static About about(String text) {
    return new About(Double.parseDouble(text.substring(1)));
  }

  private static Double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(text);
    };
  }

  static BigDecimal decimal(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  /** Without white space between its parts, in the order of keys that it has. */
  static String json(String text) {
    try {
      return JSON.writeValueAsString(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** True where an expected value stands for an actual one. */
  static boolean matches(Object expected, Object actual) {
    return switch (expected) {
      case null -> actual == null;
      case About about -> about.holds(actual);
      case Double d when d == 0 -> actual instanceof Double a && a == 0;
      case List<?> list -> actual instanceof List<?> other && allMatch(list, other);
      default -> expected.equals(actual);
    };
  }

  private static boolean allMatch(List<?> expected, List<?> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!matches(expected.get(i), actual.get(i))) {
        return false;
      }
    }
    return true;
  }
}
