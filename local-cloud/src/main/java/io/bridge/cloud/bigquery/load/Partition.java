package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Partitioning;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.regex.Pattern;

/**
 * The one partition that a load writes: what follows {@code $} in the table's id.
 *
 * @param id such as {@code 20240131}, or the start of a range
 */
record Partition(String id) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  /**
   * A condition on the rows of this partition, in DuckDB's SQL.
   *
   * @param name the table's in messages
   * @throws GoogleError 400 for a table without partitions and for an id that is none of its
   */
  String condition(Table table, String name) {
    return switch (table.definition().partitioning()) {
      case null ->
          throw GoogleError.invalid(
              "Partition decorator $%s is not allowed: table %s is not partitioned"
                  .formatted(id, name));
      case Partitioning.ByTime(var field, var unit, _) -> time(column(table, field), unit);
      case Partitioning.ByRange range -> range(column(table, range.field()), range);
    };
  }

  private static Field column(Table table, String field) {
    return SchemaChange.find(table.fields(), field);
  }

  private String range(Field field, Partitioning.ByRange range) {
    if (!NUMBER.matcher(id).matches()) {
      throw invalid();
    }
    long start = Long.parseLong(id);
    boolean begins = start >= range.start() && start < range.end();
    if (!begins || (start - range.start()) % range.interval() != 0) {
      throw invalid();
    }
    long end = Math.min(start + range.interval(), range.end());
    return between(field, Long.toString(start), Long.toString(end));
  }

  private String time(Field field, String unit) {
    var start = start(unit);
    var end =
        switch (unit) {
          case "HOUR" -> start.plusHours(1);
          case "DAY" -> start.plusDays(1);
          case "MONTH" -> start.plusMonths(1);
          default -> start.plusYears(1);
        };
    return between(field, literal(field, start), literal(field, end));
  }

  private LocalDateTime start(String unit) {
    int digits =
        switch (unit) {
          case "HOUR" -> 10;
          case "DAY" -> 8;
          case "MONTH" -> 6;
          default -> 4;
        };
    if (!id.matches("[0-9]{" + digits + "}")) {
      throw invalid();
    }
    try {
      return LocalDateTime.of(
          Integer.parseInt(id.substring(0, 4)), part(4, 1), part(6, 1), part(8, 0), 0);
    } catch (DateTimeException _) {
      throw invalid();
    }
  }

  private int part(int from, int otherwise) {
    return id.length() > from ? Integer.parseInt(id.substring(from, from + 2)) : otherwise;
  }

  private static String literal(Field field, LocalDateTime at) {
    return switch (field.type()) {
      case "DATE" -> "DATE '" + at.toLocalDate() + "'";
      case "DATETIME" -> "TIMESTAMP '" + at + ":00'";
      default -> "TIMESTAMPTZ '" + at + ":00+00'";
    };
  }

  private static String between(Field field, String start, String end) {
    return "(%1$s >= %2$s AND %1$s < %3$s)".formatted(DuckType.quote(field.name()), start, end);
  }

  private GoogleError invalid() {
    return GoogleError.invalid("Invalid partition id in the decorator: $" + id);
  }
}
