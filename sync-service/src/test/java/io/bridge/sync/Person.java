package io.bridge.sync;

import static io.restassured.RestAssured.given;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.SignedPut;
import io.bridge.model.upload.Upload;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A member of one team, and what their local app does. */
public record Person(UUID id, UUID teamId, String role) {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  public static Person editor() {
    return new Person(UUID.randomUUID(), UUID.randomUUID(), "EDITOR");
  }

  /** A name that no other test uses. */
  public static String newDataset() {
    return "d_" + UUID.randomUUID().toString().replace('-', '_');
  }

  public RequestSpecification request() {
    String token = LocalCloudResource.identities().userToken(id, Map.of(teamId, role));
    return given().auth().oauth2(token).contentType(ContentType.JSON);
  }

  public Response post(NewUpload upload) {
    return request().body(upload).post("/v1/uploads");
  }

  public Upload announce(String dataset, String table, ParquetFile file) {
    return announce(dataset, table, file, file.rows());
  }

  public Upload announce(String dataset, String table, ParquetFile file, long rows) {
    return post(new NewUpload(teamId, dataset, table, file.bytes().length, rows, file.columns()))
        .then()
        .statusCode(201)
        .extract()
        .as(Upload.class);
  }

  /** Sends the bytes as the answer of the announcement says; the status. */
  public static int put(SignedPut put, byte[] bytes) {
    return put(put.url().toString(), put.headers(), bytes);
  }

  public static int put(String url, Map<String, String> headers, byte[] bytes) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(java.net.URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::header);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Announces, sends and waits for the end. */
  public Upload push(String dataset, String table, ParquetFile file) {
    Upload upload = announce(dataset, table, file);
    put(upload.put(), file.bytes());
    return awaitEnd(upload.id());
  }

  public Upload find(UUID uploadId) {
    return request()
        .get("/v1/uploads/" + uploadId)
        .then()
        .statusCode(200)
        .extract()
        .as(Upload.class);
  }

  public Upload awaitEnd(UUID uploadId) {
    await(() -> find(uploadId).state().isFinal());
    return find(uploadId);
  }

  public static void await(BooleanSupplier holds) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("It did not come true within " + PATIENCE);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
