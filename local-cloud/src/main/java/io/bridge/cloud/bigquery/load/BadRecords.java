package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.warehouse.Failure;
import java.util.ArrayList;
import java.util.List;

/** The rows that a load passed over, until they are too many. */
final class BadRecords {
  /** More are counted and not told. */
  private static final int MAX_TOLD = 100;

  private final SourceFormat format;
  private final long most;
  private final List<Failure> told = new ArrayList<>();
  private long count;

  BadRecords(SourceFormat format, long most) {
    this.format = format;
    this.most = most;
  }

  /**
   * Counts one.
   *
   * @param rows read of the file so far, this one included
   * @throws LoadFailure when that is one too many
   */
  void add(String file, String message, long rows) {
    count++;
    if (told.size() < MAX_TOLD) {
      told.add(new Failure("invalid", message + " File: " + file, file));
    }
    if (count > most) {
      var word = format instanceof SourceFormat.Csv ? "CSV" : "JSON";
      var text =
          "Error while reading data, error message: %s table encountered too many errors, giving "
              + "up. Rows: %d; errors: %d. Please look into the errors[] collection for more details."
              + " File: %s";
      throw new LoadFailure(
          new Failure("invalid", text.formatted(word, rows, count, file), file), told);
    }
  }

  long count() {
    return count;
  }

  List<Failure> told() {
    return List.copyOf(told);
  }
}
