package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a person may set on an object.
 *
 * @param fields the fixed fields by their JSON name ({@code contentType}, …), only those set
 * @param custom the {@code metadata} map
 */
record ObjectMetadata(Map<String, String> fields, Map<String, String> custom) {
  static final ObjectMetadata EMPTY = new ObjectMetadata(Map.of(), Map.of());

  static final String CONTENT_TYPE = "contentType";
  static final String CONTENT_ENCODING = "contentEncoding";
  static final Map<String, String> HEADER_OF_FIELD =
      Map.of(
          CONTENT_TYPE,
          "Content-Type",
          CONTENT_ENCODING,
          "Content-Encoding",
          "contentDisposition",
          "Content-Disposition",
          "contentLanguage",
          "Content-Language",
          "cacheControl",
          "Cache-Control");

  private static final int MAX_CUSTOM_BYTES = 8192;
  private static final int MAX_KEY_LENGTH = 1024;

  /** What the resource of an object has and local-cloud does not keep. */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "acl",
          "contexts",
          "customTime",
          "customerEncryption",
          "eventBasedHold",
          "kmsKeyName",
          "retention",
          "temporaryHold");

  ObjectMetadata {
    fields = Map.copyOf(fields);
    custom = Map.copyOf(custom);
  }

  /**
   * From an object resource; what only the server sets in it is passed over.
   *
   * @throws GoogleError 501 for a field that would be kept by Google and is not here, 400 for a
   *     value of the wrong type
   */
  static ObjectMetadata from(JsonNode resource) {
    return EMPTY.patched(resource);
  }

  /** As {@link #toJson} wrote it. */
  static ObjectMetadata stored(JsonNode written) {
    return EMPTY.merged(written);
  }

  /** Merges by JSON merge patch: null takes away, absent leaves. */
  ObjectMetadata patched(JsonNode patch) {
    refuseNotKept(patch);
    ObjectMetadata merged = merged(patch);
    merged.require();
    return merged;
  }

  private ObjectMetadata merged(JsonNode patch) {
    Map<String, String> newFields = new TreeMap<>(fields);
    HEADER_OF_FIELD.keySet().forEach(field -> merge(newFields, field, patch.get(field)));
    Map<String, String> newCustom = new TreeMap<>(custom);
    JsonNode customPatch = patch.get("metadata");
    if (customPatch != null && customPatch.isNull()) {
      newCustom.clear();
    } else if (customPatch != null) {
      requireType(customPatch.isObject(), "metadata");
      customPatch.properties().forEach(e -> merge(newCustom, e.getKey(), e.getValue()));
    }
    return new ObjectMetadata(newFields, newCustom);
  }

  ObjectMetadata withDefaultType(String type) {
    if (fields.containsKey(CONTENT_TYPE) || type == null) {
      return this;
    }
    Map<String, String> typed = new TreeMap<>(fields);
    typed.put(CONTENT_TYPE, type);
    return new ObjectMetadata(typed, custom);
  }

  String contentType() {
    return fields.get(CONTENT_TYPE);
  }

  void writeTo(ObjectNode resource) {
    new TreeMap<>(fields).forEach(resource::put);
    if (!custom.isEmpty()) {
      ObjectNode map = resource.putObject("metadata");
      new TreeMap<>(custom).forEach(map::put);
    }
  }

  String toJson() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    writeTo(node);
    return node.toString();
  }

  private static void merge(Map<String, String> into, String key, JsonNode value) {
    if (value == null) {
      return;
    }
    requireType(value.isNull() || value.isTextual(), key);
    if (value.isNull()) {
      into.remove(key);
    } else {
      into.put(key, value.textValue());
    }
  }

  /** Fails with 400 for what could not be given back: values become response headers. */
  void require() {
    fields.forEach(ObjectMetadata::requireText);
    custom.forEach(ObjectMetadata::requireText);
    requireSize(custom);
  }

  private static void requireText(String key, String value) {
    String both = key + value;
    if (both.codePoints().anyMatch(c -> c < 0x20 || c == 0x7f || (c >= 0xd800 && c <= 0xdfff))) {
      throw GoogleError.invalid("Metadata must be text without control characters");
    }
    if (key.length() > MAX_KEY_LENGTH) {
      throw GoogleError.invalid("A key of the metadata is too long");
    }
  }

  private static void requireType(boolean right, String field) {
    if (!right) {
      throw GoogleError.invalid("Invalid value for field " + field);
    }
  }

  private static void requireSize(Map<String, String> custom) {
    long size = custom.entrySet().stream().mapToLong(e -> bytes(e.getKey() + e.getValue())).sum();
    if (size > MAX_CUSTOM_BYTES) {
      throw GoogleError.invalid(
          "The metadata of the object is larger than " + MAX_CUSTOM_BYTES + " bytes");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void refuseNotKept(JsonNode resource) {
    for (String field : NOT_KEPT) {
      JsonNode value = resource.get(field);
      boolean says =
          value != null
              && !value.isNull()
              && !value.equals(Json.MAPPER.getNodeFactory().booleanNode(false));
      if (says && !(value.isContainerNode() && value.isEmpty())) {
        throw GoogleError.unimplemented("storage.objects with " + field);
      }
    }
    String storageClass = resource.path("storageClass").asText("STANDARD");
    if (!storageClass.equals("STANDARD") && !resource.path("storageClass").isNull()) {
      throw GoogleError.unimplemented("storage.objects with storageClass " + storageClass);
    }
  }
}
