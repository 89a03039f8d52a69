package io.bridge.cloud.bigquery.row;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The columns that a caller wants.
 *
 * @param columns in the table's order
 */
public record Selection(List<Column> columns) {

  /**
   * A top-level column.
   *
   * @param index in the table
   */
  public record Column(int index, Field field) {}

  public static Selection all(List<Field> fields) {
    return new Selection(
        IntStream.range(0, fields.size()).mapToObj(i -> new Column(i, fields.get(i))).toList());
  }

  /**
   * Reads {@code selectedFields}: names with commas between them; null or empty for all.
   *
   * @throws GoogleError 400 for a name that the table has not, 501 for a part of a RECORD
   */
  public static Selection of(List<Field> fields, String selectedFields) {
    if (selectedFields == null || selectedFields.isBlank()) {
      return all(fields);
    }
    var wanted = new ArrayList<Field>();
    for (var name : selectedFields.split(",")) {
      wanted.add(require(fields, name.strip()));
    }
    return new Selection(
        all(fields).columns().stream().filter(column -> wanted.contains(column.field())).toList());
  }

  private static Field require(List<Field> fields, String name) {
    if (name.contains(".")) {
      throw GoogleError.unimplemented("BigQuery selectedFields with a part of a RECORD: " + name);
    }
    var field = SchemaChange.find(fields, name);
    if (field == null) {
      throw GoogleError.invalid("No such field: " + name);
    }
    return field;
  }
}
