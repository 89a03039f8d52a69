package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Json;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/**
 * Objects and buckets as JSON resources.
 *
 * @param root where links lead, for example {@code https://www.googleapis.com}
 */
record ObjectResource(String root) {
  /** In notifications, which know no request. */
  static final ObjectResource GOOGLE = new ObjectResource("https://www.googleapis.com");

  /** One of {@link #GOOGLE}'s whose links lead where this one's do. */
  JsonNode linked(JsonNode resource) {
    ObjectNode linked = resource.deepCopy();
    for (String link : List.of("selfLink", "mediaLink")) {
      linked.put(link, root + linked.path(link).asText().substring(GOOGLE.root().length()));
    }
    return linked;
  }

  ObjectNode of(StoredObject object) {
    String path = "/b/" + Percent.encode(object.bucket()) + "/o/" + Percent.encode(object.name());
    String generation = Long.toString(object.generation());
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kind", "storage#object");
    node.put("id", object.bucket() + "/" + object.name() + "/" + generation);
    node.put("selfLink", root + "/storage/v1" + path);
    node.put(
        "mediaLink",
        root + "/download/storage/v1" + path + "?generation=" + generation + "&alt=media");
    node.put("name", object.name()).put("bucket", object.bucket());
    node.put("generation", generation);
    node.put("metageneration", Long.toString(object.metageneration()));
    node.put("storageClass", "STANDARD");
    node.put("size", Long.toString(object.sizeBytes()));
    if (object.md5() != null) {
      node.put("md5Hash", object.md5());
    }
    node.put("crc32c", object.crc32c());
    if (object.components() != null) {
      node.put("componentCount", object.components());
    }
    node.put("etag", etag(object.generation(), object.metageneration()));
    node.put("timeCreated", time(object.created())).put("updated", time(object.updated()));
    node.put("timeStorageClassUpdated", time(object.created()));
    node.put("timeFinalized", time(object.created()));
    object.metadata().writeTo(node);
    return node;
  }

  ObjectNode of(Bucket bucket) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("kind", "storage#bucket").put("id", bucket.name()).put("name", bucket.name());
    node.put("selfLink", root + "/storage/v1/b/" + Percent.encode(bucket.name()));
    node.put("location", bucket.location()).put("locationType", bucket.locationType());
    node.put("storageClass", "STANDARD");
    node.put("metageneration", Long.toString(bucket.metageneration()));
    node.put("etag", etag(1, bucket.metageneration()));
    node.put("timeCreated", time(bucket.created())).put("updated", time(bucket.updated()));
    node.setAll(bucket.settings().json());
    ObjectNode access =
        node.putObject("iamConfiguration").put("publicAccessPrevention", "enforced");
    access.putObject("uniformBucketLevelAccess").put("enabled", true);
    return node;
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  static String etag(long generation, long metageneration) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(generation).putLong(metageneration).array();
    return Base64.getEncoder().encodeToString(bytes);
  }
}
