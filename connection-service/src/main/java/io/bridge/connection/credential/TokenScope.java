package io.bridge.connection.credential;

/** What an access token may be used for, at most. */
public enum TokenScope {
  /** Reading metadata and data, but no jobs. */
  READ("https://www.googleapis.com/auth/bigquery.readonly"),
  /** Running jobs. */
  QUERY("https://www.googleapis.com/auth/bigquery");

  private final String url;

  TokenScope(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }
}
