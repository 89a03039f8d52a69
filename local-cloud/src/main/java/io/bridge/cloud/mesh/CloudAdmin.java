package io.bridge.cloud.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.tls.LocalTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;

/** Calls of local-cloud's APIs in its administrator's name, as a person with a terminal does. */
record CloudAdmin(MeshConfig config) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer that is no success. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  JsonNode post(String path, Object body) {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(LocalTrust.context(config.cloud())).build()) {
      String token = Files.readString(config.cloud().resolve("iam/admin-token")).strip();
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("https://localhost:" + config.ports().of("cloud-https") + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString()))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new Refused(
            answer.statusCode(),
            JSON.readTree(answer.body()).path("error").path("message").asText());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new CommandFailure("local-cloud does not answer; is the mesh up (./bridge up)?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while local-cloud was asked", e);
    }
  }
}
