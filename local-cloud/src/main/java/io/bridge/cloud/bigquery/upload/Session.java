package io.bridge.cloud.bigquery.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;

/**
 * A resumable upload.
 *
 * @param caller who began it; the job will be theirs
 * @param job the body of jobs.insert
 */
public record Session(Principal caller, ObjectNode job) {

  byte[] encode() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("email", caller.email()).put("kind", caller.kind()).set("job", job);
    return Json.encode(node);
  }

  static Session decode(byte[] bytes) {
    var node = Json.read(bytes);
    var caller = new Principal(node.path("email").asText(), node.path("kind").asText());
    return new Session(caller, (ObjectNode) node.get("job"));
  }
}
