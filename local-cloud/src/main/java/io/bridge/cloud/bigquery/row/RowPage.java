package io.bridge.cloud.bigquery.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * Rows of one answer.
 *
 * @param json {@code [{f:[{v:…}]}]} in UTF-8; null for no rows
 * @param next number of the row after them
 */
public record RowPage(byte[] json, long next) {

  /** Adds {@code rows} to an answer, if there are any. */
  public void write(ObjectNode answer) {
    if (json != null) {
      answer.putRawValue("rows", new RawValue(new RowJson(json)));
    }
  }
}
