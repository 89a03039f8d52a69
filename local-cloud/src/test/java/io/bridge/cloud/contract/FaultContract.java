package io.bridge.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/**
 * Makes what comes next go wrong: {@code arm} with the one rule of {@code /fault} there is then,
 * {@code disarm}.
 */
final class FaultContract implements ContractClient {
  private final TestCloud cloud;
  private final HttpClient http;

  FaultContract(TestCloud cloud) {
    this.cloud = cloud;
    this.http = cloud.http();
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    return switch (call) {
      case "arm" -> {
        send("DELETE", "");
        yield Map.of("armed", send("PUT", with.toString()).has("id"));
      }
      case "disarm" -> {
        int done = send("GET", "").at("/faults/0/done").intValue();
        send("DELETE", "");
        yield Map.of("done", done);
      }
      default -> throw ContractClient.unknown(call);
    };
  }

  private JsonNode send(String method, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(cloud.cloud().https().resolve("/fault"))
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return Json.read(
        answer.body().isEmpty() ? "{}".getBytes(UTF_8) : answer.body().getBytes(UTF_8));
  }

  @Override
  public void close() {
    http.close();
  }
}
