package io.bridge.cloud.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** The narrowest DuckDB type that holds every value seen of one column, exactly. */
final class ColumnGuess {
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIMESTAMP =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?");

  private boolean text;
  private boolean bool;
  private boolean number;
  private boolean plainText;
  private boolean time;
  private int wholeDigits = 1;
  private int scale;

  void see(JsonNode value) {
    switch (value.getNodeType()) {
      case NULL, MISSING -> {}
      case BOOLEAN -> bool = true;
      case NUMBER -> seeNumber(value.decimalValue());
      default -> seeText(value.asText());
    }
  }

  /** A column of nothing but nulls is text. */
  String type() {
    int kinds = (text ? 1 : 0) + (bool ? 1 : 0) + (number ? 1 : 0);
    if (kinds != 1) {
      return "VARCHAR";
    }
    if (bool) {
      return "BOOLEAN";
    }
    return number ? numberType() : textType();
  }

  private void seeNumber(BigDecimal value) {
    number = true;
    scale = Math.max(scale, value.scale());
    wholeDigits = Math.max(wholeDigits, value.precision() - value.scale());
  }

  private void seeText(String value) {
    text = true;
    boolean timestamp = TIMESTAMP.matcher(value).matches();
    time |= timestamp;
    plainText |= !timestamp && !DATE.matcher(value).matches();
  }

  private String numberType() {
    if (scale > 0) {
      return "DECIMAL(" + (wholeDigits + scale) + "," + scale + ")";
    }
    return wholeDigits <= 9 ? "INTEGER" : "BIGINT";
  }

  private String textType() {
    if (plainText) {
      return "VARCHAR";
    }
    return time ? "TIMESTAMP" : "DATE";
  }
}
