package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import io.bridge.cloud.dispatch.TestCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The XML API with an access token, as Google's client for Go reads objects. */
class XmlApiTest {
  @TempDir static Path dir;

  private static TestCloud cloud;
  private static HttpClient http;
  private static Blob digits;

  @BeforeAll
  static void start() {
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
    http = cloud.http();
    digits =
        cloud
            .storage("writer")
            .create(
                BlobInfo.newBuilder(BUCKET, "a/digits ä").build(), "0123456789".getBytes(UTF_8));
  }

  @AfterAll
  static void stop() {
    http.close();
    cloud.close();
  }

  @Test
  void readsWhatTheHolderOfTheTokenMayRead() throws Exception {
    HttpResponse<String> answer = get("/a/digits%20%C3%A4", "reader", "Range", "bytes=3-5");

    assertEquals(206, answer.statusCode());
    assertEquals("345", answer.body());
    assertEquals(
        digits.getGeneration().toString(),
        answer.headers().firstValue("x-goog-generation").orElseThrow());
  }

  @Test
  void goesOnWithTheGenerationItBeganWith() throws Exception {
    String one = "/a/digits%20%C3%A4?generation=" + digits.getGeneration();

    assertEquals(200, get(one, "reader", "x-goog-api-client", "gl-go/1").statusCode());
    assertEquals(404, get(one + "1", "reader", "x-goog-api-client", "gl-go/1").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "/a/digits%20%C3%A4, nobody, 403, AccessDenied",
    "/a/digits%20%C3%A4, creator, 403, AccessDenied",
    "/a/never, reader, 404, NoSuchKey",
    "/a/digits%20%C3%A4?acl, reader, 501, NotImplemented",
    "/a/digits%20%C3%A4?generation=x, reader, 400, InvalidArgument",
    "/a%0D%0AX-Injected:%201, nobody, 400, InvalidArgument"
  })
  void refusesInItsOwnForm(String path, String account, int status, String code) throws Exception {
    HttpResponse<String> answer = get(path, account, "Accept", "*/*");

    assertEquals(status, answer.statusCode());
    assertTrue(answer.body().contains("<Code>" + code + "</Code>"), answer::body);
  }

  @Test
  void passesOverNoHeaderThatChangesTheMeaning() throws Exception {
    String header = "x-goog-encryption-algorithm";

    assertEquals(501, get("/a/digits%20%C3%A4", "reader", header, "AES256").statusCode());
  }

  @Test
  void asksForAGoodToken() throws Exception {
    HttpRequest request = at("/a/digits%20%C3%A4").header("Authorization", "Bearer x").build();

    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

    assertEquals(401, answer.statusCode());
    assertTrue(answer.body().contains("<Code>AuthenticationRequired</Code>"), answer::body);
  }

  @Test
  void writesByRole() throws Exception {
    HttpRequest.Builder put = at("/a/put").PUT(BodyPublishers.ofString("five!"));

    assertEquals(403, send(put, "reader").statusCode());
    assertEquals(200, send(put, "writer").statusCode());
    assertEquals("five!", get("/a/put", "writer", "Accept", "*/*").body());
    assertEquals(501, send(at("/a/put").DELETE(), "writer").statusCode());
  }

  private static HttpResponse<String> get(String path, String account, String header, String value)
      throws Exception {
    return send(at(path).header(header, value), account);
  }

  private static HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(cloud.cloud().https().resolve("/" + BUCKET + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String account)
      throws Exception {
    return http.send(
        request.copy().header("Authorization", "Bearer " + cloud.token(account)).build(),
        BodyHandlers.ofString());
  }
}
