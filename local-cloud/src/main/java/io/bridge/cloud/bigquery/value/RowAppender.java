package io.bridge.cloud.bigquery.value;

import io.bridge.cloud.bigquery.reference.BigNumericBytes;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Adds rows to a table, in the transaction of its connection. The rows are there when it is closed.
 */
public final class RowAppender implements AutoCloseable {
  private final List<Field> fields;
  private final DuckDBAppender appender;

  /** The connection must have run a statement before: an appender begins no transaction. */
  public RowAppender(Connection c, Table table) throws SQLException {
    this.fields = table.fields();
    this.appender = ((DuckDBConnection) c).createAppender("data", table.relation());
  }

  /**
   * Adds a row.
   *
   * @param values in the order of the table's fields, in the forms of {@link JsonRow}
   */
  public void add(Object[] values) throws SQLException {
    var stored = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      stored[i] = stored(fields.get(i), values[i]);
    }
    appender.beginRow();
    for (int i = 0; i < stored.length; i++) {
      append(fields.get(i), stored[i]);
    }
    appender.endRow();
  }

  /** Ends the writing; also after a failure, when the transaction is not kept. */
  @Override
  public void close() throws SQLException {
    appender.close();
  }

  private static Object stored(Field field, Object value) {
    if (value instanceof List<?> items) {
      var list = new ArrayList<Object>(items.size());
      items.forEach(item -> list.add(stored(field.element(), item)));
      return list;
    }
    if (value instanceof Map<?, ?> members) {
      var map = new LinkedHashMap<String, Object>();
      for (var member : field.fields()) {
        map.put(member.name(), stored(member, members.get(member.name())));
      }
      return map;
    }
    return value instanceof BigDecimal decimal ? decimal(field, decimal) : value;
  }

  private static Object decimal(Field field, BigDecimal value) {
    boolean isDecimal = field.precision() != null || field.type().equals("NUMERIC");
    return isDecimal ? value : BigNumericBytes.of(value);
  }

  private void append(Field field, Object value) throws SQLException {
    switch (value) {
      case null -> appender.appendNull();
      case Long it -> appender.append(it.longValue());
      case Double it -> appender.append(it.doubleValue());
      case Boolean it -> appender.append(it.booleanValue());
      case BigDecimal it -> appender.append(it);
      case String it -> appender.append(it);
      case byte[] it -> appender.append(it);
      case LocalDate it -> appender.append(it);
      case LocalDateTime it -> appender.append(it);
      case LocalTime it -> appender.append(it);
      case OffsetDateTime it -> appender.append(it);
      case List<?> it -> appender.append(it);
      case Map<?, ?> it -> record(field, it);
      default -> throw new IllegalArgumentException("No value: " + value.getClass());
    }
  }

  private void record(Field field, Map<?, ?> members) throws SQLException {
    appender.beginStruct();
    for (var member : field.fields()) {
      append(member, members.get(member.name()));
    }
    appender.endStruct();
  }
}
