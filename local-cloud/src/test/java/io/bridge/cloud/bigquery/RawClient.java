package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.tls.LocalTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** Plain REST, for what Google's client does not say or hides. */
final class RawClient {
  private final HttpClient http;
  private final String base;
  private final String token;

  RawClient(BigQueryServer server, Path dir, String account) {
    this.http = client(dir);
    this.base = server.host() + "/bigquery/v2";
    this.token = server.token(account);
  }

  private static HttpClient client(Path dir) {
    try {
      return HttpClient.newBuilder().sslContext(LocalTrust.context(dir)).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode get(String path) {
    return Json.read(send(request(path)).body());
  }

  int status(String path) {
    return send(request(path)).statusCode();
  }

  /** Posts JSON; a refusal becomes the exception that Google's client would throw. */
  JsonNode post(String path, String json) {
    var answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    var body = Json.read(answer.body());
    if (answer.statusCode() >= 400) {
      var error = body.path("error");
      throw new BigQueryException(
          answer.statusCode(),
          error.path("message").asText(),
          new BigQueryError(error.path("errors").path(0).path("reason").asText(), null, ""));
    }
    return body;
  }

  /** Sends any method with headers in pairs; gives the status. */
  int send(String method, String path, String json, String... headers) {
    return request(method, path, json, headers).statusCode();
  }

  /** As {@link #send}; gives the whole answer. */
  HttpResponse<byte[]> request(String method, String path, String json, String... headers) {
    var request = request(path).method(method, BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  JsonNode insertJob(String id, String configuration) {
    return post(
        "/projects/bridge-test/jobs",
        ("{\"jobReference\": {\"projectId\": \"bridge-test\", \"jobId\": \"%s\"}, "
                + "\"configuration\": %s}")
            .formatted(id, configuration));
  }

  JsonNode insertLoad(String id, String uri) {
    return insertJob(
        id,
        """
        {"load": {"sourceUris": ["%s"], "sourceFormat": "PARQUET",
          "destinationTable": {"projectId": "bridge-test", "datasetId": "shop", "tableId": "t"}}}
        """
            .formatted(uri));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
