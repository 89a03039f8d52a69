package io.bridge.cloud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.LocalCloudConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The few REST calls that a benchmark needs, as any client would send them. */
final class CloudOverHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROJECT = "bridge-bench";
  private static final String BUCKET = PROJECT + "-raw-data-ingress";

  private final LocalCloud cloud;
  private final HttpClient client;
  private final String token;

  CloudOverHttp(LocalCloud cloud, Path dir) throws IOException {
    this.cloud = cloud;
    this.client = HttpClient.newBuilder().sslContext(cloud.clientTls()).build();
    this.token = Files.readString(dir.resolve("iam/admin-token")).strip();
  }

  static LocalCloud start(Path dir, Path topology) {
    return LocalCloud.start(
        new LocalCloudConfig(dir, PROJECT, topology, 0, 0, Map.of(), Map.of(), 1.0));
  }

  void upload(Path file) throws IOException {
    send(
        "POST",
        "/upload/storage/v1/b/" + BUCKET + "/o?uploadType=media&name=rows.parquet",
        HttpRequest.BodyPublishers.ofFile(file));
  }

  void makeDataset() throws IOException {
    post("datasets", "{\"datasetReference\":{\"datasetId\":\"bench\"}}");
  }

  /** Replaces the table by the uploaded file and waits for the job. */
  void load() throws IOException {
    await(
        post(
            "jobs",
            """
            {"configuration":{"load":{"sourceUris":["gs://%s/rows.parquet"],
             "destinationTable":{"projectId":"%s","datasetId":"bench","tableId":"rows"},
             "sourceFormat":"PARQUET","writeDisposition":"WRITE_TRUNCATE"}}}
            """
                .formatted(BUCKET, PROJECT)));
  }

  JsonNode query(String sql) throws IOException {
    return post(
        "queries",
        JSON.createObjectNode()
            .put("query", sql)
            .put("useLegacySql", false)
            .put("timeoutMs", 60_000)
            .toString());
  }

  private void await(JsonNode job) throws IOException {
    JsonNode now = job;
    String id = job.path("jobReference").path("jobId").asText();
    while (!now.path("status").path("state").asText().equals("DONE")) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      now = send("GET", path("jobs/" + id), null);
    }
    if (now.path("status").has("errorResult")) {
      throw new IOException("The job failed: " + now.path("status").path("errorResult"));
    }
  }

  private JsonNode post(String resource, String body) throws IOException {
    return send("POST", path(resource), HttpRequest.BodyPublishers.ofString(body));
  }

  private static String path(String resource) {
    return "/bigquery/v2/projects/" + PROJECT + "/" + resource;
  }

  private JsonNode send(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud.https() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : body)
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException(method + " " + path + " answered " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
