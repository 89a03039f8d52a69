package io.bridge.cloud.bigquery.value;

/** A value that does not fit its field. */
public final class BadValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String value;

  /**
   * @param problem what is wrong, without a full stop
   * @param path dotted path of the field, empty for the row as a whole
   * @param value as it was written; null where the fault is one of form
   */
  public BadValue(String problem, String path, String value) {
    super(problem, null, false, false);
    this.path = path;
    this.value = value;
  }

  /** Dotted path of the field, empty for the row as a whole. */
  public String path() {
    return path;
  }

  /** The value as it was written, or null. */
  public String value() {
    return value;
  }

  /** The same fault of a member, seen from the record around it. */
  BadValue within(String parent) {
    return new BadValue(getMessage(), path.isEmpty() ? parent : parent + "." + path, value);
  }
}
