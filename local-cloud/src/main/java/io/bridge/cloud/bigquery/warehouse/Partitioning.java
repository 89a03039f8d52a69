package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How a table is parted: by the time or by the number in one of its columns. */
public sealed interface Partitioning {
  Set<String> KEYS = Set.of("timePartitioning", "rangePartitioning");

  /** The column that decides. */
  String field();

  /**
   * By time.
   *
   * @param unit HOUR, DAY, MONTH or YEAR
   * @param expirationMs how long a partition lives, from its own time on; null for ever
   */
  record ByTime(String field, String unit, Long expirationMs) implements Partitioning {
    /** DuckDB's condition for rows whose time is not over; what has no time lives for ever. */
    String alive() {
      var column = DuckType.quote(field);
      return "(%1$s IS NULL OR epoch_ms(CAST(date_trunc('%2$s', %1$s) AS TIMESTAMP)) + %3$d > epoch_ms(now()))"
          .formatted(column, unit, expirationMs);
    }
  }

  /** By ranges of {@code interval} numbers, from {@code start} up to and without {@code end}. */
  record ByRange(String field, long start, long end, long interval) implements Partitioning {}

  /**
   * Reads {@code timePartitioning} or {@code rangePartitioning} of a table; null for neither.
   *
   * @throws GoogleError 400 for what BigQuery refuses, 501 for partitions by the time of ingestion
   */
  static Partitioning read(Body table) {
    var time = table.object("timePartitioning");
    var range = table.object("rangePartitioning");
    if (time != null && range != null) {
      throw GoogleError.invalid("Only one type of partitioning can be specified for a table");
    }
    if (time != null) {
      return time(time);
    }
    return range == null ? null : range(range);
  }

  private static Partitioning time(Body time) {
    // requirePartitionFilter stands here too in old clients, where it means the table's own.
    time.known(Set.of("type", "field", "expirationMs"), Set.of("requirePartitionFilter"));
    var unit = time.word("type", "", Set.of("HOUR", "DAY", "MONTH", "YEAR"));
    if (unit.isEmpty()) {
      throw new GoogleError(
          400, "required", "Required parameter is missing: timePartitioning.type");
    }
    var field = time.text("field");
    if (field == null || field.isEmpty()) {
      throw GoogleError.unimplemented("BigQuery partitions by the time of ingestion");
    }
    return new ByTime(field, unit, time.integer("expirationMs"));
  }

  private static Partitioning range(Body range) {
    range.known(Set.of("field", "range"), Set.of());
    var bounds = range.requiredObject("range").known(Set.of("start", "end", "interval"), Set.of());
    return of(
        range.required("field"),
        Long.parseLong(bounds.required("start")),
        Long.parseLong(bounds.required("end")),
        Long.parseLong(bounds.required("interval")));
  }

  /** By ranges; fails with 400 for bounds that hold no range. */
  static Partitioning of(String field, long start, long end, long interval) {
    if (interval <= 0 || start >= end) {
      throw GoogleError.invalid(
          "Range partitioning needs a start below its end and an interval above 0");
    }
    return new ByRange(field, start, end, interval);
  }

  /** Fails with 400 unless the table has the column, at its top and of a type that can part it. */
  default void requireColumn(List<Field> fields) {
    var column = SchemaChange.find(fields, field());
    if (column == null) {
      throw GoogleError.invalid(
          "The field specified for partitioning cannot be found in the schema: " + field());
    }
    boolean fits = !column.isRepeated() && types().contains(column.type());
    if (!fits) {
      throw GoogleError.invalid(
          "The field specified for partitioning has an invalid type or mode: %s %s. It must be one of %s"
              .formatted(field(), column.type(), types()));
    }
  }

  private List<String> types() {
    return switch (this) {
      case ByTime(_, var unit, _) when unit.equals("HOUR") -> List.of("TIMESTAMP", "DATETIME");
      case ByTime _ -> List.of("DATE", "TIMESTAMP", "DATETIME");
      case ByRange _ -> List.of("INT64");
    };
  }

  /** Whether two tables are parted alike; how long a partition lives is no part of that. */
  static boolean same(Partitioning one, Partitioning other) {
    return one instanceof ByTime(var field, var unit, _)
        ? other instanceof ByTime(var f, var u, _) && field.equalsIgnoreCase(f) && unit.equals(u)
        : Objects.equals(one, other);
  }

  /** Adds the field of the REST API. */
  default void write(ObjectNode table) {
    switch (this) {
      case ByTime(var field, var unit, var expirationMs) -> {
        var node = table.putObject("timePartitioning").put("type", unit).put("field", field);
        if (expirationMs != null) {
          node.put("expirationMs", expirationMs.toString());
        }
      }
      case ByRange(var field, var start, var end, var interval) ->
          Map.of("start", start, "end", end, "interval", interval)
              .forEach(
                  (key, value) ->
                      table
                          .withObject("/rangePartitioning")
                          .put("field", field)
                          .withObject("/range")
                          .put(key, Long.toString(value)));
    }
  }

  /** This column in GoogleSQL, as PARTITION BY has it; needs the type that the column has. */
  default String toSql(String type) {
    return switch (this) {
      case ByTime(var field, var unit, _) when type.equals("DATE") && unit.equals("DAY") -> field;
      case ByTime(var field, var unit, _) when type.equals("TIMESTAMP") && unit.equals("DAY") ->
          "DATE(" + field + ")";
      case ByTime(var field, var unit, _) -> type + "_TRUNC(" + field + ", " + unit + ")";
      case ByRange(var field, var start, var end, var interval) ->
          "RANGE_BUCKET(%s, GENERATE_ARRAY(%d, %d, %d))".formatted(field, start, end, interval);
    };
  }
}
