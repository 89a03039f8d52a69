package io.bridge.cloud.bigquery.load;

import java.util.List;

/**
 * One row of a CSV file.
 *
 * @param offset of its first byte in the file
 * @param line number of its first line, from 1
 * @param fault what is wrong with its form; null for nothing
 */
record CsvRow(long offset, long line, List<Cell> cells, String fault) {

  /** A value, and whether it stood in quotes. */
  record Cell(String text, boolean quoted) {}

  /** A line with nothing in it. */
  boolean isBlank() {
    return fault == null
        && cells.size() == 1
        && cells.getFirst().text().isEmpty()
        && !cells.getFirst().quoted();
  }
}
