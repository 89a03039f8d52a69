package io.bridge.cloud.bigquery.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.Field;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Writes values as BigQuery's REST API does: scalars as strings, arrays of {@code {v:…}}. */
final class Cell {
  private static final long MICROS = 1_000_000L;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final TimestampFormat timestamps;

  Cell(TimestampFormat timestamps) {
    this.timestamps = timestamps;
  }

  /** {@code {v:…}} of a value that {@link WireValue} selected. */
  ObjectNode of(Field field, Object value) throws SQLException {
    return JSON.objectNode().set("v", value(field, value));
  }

  private JsonNode value(Field field, Object value) throws SQLException {
    if (field.isRepeated()) {
      return array(field.element(), value);
    }
    if (value == null) {
      return JSON.nullNode();
    }
    return field.type().equals("STRUCT") ? struct(field, value) : JSON.textNode(text(field, value));
  }

  private JsonNode array(Field element, Object value) throws SQLException {
    var node = JSON.arrayNode();
    if (value != null) {
      for (var item : elements(value)) {
        node.add(of(element, item));
      }
    }
    return node;
  }

  private JsonNode struct(Field field, Object value) throws SQLException {
    var members = ((Struct) value).getAttributes();
    var node = JSON.objectNode();
    var cells = node.putArray("f");
    for (int i = 0; i < members.length; i++) {
      cells.add(of(field.fields().get(i), members[i]));
    }
    return node;
  }

  private String text(Field field, Object value) throws SQLException {
    return switch (field.type()) {
      case "NUMERIC", "BIGNUMERIC" -> plain((BigDecimal) value);
      case "DATE" -> LocalDate.ofEpochDay((Long) value).toString();
      case "TIME" -> time(LocalTime.ofNanoOfDay(((Long) value % (86_400 * MICROS)) * 1000));
      case "DATETIME" -> dateTime((Long) value);
      case "TIMESTAMP" -> timestamps.text((Long) value);
      case "INTERVAL" -> interval(elements(value));
      default -> value.toString();
    };
  }

  private static Object[] elements(Object array) throws SQLException {
    return (Object[]) ((Array) array).getArray();
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static String dateTime(long micros) {
    var at =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, MICROS),
            (int) Math.floorMod(micros, MICROS) * 1000,
            ZoneOffset.UTC);
    return at.toLocalDate() + "T" + time(at.toLocalTime());
  }

  /** Hours to seconds, and the fraction in 3 or 6 digits when there is one. */
  private static String time(LocalTime time) {
    int micros = time.getNano() / 1000;
    var seconds =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
    if (micros == 0) {
      return seconds;
    }
    return micros % 1000 == 0
        ? seconds + String.format(Locale.ROOT, ".%03d", micros / 1000)
        : seconds + String.format(Locale.ROOT, ".%06d", micros);
  }

  /** {@code [sign]Y-M [sign]D [sign]H:M:S[.F]}. */
  private static String interval(Object[] parts) {
    long months = (Long) parts[0];
    long days = (Long) parts[1];
    long micros = (Long) parts[2];
    long left = Math.abs(micros);
    var fraction = left % MICROS == 0 ? "" : String.format(Locale.ROOT, ".%06d", left % MICROS);
    long seconds = left / MICROS;
    return "%s%d-%d %d %s%d:%d:%d%s"
        .formatted(
            months < 0 ? "-" : "",
            Math.abs(months) / 12,
            Math.abs(months) % 12,
            days,
            micros < 0 ? "-" : "",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            fraction);
  }
}
