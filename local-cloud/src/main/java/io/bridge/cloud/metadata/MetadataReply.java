package io.bridge.cloud.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.Json;
import java.nio.charset.StandardCharsets;

/** What the metadata server answers. */
record MetadataReply(int status, String contentType, String body) {

  static MetadataReply text(int status, String body) {
    return new MetadataReply(status, "application/text", body);
  }

  static MetadataReply json(JsonNode body) {
    return new MetadataReply(
        200, "application/json", new String(Json.encode(body), StandardCharsets.UTF_8));
  }
}
