package io.bridge.cloud.storage;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the answers about an object say in their headers. */
final class ObjectHeaders {
  private ObjectHeaders() {}

  /** Generation and sums; {@code ETag} as the JSON API has it. */
  static Map<String, String> ofResource(StoredObject object) {
    Map<String, String> headers = common(object);
    headers.put("ETag", ObjectResource.etag(object.generation(), object.metageneration()));
    return headers;
  }

  /** As above with the XML API's {@code ETag}: the MD5. */
  static Map<String, String> ofXml(StoredObject object) {
    Map<String, String> headers = common(object);
    String etag =
        object.md5() == null
            ? ObjectResource.etag(object.generation(), object.metageneration())
            : object.sums().md5Hex();
    headers.put("ETag", "\"" + etag + "\"");
    return headers;
  }

  /** For the bytes themselves: what is above, and what their writer said about them. */
  static Map<String, String> ofBytes(StoredObject object, Map<String, String> base) {
    Map<String, String> headers = new LinkedHashMap<>(base);
    object
        .metadata()
        .fields()
        .forEach((field, value) -> headers.put(ObjectMetadata.HEADER_OF_FIELD.get(field), value));
    headers.putIfAbsent("Content-Type", "application/octet-stream");
    object.metadata().custom().forEach((key, value) -> putCustom(headers, key, value));
    headers.put("Accept-Ranges", "bytes");
    headers.put("Last-Modified", httpDate(object));
    headers.put("x-goog-storage-class", "STANDARD");
    headers.put("x-goog-stored-content-length", Long.toString(object.sizeBytes()));
    headers.put(
        "x-goog-stored-content-encoding",
        object.metadata().fields().getOrDefault(ObjectMetadata.CONTENT_ENCODING, "identity"));
    return headers;
  }

  /** A key that is no header name stays in the resource only. */
  private static void putCustom(Map<String, String> headers, String key, String value) {
    if (key.matches("[A-Za-z0-9_.-]+") && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      headers.put("x-goog-meta-" + key, value);
    }
  }

  private static String httpDate(StoredObject object) {
    return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
        object.updated().atZone(java.time.ZoneOffset.UTC));
  }

  private static Map<String, String> common(StoredObject object) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-goog-generation", Long.toString(object.generation()));
    headers.put("x-goog-metageneration", Long.toString(object.metageneration()));
    headers.put("x-goog-hash", object.sums().header());
    if (object.components() != null) {
      headers.put("x-goog-component-count", object.components().toString());
    }
    return headers;
  }
}
