package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.GoogleError;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The session of a resumable upload, once it has begun: its pieces, its state, its end. */
record SessionCalls(ResumableUploads uploads) {

  /** The session's id is the credential. */
  void serve(Exchange exchange, String method, String id) throws IOException {
    switch (method) {
      case "PUT", "POST" -> put(exchange, id);
      case "DELETE" -> {
        uploads.cancel(id, exchange.body());
        exchange.empty(499, Map.of());
      }
      default -> throw GoogleError.unimplemented("storage upload: " + method + " of a session");
    }
  }

  private void put(Exchange exchange, String id) throws IOException {
    MultiMap headers = exchange.headers();
    if (headers.contains("Content-Encoding")) {
      throw GoogleError.unimplemented("storage upload: a piece with Content-Encoding");
    }
    ContentRange range =
        ContentRange.parse(
            headers.get("Content-Range"), Preconditions.number(headers, "Content-Length"));
    ResumableUploads.State state =
        uploads.put(id, range, exchange.body(), ExpectedSums.fromHeaders(headers));
    // Of a piece that was not needed: many clients look at the answer only after they sent it.
    exchange.body().drain();
    switch (state) {
      case ResumableUploads.State.Complete(JsonNode resource) ->
          complete(exchange, new ObjectResource(exchange.root()).linked(resource));
      case ResumableUploads.State.Incomplete(long received) -> incomplete(exchange, received);
    }
  }

  private static void complete(Exchange exchange, JsonNode resource) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", resource.path("etag").asText());
    headers.put("x-goog-generation", resource.path("generation").asText());
    headers.put("x-goog-metageneration", resource.path("metageneration").asText());
    headers.put("x-goog-stored-content-length", resource.path("size").asText());
    headers.put(
        "x-goog-hash",
        "crc32c=" + resource.path("crc32c").asText() + ",md5=" + resource.path("md5Hash").asText());
    exchange.json(200, headers, resource);
  }

  private static void incomplete(Exchange exchange, long received) {
    exchange.empty(308, received == 0 ? Map.of() : Map.of("Range", "bytes=0-" + (received - 1)));
  }
}
