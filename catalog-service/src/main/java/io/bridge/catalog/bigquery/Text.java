package io.bridge.catalog.bigquery;

/** Text that people wrote into the warehouse. */
final class Text {
  private Text() {}

  /** PostgreSQL stores no NUL; null and empty stay nothing. */
  static String clean(String written) {
    return written == null || written.isEmpty() ? null : written.replace("\0", "");
  }
}
