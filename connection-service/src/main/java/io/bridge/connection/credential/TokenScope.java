package io.bridge.connection.credential;

/** What an access token may be used for, at most. */
public enum TokenScope {
  /**
   * Reading metadata and data. Google counts {@code jobs.query} as reading, so this keeps nobody
   * from a query that the account may run; it keeps from every other job and from every change.
   */
  READ("https://www.googleapis.com/auth/bigquery.readonly"),
  /** Jobs of every kind, and whatever else the account may do in BigQuery. */
  QUERY("https://www.googleapis.com/auth/bigquery");

  private final String url;

  TokenScope(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }
}
