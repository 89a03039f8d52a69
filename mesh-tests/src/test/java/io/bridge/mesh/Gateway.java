package io.bridge.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.mesh.MeshConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** The gateway over HTTPS, as any client sees it, and the identity provider beside it. */
final class Gateway {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer; {@code body} is a missing node where it was no JSON. */
  record Answer(int status, HttpResponse<String> raw, JsonNode body) {
    String contentType() {
      return raw.headers().firstValue("content-type").orElse("");
    }
  }

  private final MeshConfig config;
  private final HttpClient client;

  Gateway(MeshConfig config) {
    this.config = config;
    this.client = HttpClient.newBuilder().sslContext(Trust.context(config.cloud())).build();
  }

  /** ID token of a person, who signs up where they are new. */
  String idToken(String email, String password) {
    JsonNode known = identity("signInWithPassword", email, password);
    return (known.has("idToken") ? known : identity("signUp", email, password))
        .path("idToken")
        .asText();
  }

  Answer get(String path, String token) {
    return send("GET", path, token, null);
  }

  Answer post(String path, String token, Object body) {
    return send("POST", path, token, JSON.valueToTree(body).toString());
  }

  Answer send(String method, String path, String token, String body) {
    return send(method, path, token, body, "application/json");
  }

  Answer send(String method, String path, String token, String body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.gatewayUrl() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", type);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return answer(request.build());
  }

  /** PUTs bytes to a signed address with exactly the headers that came with it. */
  int put(JsonNode signed, byte[] bytes) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(signed.path("url").asText()))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
    signed
        .path("headers")
        .properties()
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    return answer(request.build()).status();
  }

  private JsonNode identity(String call, String email, String password) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "https://localhost:"
                        + config.ports().of("cloud-https")
                        + "/identitytoolkit.googleapis.com/v1/accounts:"
                        + call
                        + "?key=local"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.valueToTree(
                            Map.of("email", email, "password", password, "returnSecureToken", true))
                        .toString()))
            .build();
    return answer(request).body();
  }

  private Answer answer(HttpRequest request) {
    try {
      HttpResponse<String> raw = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(raw.statusCode(), raw, parsed(raw.body()));
    } catch (IOException e) {
      throw new IllegalStateException(request.method() + " " + request.uri().getPath(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
