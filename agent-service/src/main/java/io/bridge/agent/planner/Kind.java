package io.bridge.agent.planner;

import java.util.Locale;

/** What can be done with a column, by its type alone. */
enum Kind {
  INTEGER,
  DECIMAL,
  FLOAT,
  TEXT,
  BOOL,
  DATE,
  DATETIME,
  TIMESTAMP,
  OTHER;

  /** The kind of GoogleSQL's text of a type, such as {@code NUMERIC(10, 4)}. */
  static Kind of(String type) {
    String name = type == null ? "" : type.toUpperCase(Locale.ROOT).replaceFirst("\\(.*", "");
    return switch (name.strip()) {
      case "INT64", "INTEGER" -> INTEGER;
      case "NUMERIC", "BIGNUMERIC", "DECIMAL", "BIGDECIMAL" -> DECIMAL;
      case "FLOAT64", "FLOAT" -> FLOAT;
      case "STRING" -> TEXT;
      case "BOOL", "BOOLEAN" -> BOOL;
      case "DATE" -> DATE;
      case "DATETIME" -> DATETIME;
      case "TIMESTAMP" -> TIMESTAMP;
      default -> OTHER;
    };
  }

  boolean isNumber() {
    return this == INTEGER || this == DECIMAL || this == FLOAT;
  }

  boolean isTime() {
    return this == DATE || this == DATETIME || this == TIMESTAMP;
  }

  boolean isCategory() {
    return this == TEXT || this == BOOL;
  }

  /** Keys are whole numbers or text; a NUMERIC without a fraction may be one as well. */
  boolean isKey() {
    return this == INTEGER || this == TEXT || this == DECIMAL;
  }
}
