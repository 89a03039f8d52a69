package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.value.BadValue;
import io.bridge.cloud.bigquery.value.ScalarText;
import java.io.IOException;

/** Rows of a CSV file. */
final class CsvReader implements RecordReader {
  private final CsvTokens tokens;
  private final CsvOptions options;
  private final CsvColumns columns;
  private final boolean ignoreUnknown;

  CsvReader(CsvTokens tokens, CsvOptions options, CsvColumns columns, boolean ignoreUnknown) {
    this.tokens = tokens;
    this.options = options;
    this.columns = columns;
    this.ignoreUnknown = ignoreUnknown;
  }

  @Override
  public Object[] next() throws IOException {
    var row = tokens.next();
    return row == null ? null : values(row);
  }

  @Override
  public void close() throws IOException {
    tokens.close();
  }

  private Object[] values(CsvRow row) {
    if (row.fault() != null) {
      throw bad(row, row.fault());
    }
    requireWidth(row);
    var values = columns.empty();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.target(i) >= 0) {
        var value = i < row.cells().size() ? value(row, i) : null;
        if (value == null && columns.field(i).mode().equals("REQUIRED")) {
          throw bad(row, "Required column value for column index: " + i + " is missing");
        }
        values[columns.target(i)] = value;
      }
    }
    return values;
  }

  private void requireWidth(CsvRow row) {
    int found = row.cells().size();
    if (found > columns.size() && !ignoreUnknown) {
      throw new BadRow(
          "Error while reading data, error message: Too many values in line starting at position: "
              + "%d. Found %d column(s) while expected %d."
                  .formatted(row.offset(), found, columns.size()));
    }
    if (found < columns.size() && !options.jaggedRows()) {
      throw new BadRow(
          ("Error while reading data, error message: CSV table references column position %d, but "
                  + "line starting at position:%d contains only %d columns.")
              .formatted(found, row.offset(), found));
    }
  }

  private Object value(CsvRow row, int column) {
    var cell = row.cells().get(column);
    if (!cell.quoted() && options.nullMarkers().contains(cell.text())) {
      return null;
    }
    var field = columns.field(column);
    try {
      return ScalarText.parse(field, cell.text());
    } catch (BadValue _) {
      throw bad(row, unparsable(field, column, cell.text()));
    }
  }

  private static String unparsable(Field field, int column, String text) {
    return "Could not parse '%s' as %s for field %s (position %d)"
        .formatted(Texts.cut(text), field.type(), field.name(), column);
  }

  private static BadRow bad(CsvRow row, String what) {
    return new BadRow(
        ("Error while reading data, error message: %s; line_number: %d "
                + "byte_offset_to_start_of_line: %d")
            .formatted(what, row.line(), row.offset()));
  }
}
