package io.bridge.cloud.bigquery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Labels of datasets, tables and jobs: at most 64, keys and values of at most 63 characters. */
public final class Labels {
  private static final int MAX = 64;
  private static final Pattern KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

  private Labels() {}

  /**
   * Applies what a request says to the labels there are. A null value takes the label away.
   *
   * @throws GoogleError 400 for a key or value that BigQuery refuses
   */
  public static SortedMap<String, String> merge(Map<String, String> old, JsonNode patch) {
    var labels = new TreeMap<>(old);
    if (patch == null || patch.isNull()) {
      return Collections.unmodifiableSortedMap(labels);
    }
    for (var entry : new Body("labels", patch).json().properties()) {
      if (entry.getValue().isNull()) {
        labels.remove(entry.getKey());
      } else {
        labels.put(key(entry.getKey()), value(entry.getKey(), entry.getValue()));
      }
    }
    if (labels.size() > MAX) {
      throw GoogleError.invalid("A resource can have at most 64 labels");
    }
    return Collections.unmodifiableSortedMap(labels);
  }

  public static void write(ObjectNode target, Map<String, String> labels) {
    if (!labels.isEmpty()) {
      var node = target.putObject("labels");
      labels.forEach(node::put);
    }
  }

  private static String key(String key) {
    if (!KEY.matcher(key).matches()) {
      throw GoogleError.invalid("Label key \"" + key + "\" has invalid characters.");
    }
    return key;
  }

  private static String value(String key, JsonNode value) {
    if (!value.isTextual() || !VALUE.matcher(value.asText()).matches()) {
      throw GoogleError.invalid("Label value for key \"" + key + "\" has invalid characters.");
    }
    return value.asText();
  }
}
