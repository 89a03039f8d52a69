package io.bridge.cloud.bigquery.load;

import java.io.Closeable;
import java.io.IOException;

/** Rows of one text file, as values in the order of the load's fields. */
interface RecordReader extends Closeable {

  /**
   * The next row, or null at the end.
   *
   * @throws BadRow for one that does not fit; the next call goes on after it
   */
  Object[] next() throws IOException;

  /** A row that cannot be loaded. */
  final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRow(String message) {
      super(message, null, false, false);
    }
  }
}
