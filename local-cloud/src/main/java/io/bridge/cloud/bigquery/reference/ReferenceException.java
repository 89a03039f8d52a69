package io.bridge.cloud.bigquery.reference;

/** A value that a function refuses; DuckDB passes the message on. */
final class ReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReferenceException(String message) {
    super(message, null, false, false);
  }
}
