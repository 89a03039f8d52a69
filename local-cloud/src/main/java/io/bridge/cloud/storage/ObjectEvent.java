package io.bridge.cloud.storage;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened to an object.
 *
 * @param object as it is after the change; for a deletion as it was
 * @param other what is said beside: {@code overwroteGeneration} or {@code overwrittenByGeneration}
 */
record ObjectEvent(String type, StoredObject object, Map<String, String> other, Instant at) {

  static ObjectEvent finalized(StoredObject object, Long overwrote) {
    Map<String, String> other =
        overwrote == null ? Map.of() : Map.of("overwroteGeneration", overwrote.toString());
    return new ObjectEvent("OBJECT_FINALIZE", object, other, object.created());
  }

  static ObjectEvent overwritten(StoredObject old, StoredObject by) {
    Map<String, String> other = Map.of("overwrittenByGeneration", Long.toString(by.generation()));
    return new ObjectEvent("OBJECT_DELETE", old, other, by.created());
  }

  static ObjectEvent deleted(StoredObject object, Instant at) {
    return new ObjectEvent("OBJECT_DELETE", object, Map.of(), at);
  }

  static ObjectEvent metadataUpdated(StoredObject object) {
    return new ObjectEvent("OBJECT_METADATA_UPDATE", object, Map.of(), object.updated());
  }

  /**
   * The attributes of the message.
   *
   * @param configId number of the notification on its bucket, from 1
   */
  Map<String, String> attributes(int configId) {
    Map<String, String> attributes = new TreeMap<>(other);
    attributes.put("eventType", type);
    attributes.put("bucketId", object.bucket());
    attributes.put("objectId", object.name());
    attributes.put("objectGeneration", Long.toString(object.generation()));
    attributes.put("payloadFormat", "JSON_API_V1");
    attributes.put(
        "notificationConfig",
        "projects/_/buckets/" + object.bucket() + "/notificationConfigs/" + configId);
    attributes.put("eventTime", ObjectResource.time(at));
    return attributes;
  }
}
