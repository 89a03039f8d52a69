package io.bridge.cloud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.tls.LocalTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The calls of a benchmark over the wire, as the project's owner. Thread-safe. */
final class CloudOverHttp implements AutoCloseable {
  static final String DATASET = "bench";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUCKET = CloudProcess.PROJECT + "-files";
  private static final String PROJECT_PATH = "/bigquery/v2/projects/" + CloudProcess.PROJECT + "/";

  private final URI cloud;
  private final HttpClient client;
  private final String token;

  CloudOverHttp(CloudProcess cloud) throws IOException {
    this.cloud = cloud.https();
    this.client = HttpClient.newBuilder().sslContext(LocalTrust.context(cloud.dir())).build();
    this.token = cloud.adminToken();
  }

  void upload(Path file, String name) throws IOException {
    String path = "/upload/storage/v1/b/" + BUCKET + "/o?uploadType=media&name=" + name;
    send("POST", path, HttpRequest.BodyPublishers.ofFile(file));
  }

  byte[] download(String name) throws IOException {
    return bytes("GET", "/storage/v1/b/" + BUCKET + "/o/" + name + "?alt=media", null);
  }

  void makeDataset() throws IOException {
    post("datasets", "{\"datasetReference\":{\"datasetId\":\"" + DATASET + "\"}}");
  }

  /** Replaces the table by the uploaded file and waits for the job. */
  void load(String object, String table) throws IOException {
    await(
        post(
            "jobs",
            """
            {"configuration":{"load":{"sourceUris":["gs://%s/%s"],
             "destinationTable":{"projectId":"%s","datasetId":"%s","tableId":"%s"},
             "sourceFormat":"PARQUET","writeDisposition":"WRITE_TRUNCATE"}}}
            """
                .formatted(BUCKET, object, CloudProcess.PROJECT, DATASET, table)));
  }

  /** One query in one call, without the cache of results. */
  JsonNode query(String sql) throws IOException {
    return post(
        "queries",
        JSON.createObjectNode()
            .put("query", sql)
            .put("useLegacySql", false)
            .put("useQueryCache", false)
            .put("timeoutMs", 60_000)
            .toString());
  }

  /** Reads a table to its end, page by page; the number of its rows. */
  long list(String table, int pageSize) throws IOException {
    long rows = 0;
    String page = "";
    do {
      String path =
          PROJECT_PATH
              + "datasets/%s/tables/%s/data?maxResults=%d".formatted(DATASET, table, pageSize)
              + (page.isEmpty() ? "" : "&pageToken=" + page);
      // Only counted, so that the client costs little.
      String text = new String(bytes("GET", path, null), java.nio.charset.StandardCharsets.UTF_8);
      rows += count(text, "{\"f\":");
      page = between(text, "\"pageToken\":\"", "\"");
    } while (!page.isEmpty());
    return rows;
  }

  private static long count(String text, String part) {
    long found = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      found++;
    }
    return found;
  }

  private static String between(String text, String before, String after) {
    int at = text.indexOf(before);
    int from = at + before.length();
    return at < 0 ? "" : text.substring(from, text.indexOf(after, from));
  }

  private void await(JsonNode job) throws IOException {
    JsonNode now = job;
    String id = job.path("jobReference").path("jobId").asText();
    while (!now.path("status").path("state").asText().equals("DONE")) {
      // To ask costs the server time that the load would have; what a wait adds is a hundredth of
      // it.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      now = send("GET", PROJECT_PATH + "jobs/" + id, null);
    }
    if (now.path("status").has("errorResult")) {
      throw new IOException("The job failed: " + now.path("status").path("errorResult"));
    }
  }

  private JsonNode post(String resource, String body) throws IOException {
    return send("POST", PROJECT_PATH + resource, HttpRequest.BodyPublishers.ofString(body));
  }

  private JsonNode send(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException {
    return JSON.readTree(bytes(method, path, body));
  }

  private byte[] bytes(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : body)
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300) {
        throw new IOException(method + " " + path + " answered " + new String(answer.body()));
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
