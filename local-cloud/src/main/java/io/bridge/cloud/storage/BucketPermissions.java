package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import java.util.List;

/** Which of some permissions the caller has on a bucket; whoever has a token may ask. */
record BucketPermissions(ObjectStore objects, StorageAccess access) {

  void test(Exchange exchange, Principal caller, String bucket) {
    objects.bucket(bucket);
    List<String> asked = exchange.query().getAll("permissions");
    if (asked.isEmpty()) {
      throw GoogleError.invalid("Required parameter: permissions");
    }
    ObjectNode answer =
        Json.MAPPER.createObjectNode().put("kind", "storage#testIamPermissionsResponse");
    for (String permission : asked) {
      if (!permission.matches("storage\\.[a-zA-Z]{1,40}\\.[a-zA-Z]{1,40}")) {
        throw GoogleError.invalid("Invalid argument: permissions");
      }
      if (access.iam().allowed(caller, permission, "projects/_/buckets/" + bucket)) {
        answer.withArrayProperty("permissions").add(permission);
      }
    }
    exchange.json(200, answer);
  }
}
