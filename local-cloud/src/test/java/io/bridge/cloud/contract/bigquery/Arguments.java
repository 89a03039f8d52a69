package io.bridge.cloud.contract.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What several calls are given. */
final class Arguments {
  private Arguments() {}

  static TableId table(JsonNode with) {
    return TableId.of(with.path("dataset").asText(), with.path("table").asText());
  }

  static JobId job(JsonNode with) {
    return JobId.of(with.path("jobId").asText());
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** A label without a value is one to take away. */
  static Map<String, String> labels(JsonNode with) {
    Map<String, String> labels = new HashMap<>();
    with.path("labels")
        .properties()
        .forEach(it -> labels.put(it.getKey(), it.getValue().textValue()));
    return labels;
  }

  /** The client makes null of a 404. */
  static <T> T required(T found) {
    if (found == null) {
      throw new BigQueryException(404, "Not found");
    }
    return found;
  }

  /** The client makes false of a 404. */
  static void required(boolean found) {
    required(found ? found : null);
  }
}
