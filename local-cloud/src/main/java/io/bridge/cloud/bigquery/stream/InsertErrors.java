package io.bridge.cloud.bigquery.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.value.BadValue;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a request that do not fit, by their index. */
final class InsertErrors {
  private final Map<Integer, BadValue> faults = new TreeMap<>();

  void add(int index, BadValue fault) {
    faults.put(index, fault);
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  /**
   * Adds {@code insertErrors} to an answer.
   *
   * @param rows of the request; those that fit are told to be stopped
   */
  void writeAll(ObjectNode answer, int rows) {
    for (int i = 0; i < rows; i++) {
      var fault = faults.get(i);
      write(answer, i, fault == null ? error("stopped", "", "") : error(fault));
    }
  }

  /** As {@link #writeAll}, where the rows that fit were kept. */
  void write(ObjectNode answer) {
    faults.forEach((index, fault) -> write(answer, index, error(fault)));
  }

  private static void write(ObjectNode answer, int index, ObjectNode error) {
    var entry = answer.withArray("/insertErrors").addObject();
    entry.put("index", index);
    entry.putArray("errors").add(error);
  }

  private static ObjectNode error(BadValue fault) {
    return error("invalid", fault.path(), message(fault));
  }

  private static ObjectNode error(String reason, String location, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("reason", reason)
        .put("location", location)
        .put("debugInfo", "")
        .put("message", message);
  }

  /** The words that streaming has for it, which are not those of a load. */
  private static String message(BadValue fault) {
    var text = fault.getMessage();
    if (fault.value() != null) {
      var cannot = text.replaceFirst("^Could not", "Cannot");
      return "%s (bad value): %s".formatted(cannot, fault.value());
    }
    return text.replaceFirst("^No such field", "no such field") + ".";
  }
}
