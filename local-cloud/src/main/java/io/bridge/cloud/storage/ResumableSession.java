package io.bridge.cloud.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Json;
import java.io.UncheckedIOException;

/**
 * What was said at the start of a resumable upload.
 *
 * @param sizeBytes as declared; null when not declared
 */
record ResumableSession(NewObject object, ExpectedSums sums, Long sizeBytes) {

  String toJson() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    object.metadata().writeTo(node.putObject("metadata"));
    node.set("preconditions", Json.MAPPER.valueToTree(object.preconditions()));
    node.set("sums", Json.MAPPER.valueToTree(sums));
    node.put("size", sizeBytes);
    return node.toString();
  }

  static ResumableSession fromJson(String bucket, String name, JsonNode request) {
    try {
      NewObject object =
          new NewObject(
              bucket,
              name,
              ObjectMetadata.stored(request.get("metadata")),
              Json.MAPPER.treeToValue(request.get("preconditions"), Preconditions.class));
      ExpectedSums sums = Json.MAPPER.treeToValue(request.get("sums"), ExpectedSums.class);
      JsonNode size = request.path("size");
      return new ResumableSession(object, sums, size.isNumber() ? size.longValue() : null);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
