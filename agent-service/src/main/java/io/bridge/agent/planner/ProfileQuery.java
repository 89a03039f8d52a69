package io.bridge.agent.planner;

import io.bridge.model.dashboard.QueryAnswer;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One statement that tells what the columns of a table are like: aggregates, never a row's values
 * of text.
 *
 * @param exact names of columns that may be keys: their values are counted exactly, because a join
 *     over a key that is not unique would multiply rows
 */
public record ProfileQuery(Relation relation, List<Field> fields, Set<String> exact) {
  private static final int EACH = 5;
  private static final String NONE = "NULL";

  /** Name of the table, for people. */
  public String table() {
    return Words.clean(relation.name(), 60);
  }

  String id() {
    return relation.id();
  }

  public String sql() {
    StringBuilder sql = new StringBuilder("SELECT COUNT(*) AS n");
    for (int i = 0; i < fields.size(); i++) {
      append(sql, i, fields.get(i));
    }
    return sql.append("\nFROM ").append(relation.sql()).append(" AS f").toString();
  }

  private void append(StringBuilder sql, int i, Field field) {
    String column = field.sql("f");
    String value = field.kind().isTime() ? "CAST(" + column + " AS DATE)" : column;
    String count =
        exact.contains(field.name()) ? "COUNT(DISTINCT %s)" : "APPROX_COUNT_DISTINCT(%s)";
    sql.append(",\n  COUNT(%s) AS v%d".formatted(column, i));
    sql.append(", %s AS d%d".formatted(count.formatted(value), i));
    String[] range = range(field, column, value);
    sql.append(
        ", %s AS l%d, %s AS h%d, %s AS m%d".formatted(range[0], i, range[1], i, range[2], i));
  }

  private static String[] range(Field field, String column, String value) {
    if (field.kind().isNumber()) {
      String number = "CAST(" + column + " AS FLOAT64)";
      return new String[] {"MIN(" + number + ")", "MAX(" + number + ")", "AVG(" + number + ")"};
    }
    if (field.kind().isTime()) {
      return new String[] {"MIN(" + value + ")", "MAX(" + value + ")", NONE};
    }
    return field.kind() == Kind.TEXT
        ? new String[] {NONE, "MAX(CHAR_LENGTH(" + column + "))", NONE}
        : new String[] {NONE, NONE, NONE};
  }

  /** What the answer says. Tolerant: a value that is not what was asked for counts as unknown. */
  TableProfile read(QueryAnswer answer) {
    List<Object> cells =
        answer.values().stream()
            .map(column -> column.isEmpty() ? null : column.getFirst())
            .toList();
    Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    for (int i = 0; i < fields.size() && 1 + (i + 1) * EACH <= cells.size(); i++) {
      List<Object> own = cells.subList(1 + i * EACH, 1 + (i + 1) * EACH);
      columns.put(fields.get(i).name(), profile(own));
    }
    return new TableProfile(cells.isEmpty() ? 0 : whole(cells.getFirst()), Map.copyOf(columns));
  }

  private static ColumnProfile profile(List<Object> own) {
    return new ColumnProfile(
        whole(own.get(0)),
        whole(own.get(1)),
        number(own.get(2)),
        number(own.get(3)),
        number(own.get(4)));
  }

  private static long whole(Object value) {
    double number = number(value);
    return Double.isNaN(number) ? 0 : Math.round(number);
  }

  private static double number(Object value) {
    return switch (value) {
      case Number number when Double.isFinite(number.doubleValue()) -> number.doubleValue();
      case String text -> parsed(text);
      case null, default -> Double.NaN;
    };
  }

  private static double parsed(String text) {
    try {
      double number =
          text.length() == 10 && text.charAt(4) == '-'
              ? LocalDate.parse(text).toEpochDay()
              : Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException | DateTimeParseException _) {
      return Double.NaN;
    }
  }
}
