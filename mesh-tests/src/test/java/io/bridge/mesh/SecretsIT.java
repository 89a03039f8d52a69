package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key goes in and is seen nowhere again; what protects it is closed to everybody else. */
@ExtendWith(RunningMesh.class)
class SecretsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void keepsKeysOutOfLogsDatabasesQueuesAndBuckets(RunningMesh.Handle mesh) throws Exception {
    // Given
    Workspace workspace = Workspace.of(mesh, "canary@bridge.example");
    JsonNode key = JSON.readTree(mesh.mesh().issueKey("canary"));
    List<String> lines = linesOf(key);
    ObjectNode broken = key.deepCopy();
    broken.put("token_uri", "https://localhost/token");
    ObjectNode damaged = key.deepCopy();
    damaged.put("private_key", key.path("private_key").asText().replaceFirst("M", "N"));
    // When
    assertEquals(422, workspace.add(broken.toString()).status());
    assertEquals(422, workspace.add(damaged.toString()).status());
    assertTrue(workspace.add("{\"private_key\":" + key.path("private_key")).status() >= 400);
    Gateway.Answer added = workspace.add(key.toString());
    // Then
    assertEquals(201, added.status(), added.raw().body());
    String id = added.body().path("id").asText();
    assertEquals(
        200,
        mesh.gateway()
            .send("POST", "/v1/connections/" + id + "/validate", workspace.token(), "")
            .status());
    for (String line : lines) {
      assertFalse(added.raw().body().contains(line));
      assertFalse(mesh.logs().contains(line), "a log holds key material");
      assertEquals(List.of(), filesWith(mesh.config().state(), line));
    }
  }

  @Test
  void givesNoOtherServiceTheCredentials(RunningMesh.Handle mesh) throws Exception {
    String bucket = "/storage/v1/b/" + mesh.config().project() + "-bridge-credentials/o";
    for (String service : List.of("gateway-service", "catalog-service", "sync-service")) {
      HttpResponse<String> refused = asService(mesh, service, bucket);

      assertEquals(403, refused.statusCode(), service);
      assertEquals(
          403, JSON.readTree(refused.body()).path("error").path("code").intValue(), service);
    }
    assertEquals(200, asService(mesh, "connection-service", bucket).statusCode());
  }

  /** A GET with the service's own account, as its process gets it from the metadata server. */
  private static HttpResponse<String> asService(
      RunningMesh.Handle mesh, String service, String path) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(Trust.context(mesh.config().cloud())).build()) {
      HttpRequest forToken =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:"
                          + mesh.config().ports().of(service + ".metadata")
                          + "/computeMetadata/v1/instance/service-accounts/default/token"))
              .header("Metadata-Flavor", "Google")
              .build();
      String token =
          JSON.readTree(client.send(forToken, HttpResponse.BodyHandlers.ofString()).body())
              .path("access_token")
              .asText();
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("https://localhost:" + mesh.config().ports().of("cloud-https") + path))
              .header("Authorization", "Bearer " + token)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Three lines from the middle of the private key. */
  private static List<String> linesOf(JsonNode key) {
    List<String> lines = key.path("private_key").asText().lines().toList();
    assertTrue(lines.size() > 10);
    return lines.subList(4, 7);
  }

  /** Names of files that hold the text; the tests' own mesh keeps everything below one folder. */
  private static List<String> filesWith(Path state, String text) throws IOException {
    List<String> found = new ArrayList<>();
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).filter(Files::isReadable).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
            .contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
          found.add(state.relativize(file).toString());
        }
      }
    }
    return found;
  }
}
