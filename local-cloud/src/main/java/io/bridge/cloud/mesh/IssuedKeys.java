package io.bridge.cloud.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.store.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Service accounts of a team's warehouse and their keys, by the calls that a person would make in
 * Google Cloud: create the account, give it roles, create a key.
 */
record IssuedKeys(MeshConfig config) {
  private static final List<String> ROLES =
      List.of("roles/bigquery.jobUser", "roles/bigquery.dataViewer");
  private static final int TAKEN = 409;

  /**
   * The account's key as a file that its owner alone may read; made once, for an account has ten
   * keys at most.
   */
  Path file(String account) {
    Path file = PrivateFiles.directory(config.state().resolve("keys")).resolve(account + ".json");
    if (!Files.exists(file)) {
      PrivateFiles.write(file, json(account).getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /** The text of a fresh key's file; the account is made where it is not there. */
  String json(String account) {
    CloudAdmin admin = new CloudAdmin(config);
    String project = "/v1/projects/" + config.project();
    String email = account + "@" + config.project() + ".iam.gserviceaccount.com";
    create(admin, project, account);
    allow(admin, project, email);
    JsonNode key = admin.post(project + "/serviceAccounts/" + email + "/keys", Map.of());
    byte[] text = Base64.getDecoder().decode(key.path("privateKeyData").asText());
    return new String(text, StandardCharsets.UTF_8);
  }

  private static void create(CloudAdmin admin, String project, String account) {
    try {
      admin.post(project + "/serviceAccounts", Map.of("accountId", account));
    } catch (CloudAdmin.Refused e) {
      if (e.status() != TAKEN) {
        throw new CommandFailure(e.getMessage(), e);
      }
    }
  }

  private static void allow(CloudAdmin admin, String project, String email) {
    JsonNode policy = admin.post(project + ":getIamPolicy", Map.of());
    admin.post(project + ":setIamPolicy", Map.of("policy", withMember(policy, email)));
  }

  private static JsonNode withMember(JsonNode policy, String email) {
    ObjectNode changed = new ObjectMapper().createObjectNode();
    changed.setAll((ObjectNode) policy);
    ArrayNode bindings = changed.withArray("bindings");
    for (String role : ROLES) {
      bindings.addObject().put("role", role).putArray("members").add("serviceAccount:" + email);
    }
    return changed;
  }
}
