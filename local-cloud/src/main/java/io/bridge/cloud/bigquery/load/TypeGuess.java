package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.value.BadValue;
import io.bridge.cloud.bigquery.value.ScalarText;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The type that fits all scalars seen of one field. */
final class TypeGuess {
  /** What a text is tried as, in this order. */
  private static final List<String> TEXTS =
      List.of("INT64", "FLOAT64", "DATE", "TIME", "TIMESTAMP");

  private static final Set<String> TIMES = Set.of("DATE", "TIME", "TIMESTAMP");
  private static final Set<String> WORDS = Set.of("true", "false", "t", "f", "yes", "no", "y", "n");

  private String type;

  /** Takes note of a text whose numbers and truths count as such. */
  void text(String value) {
    if (WORDS.contains(value.strip().toLowerCase(Locale.ROOT))) {
      add("BOOL");
    } else {
      add(first(value, TEXTS));
    }
  }

  /** Takes note of a quoted text: only dates and times are told from others. */
  void quoted(String value) {
    var guess = first(value, TEXTS);
    add(TIMES.contains(guess) ? guess : "STRING");
  }

  /** Takes note of a value whose type is known. */
  void add(String seen) {
    if (type == null || type.equals(seen)) {
      type = seen;
      return;
    }
    var both = Set.of(type, seen);
    if (both.equals(Set.of("INT64", "FLOAT64"))) {
      type = "FLOAT64";
    } else {
      type = both.equals(Set.of("DATE", "TIMESTAMP")) ? "TIMESTAMP" : "STRING";
    }
  }

  /** STRING when nothing was seen. */
  String type() {
    return type == null ? "STRING" : type;
  }

  boolean isString() {
    return type().equals("STRING");
  }

  private static String first(String value, List<String> types) {
    return types.stream().filter(type -> fits(type, value)).findFirst().orElse("STRING");
  }

  private static boolean fits(String type, String value) {
    try {
      ScalarText.parse(Field.of("value", type), value);
      return true;
    } catch (BadValue _) {
      return false;
    }
  }
}
