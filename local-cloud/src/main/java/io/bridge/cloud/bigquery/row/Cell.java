package io.bridge.cloud.bigquery.row;

import io.bridge.cloud.bigquery.reference.BigNumericBytes;
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

  private final TimestampFormat timestamps;

  Cell(TimestampFormat timestamps) {
    this.timestamps = timestamps;
  }

  /** Writes a value that {@link WireValue} selected. */
  void value(Field field, Object value, RowBytes out) throws SQLException {
    if (field.isRepeated()) {
      array(field.element(), value, out);
    } else if (value == null) {
      out.raw("null");
    } else if (field.type().equals("STRUCT")) {
      struct(field, value, out);
    } else {
      scalar(field, value, out);
    }
  }

  /** Writes a DATE in days, or a DATETIME or TIMESTAMP in microseconds, since 1970. */
  void time(Field field, long value, RowBytes out) {
    switch (field.type()) {
      case "DATE" -> date(LocalDate.ofEpochDay(value), out.raw('"')).raw('"');
      case "TIMESTAMP" -> out.plain(timestamps.text(value));
      default -> out.plain(dateTime(value));
    }
  }

  private static RowBytes date(LocalDate date, RowBytes out) {
    out.padded(date.getYear(), 4).raw('-').padded(date.getMonthValue(), 2).raw('-');
    return out.padded(date.getDayOfMonth(), 2);
  }

  private void array(Field element, Object value, RowBytes out) throws SQLException {
    out.raw('[');
    if (value != null) {
      var items = elements(value);
      for (int i = 0; i < items.length; i++) {
        out.raw(i == 0 ? "{\"v\":" : ",{\"v\":");
        value(element, items[i], out);
        out.raw('}');
      }
    }
    out.raw(']');
  }

  private void struct(Field field, Object value, RowBytes out) throws SQLException {
    var members = ((Struct) value).getAttributes();
    out.raw("{\"f\":[");
    for (int i = 0; i < members.length; i++) {
      out.raw(i == 0 ? "{\"v\":" : ",{\"v\":");
      value(field.fields().get(i), members[i], out);
      out.raw('}');
    }
    out.raw("]}");
  }

  private void scalar(Field field, Object value, RowBytes out) throws SQLException {
    switch (field.type()) {
      case "INT64" -> out.number(((Number) value).longValue());
      case "DATE", "DATETIME", "TIMESTAMP" -> time(field, (Long) value, out);
      default -> out.string(text(field, value));
    }
  }

  String text(Field field, Object value) throws SQLException {
    return switch (field.type()) {
      case "NUMERIC" -> plain((BigDecimal) value);
      case "BIGNUMERIC" -> plain(BigNumericBytes.parse(value.toString()));
      case "TIME" -> time(LocalTime.ofNanoOfDay(((Long) value % (86_400 * MICROS)) * 1000));
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

  static String dateTime(long micros) {
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
