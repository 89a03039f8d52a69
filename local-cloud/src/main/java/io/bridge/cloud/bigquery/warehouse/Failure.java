package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;

/**
 * Why a job failed.
 *
 * @param reason BigQuery's word, such as {@code invalidQuery}
 * @param location what it is about, such as {@code query} or a gs:// URI; may be null
 */
public record Failure(String reason, String message, String location) {

  public static Failure of(GoogleError error, String location) {
    return new Failure(error.reason(), error.getMessage(), location);
  }

  /** BigQuery's ErrorProto. */
  public ObjectNode toJson() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("reason", reason);
    if (location != null) {
      node.put("location", location);
    }
    return node.put("message", message);
  }

  /** The same failure as the answer of a call. */
  public GoogleError toError() {
    int status =
        switch (reason) {
          case "accessDenied", "forbidden" -> 403;
          case "notFound" -> 404;
          case "duplicate" -> 409;
          case "internalError", "backendError" -> 500;
          case "notImplemented" -> 501;
          default -> 400;
        };
    return new GoogleError(status, reason, message);
  }

  static Failure decode(String text) {
    if (text == null) {
      return null;
    }
    var node = Sql.json(text);
    return new Failure(
        node.path("reason").asText(),
        node.path("message").asText(),
        node.path("location").asText(null));
  }
}
