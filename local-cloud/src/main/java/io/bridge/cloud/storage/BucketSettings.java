package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.resource.Rules;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What can be said of a bucket here.
 *
 * @param labels by key
 */
record BucketSettings(Map<String, String> labels) {
  static final BucketSettings NONE = new BucketSettings(Map.of());

  /** What Google says and nobody sets, or what is looked at elsewhere. */
  private static final Set<String> IDENTITY =
      Set.of(
          "kind",
          "id",
          "name",
          "selfLink",
          "projectNumber",
          "metageneration",
          "generation",
          "etag",
          "timeCreated",
          "updated",
          "location",
          "locationType");

  BucketSettings {
    labels = Map.copyOf(labels);
  }

  /**
   * Of a new bucket.
   *
   * @throws GoogleError 400 for what Google refuses, 501 by name for what it has and we have not
   */
  static BucketSettings of(JsonNode bucket) {
    return NONE.patched(bucket);
  }

  /**
   * With what the patch says; null takes a label away, and all of them. Errors as of {@link #of}.
   */
  BucketSettings patched(JsonNode patch) {
    if (!patch.isObject()) {
      throw GoogleError.invalid("A bucket is a JSON object.");
    }
    BucketSettings changed = this;
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getKey().equals("labels")) {
        changed = new BucketSettings(patched(labels, field.getValue()));
      } else if (!IDENTITY.contains(field.getKey())) {
        requireAsItIs(field.getKey(), field.getValue());
      }
    }
    return changed;
  }

  private static Map<String, String> patched(Map<String, String> old, JsonNode patch) {
    Map<String, String> labels = new TreeMap<>(patch.isNull() ? Map.of() : old);
    patch
        .properties()
        .forEach(
            label -> {
              if (label.getValue().isNull()) {
                labels.remove(label.getKey());
              } else {
                labels.put(label.getKey(), label.getValue().asText());
              }
            });
    Rules.labels(labels);
    return labels;
  }

  /** Every bucket is like that; one that is to be otherwise is refused. */
  private static void requireAsItIs(String field, JsonNode value) {
    boolean asItIs =
        switch (field) {
          case "storageClass" -> value.asText().equals("STANDARD");
          case "versioning" -> !value.path("enabled").asBoolean();
          case "lifecycle" -> value.path("rule").isEmpty();
          case "softDeletePolicy" -> value.path("retentionDurationSeconds").asLong() == 0;
          case "iamConfiguration" -> isUniform(value);
          case "autoclass", "hierarchicalNamespace" -> !value.path("enabled").asBoolean();
          case "billing" -> !value.path("requesterPays").asBoolean();
          case "defaultEventBasedHold" -> !value.asBoolean();
          case "rpo" -> value.asText().equals("DEFAULT");
          default -> false;
        };
    Rules.refuse(
        !asItIs && !value.isNull() && !(value.isContainerNode() && value.isEmpty()),
        "storage.buckets with " + field + " " + brief(value));
  }

  /** Access is by roles alone, and nobody is let in without an account. */
  private static boolean isUniform(JsonNode value) {
    JsonNode uniform = value.path("uniformBucketLevelAccess").path("enabled");
    JsonNode older = value.path("bucketPolicyOnly").path("enabled");
    return uniform.asBoolean(true) && older.asBoolean(true);
  }

  private static String brief(JsonNode value) {
    String text = value.toString();
    return text.substring(0, Math.min(100, text.length()));
  }

  static BucketSettings stored(JsonNode json) {
    Map<String, String> labels = new TreeMap<>();
    json.path("labels").properties().forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
    return new BucketSettings(labels);
  }

  ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    if (!labels.isEmpty()) {
      ObjectNode all = node.putObject("labels");
      new TreeMap<>(labels).forEach(all::put);
    }
    return node;
  }
}
