package io.bridge.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A whole local-cloud on free ports, and a client that trusts it. */
public final class CloudAtHand implements AutoCloseable {
  public static final String PROJECT = "bridge-test";

  private final LocalCloud cloud;
  private final HttpClient client;

  private CloudAtHand(LocalCloud cloud, HttpClient client) {
    this.cloud = cloud;
    this.client = client;
  }

  public static CloudAtHand start(Path dir) {
    var metadata = Map.of("gateway-service", 0, "catalog-service", 0, "sync-service", 0);
    var topology = Path.of("..", "deploy", "topology.yaml");
    var cloud =
        LocalCloud.start(
            new LocalCloudConfig(dir, PROJECT, topology, 0, 0, metadata, Map.of(), 0.01));
    var client =
        HttpClient.newBuilder()
            .sslContext(cloud.clientTls())
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    return new CloudAtHand(cloud, client);
  }

  public LocalCloud cloud() {
    return cloud;
  }

  /** Access token of an account of the project, by its short name. */
  public String token(String account) {
    return cloud.tokens().accessToken(cloud.topology().email(account));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(cloud.https().resolve(path));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> postForm(String path, String form) {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  public static JsonNode json(HttpResponse<String> response) {
    return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Text of {@code error.message}. */
  public static String message(HttpResponse<String> response) {
    return json(response).at("/error/message").asText();
  }

  public URI https() {
    return cloud.https();
  }

  @Override
  public void close() {
    client.close();
    cloud.close();
  }
}
