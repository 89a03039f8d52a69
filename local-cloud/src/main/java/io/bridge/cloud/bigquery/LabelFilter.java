package io.bridge.cloud.bigquery;

import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The {@code filter} of datasets.list: {@code labels.key[:value]}, separated by spaces, all true.
 */
record LabelFilter(List<Condition> conditions) {
  private static final Pattern FORM = Pattern.compile("labels\\.([^:\\s\"]+)(?::([^:\\s\"]*))?");

  /**
   * @param value null when the label only has to be there
   */
  record Condition(String key, String value) {}

  /**
   * Parses a filter; null matches everything.
   *
   * @throws GoogleError 400
   */
  static LabelFilter parse(String filter) {
    var conditions = new ArrayList<Condition>();
    for (var part : filter == null ? new String[0] : filter.strip().split("\\s+(?:AND\\s+)?")) {
      var match = FORM.matcher(part);
      if (!match.matches()) {
        throw GoogleError.invalid("Invalid filter: " + filter);
      }
      conditions.add(new Condition(match.group(1), match.group(2)));
    }
    return new LabelFilter(List.copyOf(conditions));
  }

  boolean matches(Map<String, String> labels) {
    return conditions.stream().allMatch(condition -> matches(condition, labels));
  }

  private static boolean matches(Condition condition, Map<String, String> labels) {
    var value = labels.get(condition.key());
    return value != null && (condition.value() == null || condition.value().equals(value));
  }
}
