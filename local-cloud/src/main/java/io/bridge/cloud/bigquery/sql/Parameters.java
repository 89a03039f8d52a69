package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Query parameters as literals of DuckDB. Each value is read as its type says and written anew, so
 * nothing of the caller's text reaches the statement but inside a quoted string.
 */
final class Parameters {
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[ Tt](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6}0{0,3})?)?))?"
              + "\\s*(Z|z|[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z]+(?:[/_A-Za-z0-9+-]*))?");

  private final List<QueryParameter> parameters;

  Parameters(List<QueryParameter> parameters) {
    this.parameters = parameters;
    long named = parameters.stream().filter(p -> !isPositional(p)).count();
    if (named != 0 && named != parameters.size()) {
      throw invalid("Cannot mix named and positional query parameters");
    }
  }

  private static boolean isPositional(QueryParameter parameter) {
    return parameter.name() == null || parameter.name().isEmpty();
  }

  List<Column> declarations() {
    return parameters.stream()
        .map(p -> new Column(isPositional(p) ? "" : p.name(), Fields.type(p.type())))
        .toList();
  }

  /**
   * @param name empty for a positional one
   * @param position 1-based
   */
  String literal(String name, long position) {
    QueryParameter parameter =
        name.isEmpty()
            ? parameters.get(Math.toIntExact(position) - 1)
            : parameters.stream().filter(p -> name.equalsIgnoreCase(p.name())).findFirst().get();
    return literal(parameter.value(), Fields.type(parameter.type()));
  }

  private static String literal(Object value, SqlType type) {
    if (value == null) {
      return Literals.nullOf(type);
    }
    return switch (type) {
      case Scalar scalar when value instanceof String text -> scalar(text, scalar);
      case Array(var element) when value instanceof List<?> items ->
          Literals.array(element, items.stream().map(item -> literal(item, element)).toList());
      case Struct struct when value instanceof Map<?, ?> values ->
          Literals.struct(
              struct,
              struct.members().stream().map(m -> literal(values.get(m.name()), m.type())).toList());
      case Scalar _, Array _, Struct _, Other _ ->
          throw invalid("Invalid value of a query parameter of type " + type);
    };
  }

  private static String scalar(String text, Scalar type) {
    try {
      return switch (type) {
        case INT64 -> Literals.int64(Long.parseLong(text.strip()));
        case FLOAT64 -> Literals.float64(float64(text.strip()));
        case NUMERIC -> Literals.numeric(numeric(text));
        case BIGNUMERIC -> Literals.bigNumeric(new BigDecimal(text.strip()));
        case BOOL -> Literals.quoted(bool(text.strip()), type);
        case STRING -> Sql.string(text);
        case BYTES -> Literals.bytes(Base64.getDecoder().decode(text));
        case DATE -> Literals.quoted(LocalDate.parse(text.strip()), type);
        case DATETIME ->
            Literals.quoted(LocalDateTime.parse(text.strip().replaceFirst("[ t]", "T")), type);
        case TIME -> Literals.quoted(LocalTime.parse(text.strip()), type);
        case TIMESTAMP -> Literals.timestamp(timestamp(text.strip()));
        case JSON -> Sql.cast(Sql.string(text), "JSON");
        case INTERVAL -> Literals.interval(IntervalText.parse(text.strip()));
        case GEOGRAPHY -> throw SqlException.unsupported("A query parameter of type " + type);
      };
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
      throw invalid("Invalid value of a query parameter of type %s: %s".formatted(type, text));
    }
  }

  private static BigDecimal numeric(String text) {
    BigDecimal value = new BigDecimal(text.strip());
    BigDecimal kept =
        value.setScale(Math.min(value.scale(), DuckType.NUMERIC_SCALE), RoundingMode.HALF_UP);
    if (kept.precision() - kept.scale() > 29) {
      throw new ArithmeticException();
    }
    return kept;
  }

  private static double float64(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  /** Microseconds since the epoch, of a timestamp literal's text; without a zone it is UTC. */
  private static long timestamp(String text) {
    Matcher parts = TIMESTAMP.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException();
    }
    LocalTime time = parts.group(2) == null ? LocalTime.MIN : LocalTime.parse(parts.group(2));
    Instant instant =
        LocalDate.parse(parts.group(1)).atTime(time).atZone(zone(parts.group(3))).toInstant();
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static ZoneId zone(String text) {
    if (text == null || text.equalsIgnoreCase("z")) {
      return ZoneOffset.UTC;
    }
    if (text.matches("[+-]\\d{1,2}")) {
      return ZoneOffset.ofHours(Integer.parseInt(text));
    }
    return ZoneId.of(text);
  }

  private static SqlException invalid(String message) {
    return new SqlException(message, 0, 0, "invalid");
  }
}
