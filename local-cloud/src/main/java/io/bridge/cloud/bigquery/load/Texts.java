package io.bridge.cloud.bigquery.load;

/** Texts of users in messages. */
final class Texts {
  private static final int MAX_CHARS = 100;

  private Texts() {}

  /** The text, or its beginning when it is long. */
  static String cut(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
  }
}
