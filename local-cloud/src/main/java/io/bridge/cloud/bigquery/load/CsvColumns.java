package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;

/** Which column of a CSV file is which field. */
final class CsvColumns {
  private final List<Field> fields;
  private final List<Field> columns;
  private final int[] targets;

  private CsvColumns(List<Field> fields, List<Field> columns) {
    this.fields = fields;
    this.columns = columns;
    this.targets = new int[columns.size()];
    for (int i = 0; i < targets.length; i++) {
      var column = columns.get(i);
      targets[i] = column == null ? -1 : fields.indexOf(SchemaChange.find(fields, column.name()));
    }
  }

  /** By position. */
  static CsvColumns positions(List<Field> fields) {
    return new CsvColumns(fields, fields);
  }

  /**
   * By the names of a header.
   *
   * @throws GoogleError 400 for a name that is no field, and for a REQUIRED field without a column
   */
  static CsvColumns names(List<Field> fields, List<String> header, boolean ignoreUnknown) {
    var columns = new ArrayList<Field>();
    for (var name : header) {
      var field = SchemaChange.find(fields, name);
      if (field == null && !ignoreUnknown) {
        throw refusal("the column '" + Texts.cut(name) + "' of the header is not in the schema");
      }
      if (field != null && columns.contains(field)) {
        throw refusal("the column '" + Texts.cut(name) + "' is in the header twice");
      }
      columns.add(field);
    }
    for (var field : fields) {
      if (field.mode().equals("REQUIRED") && !columns.contains(field)) {
        throw refusal("the required column '" + field.name() + "' is missing in the header");
      }
    }
    return new CsvColumns(fields, columns);
  }

  int size() {
    return columns.size();
  }

  /** The field of a column. */
  Field field(int column) {
    return fields.get(targets[column]);
  }

  /** Index of the column's field; -1 for a column that is passed over. */
  int target(int column) {
    return targets[column];
  }

  /** A row with nothing in it; CSV has no form for arrays. */
  Object[] empty() {
    return new Object[fields.size()];
  }

  private static GoogleError refusal(String what) {
    return GoogleError.invalid("Error while reading data, error message: " + what);
  }
}
