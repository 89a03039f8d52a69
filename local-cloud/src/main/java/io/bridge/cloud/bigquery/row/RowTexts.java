package io.bridge.cloud.bigquery.row;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows of a table as files have them: a scalar is its text, bytes are base64, an array or a
 * record is a {@code List} of its parts, NULL is null.
 */
public final class RowTexts {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Table table;
  private final Cell cell = new Cell(TimestampFormat.INT64);

  public RowTexts(Table table) {
    this.table = table;
  }

  /** Takes one row. */
  @FunctionalInterface
  public interface Reader {
    void read(List<Object> values) throws SQLException;
  }

  /** Hands over all rows in their order. */
  public void each(Connection c, Reader reader) throws SQLException {
    var fields = table.fields();
    var columns =
        IntStream.range(0, fields.size())
            .mapToObj(i -> WireValue.of(fields.get(i), table.column(i)))
            .collect(Collectors.joining(", "));
    var sql = "SELECT " + columns + " FROM " + table.alive();
    Sql.each(
        c,
        row -> {
          var values = new ArrayList<Object>(fields.size());
          for (int i = 0; i < fields.size(); i++) {
            values.add(value(fields.get(i), row.getObject(i + 1)));
          }
          reader.read(values);
        },
        sql);
  }

  private Object value(Field field, Object value) throws SQLException {
    if (field.isRepeated()) {
      return array(field.element(), value);
    }
    if (value == null) {
      return null;
    }
    return switch (field.type()) {
      case "STRUCT" -> record(field, (Struct) value);
      case "DATE" -> LocalDate.ofEpochDay((Long) value).toString();
      case "TIMESTAMP" -> timestamp((Long) value);
      case "DATETIME" -> Cell.dateTime((Long) value);
      default -> cell.text(field, value);
    };
  }

  private List<Object> array(Field element, Object array) throws SQLException {
    var list = new ArrayList<Object>();
    if (array != null) {
      for (var item : (Object[]) ((Array) array).getArray()) {
        list.add(value(element, item));
      }
    }
    return list;
  }

  private List<Object> record(Field field, Struct struct) throws SQLException {
    var members = struct.getAttributes();
    var list = new ArrayList<Object>(members.length);
    for (int i = 0; i < members.length; i++) {
      list.add(value(field.fields().get(i), members[i]));
    }
    return list;
  }

  /** {@code 2026-01-31 12:34:56.5 UTC}. */
  private static String timestamp(long micros) {
    var at =
        Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L)
            .atOffset(ZoneOffset.UTC);
    long fraction = Math.floorMod(micros, 1_000_000L);
    var tail =
        fraction == 0 ? "" : String.format(Locale.ROOT, ".%06d", fraction).replaceFirst("0+$", "");
    return SECONDS.format(at) + tail + " UTC";
  }
}
