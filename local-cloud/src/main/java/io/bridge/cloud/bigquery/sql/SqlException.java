package io.bridge.cloud.bigquery.sql;

/** A statement that BigQuery, or local-cloud, refuses. The message reads like BigQuery's own. */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String reason;

  /**
   * @param line 1-based; 0 when the position is not known
   * @param column 1-based; 0 when the position is not known
   * @param reason BigQuery's error reason: {@code invalidQuery}, {@code notFound}, {@code invalid}
   *     or {@code notImplemented}
   */
  public SqlException(String message, int line, int column, String reason) {
    super(message);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  public String reason() {
    return reason;
  }

  /** Something GoogleSQL has and local-cloud does not; {@code what} names it with its kind. */
  static SqlException unsupported(String what) {
    return new SqlException(what + " is not supported by local-cloud", 0, 0, "notImplemented");
  }

  boolean isUnsupported() {
    return reason.equals("notImplemented");
  }

  static SqlException invalid(String message) {
    return new SqlException(message, 0, 0, "invalidQuery");
  }
}
