package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.value.BadValue;
import io.bridge.cloud.bigquery.value.JsonRow;
import java.io.IOException;

/** Rows of a file with one JSON object a line. */
final class JsonReader implements RecordReader {
  private final JsonLines lines;
  private final JsonRow row;

  JsonReader(JsonLines lines, JsonRow row) {
    this.lines = lines;
    this.row = row;
  }

  @Override
  public Object[] next() throws IOException {
    var object = lines.next();
    try {
      return object == null ? null : row.read(object);
    } catch (BadValue e) {
      throw new BadRow(
          "Error while reading data, error message: JSON parsing error in row starting at position "
              + "%d: %s".formatted(lines.start(), describe(e)));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static String describe(BadValue e) {
    if (e.getMessage().endsWith(e.path())) {
      return e.getMessage() + ".";
    }
    var value = e.value() == null ? "" : "; Value: " + Texts.cut(e.value());
    return e.getMessage() + ". Field: " + e.path() + value;
  }
}
