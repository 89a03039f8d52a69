package io.bridge.cloud.bigquery.corpus;

import java.util.List;

/**
 * What came of a statement.
 *
 * @param schema as a STRUCT's type is written; null after an error
 * @param rows each a list of values as {@link Canon} makes them
 * @param error its message; null without one
 */
record Answer(String schema, List<Object> rows, String error) {
  static Answer failed(String error) {
    return new Answer(null, List.of(), String.valueOf(error));
  }

  /** True for a refusal of what BigQuery has. */
  boolean isUnsupported() {
    return error != null && error.contains("not supported by local-cloud");
  }

  @Override
  public String toString() {
    return error == null ? schema + " " + rows : "the error: " + error;
  }
}
