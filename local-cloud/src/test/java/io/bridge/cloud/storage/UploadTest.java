package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.dispatch.TestCloud;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads on the wire, where a well-behaved client never goes. */
class UploadTest {
  private static final int GRAIN = 256 * 1024;

  @TempDir Path dir;

  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void goesOnWithAnUploadAfterARestart() throws Exception {
    byte[] bytes = random(GRAIN + 1000);
    String id = begin("resumed", Map.of());
    HttpResponse<String> first = piece(id, "bytes 0-262143/*", slice(bytes, 0, GRAIN));

    stop();
    start();
    HttpResponse<String> asked = piece(id, "bytes */*", new byte[0]);
    HttpResponse<String> last =
        piece(id, "bytes 262144-263143/263144", slice(bytes, GRAIN, bytes.length));
    HttpResponse<String> again =
        piece(id, "bytes 262144-263143/263144", slice(bytes, GRAIN, bytes.length));

    assertEquals(308, first.statusCode(), first.body());
    assertEquals("bytes=0-262143", asked.headers().firstValue("Range").orElseThrow());
    assertEquals(200, last.statusCode(), last.body());
    assertArrayEquals(bytes, cloud.storage("writer").readAllBytes(BUCKET, "resumed"));
    assertEquals(last.body(), again.body());
  }

  @Test
  void keepsWholeGrainsOnlyBeforeTheLastPiece() throws Exception {
    String id = begin("grains", Map.of());

    HttpResponse<String> answer = piece(id, "bytes 0-299999/*", new byte[300_000]);
    HttpResponse<String> none = piece(begin("small", Map.of()), "bytes 0-9/*", new byte[10]);

    assertEquals("bytes=0-262143", answer.headers().firstValue("Range").orElseThrow());
    assertEquals(308, none.statusCode());
    assertTrue(none.headers().firstValue("Range").isEmpty());
  }

  @Test
  void takesBytesAgainThatItHas() throws Exception {
    byte[] bytes = random(2 * GRAIN);
    String id = begin("again", Map.of());
    piece(id, "bytes 0-262143/*", slice(bytes, 0, GRAIN));

    HttpResponse<String> answer = piece(id, "bytes 0-524287/524288", bytes);

    assertEquals(200, answer.statusCode(), answer.body());
    assertArrayEquals(bytes, cloud.storage("writer").readAllBytes(BUCKET, "again"));
  }

  @Test
  void refusesPiecesThatDoNotFit() throws Exception {
    String id = begin("unfit", Map.of("X-Upload-Content-Length", "1000"));

    assertEquals(503, piece(id, "bytes 500-999/1000", new byte[500]).statusCode());
    assertEquals(400, piece(id, "bytes 0-499/2000", new byte[500]).statusCode());
    assertEquals(400, piece(id, "bytes 0-99/1000", new byte[500]).statusCode());
    assertEquals(400, piece(id, "bytes 9-3/1000", new byte[1]).statusCode());
    assertEquals(400, piece(id, "bytes 0-1000/1000", new byte[1001]).statusCode());
    assertEquals(400, piece(id, "nonsense", new byte[1]).statusCode());
    assertEquals(404, piece("no-such-id", "bytes 0-0/1", new byte[1]).statusCode());
    assertNull(cloud.storage("writer").get(BUCKET, "unfit"));
  }

  @Test
  void takesTheWholeObjectInOnePiece() throws Exception {
    String id = begin("one-piece", Map.of("X-Upload-Content-Type", "text/csv"));

    HttpResponse<String> answer = piece(id, null, "a,b".getBytes(UTF_8));

    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("text/csv", cloud.storage("writer").get(BUCKET, "one-piece").getContentType());
  }

  @Test
  void refusesAPieceWithWrongSums() throws Exception {
    String id = begin("crc", Map.of());
    HttpRequest request =
        HttpRequest.newBuilder(session(id))
            .header("x-goog-hash", "crc32c=AAAAAA==")
            .PUT(BodyPublishers.ofByteArray(new byte[9]))
            .build();

    assertEquals(400, send(request).statusCode());
    assertEquals(404, piece(id, "bytes */*", new byte[0]).statusCode());
    assertNull(cloud.storage("writer").get(BUCKET, "crc"));
  }

  @Test
  void forgetsACancelledUpload() throws Exception {
    String id = begin("cancelled", Map.of());
    piece(id, "bytes 0-262143/*", new byte[GRAIN]);

    HttpResponse<String> answer = send(HttpRequest.newBuilder(session(id)).DELETE().build());

    assertEquals(499, answer.statusCode());
    assertEquals(404, piece(id, "bytes */*", new byte[0]).statusCode());
  }

  @Test
  void holdsThePreconditionOfTheBeginningAtTheEnd() throws Exception {
    HttpResponse<String> begun =
        send(begin().uri(upload("resumable", "&name=raced&ifGenerationMatch=0")).build());
    String id = begun.headers().firstValue("X-GUploader-UploadID").orElseThrow();
    media("raced", new byte[] {1}, Map.of());

    assertEquals(412, piece(id, null, new byte[] {2}).statusCode());
    assertArrayEquals(new byte[] {1}, cloud.storage("writer").readAllBytes(BUCKET, "raced"));
  }

  @Test
  void takesBytesAlone() throws Exception {
    HttpResponse<String> answer =
        media("media", "abc".getBytes(UTF_8), Map.of("Content-MD5", "kAFQmDzST7DWlj99KOF/cg=="));

    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.headers().firstValue("x-goog-hash").orElseThrow().contains("md5=kAFQ"));
    assertTrue(answer.headers().firstValue("ETag").isPresent());
    assertEquals(
        400,
        media("media-2", new byte[3], Map.of("x-goog-hash", "md5=kAFQmDzST7DWlj99KOF/cg=="))
            .statusCode());
    assertEquals(
        501, media("media-2", new byte[3], Map.of("Content-Encoding", "gzip")).statusCode());
    assertEquals(400, media("", new byte[3], Map.of()).statusCode());
    assertNull(cloud.storage("writer").get(BUCKET, "media-2"));
  }

  @Test
  void refusesMalformedMultipart() throws Exception {
    String good = "--b\r\n\r\n{\"name\":\"m\"}\r\n--b\r\n\r\nbytes\r\n--b--\r\n";

    assertEquals(200, multipart("multipart/related; boundary=b", good));
    assertEquals(200, multipart("multipart/related; charset=x; boundary=\"b\"", good));
    assertEquals(400, multipart("multipart/related", good));
    assertEquals(400, multipart("text/plain", good));
    assertEquals(400, multipart("multipart/related; boundary=b", good.replace("--b--", "")));
    assertEquals(400, multipart("multipart/related; boundary=b", "--b\r\n\r\n{}\r\n--b--"));
    assertEquals(400, multipart("multipart/related; boundary=b", good.replace("{", "")));
    assertEquals(
        400, multipart("multipart/related; boundary=b", good.replace("{\"name\":\"m\"}", "[]")));
    assertEquals(
        400,
        multipart("multipart/related; boundary=b", good.replace("--b--", "--b\r\n\r\nx\r\n--b--")));
    assertEquals(
        400,
        multipart(
            "multipart/related; boundary=b",
            good.replace("--b\r\n\r\nb", "--b\r\nbroken\r\n\r\nb")));
    assertEquals(400, multipart("multipart/related; boundary=b", ""));
    assertEquals(
        400,
        multipart(
            "multipart/related; boundary=b",
            good.replace("{\"", "{\"metadata\":{\"a\":\"x\\ny\"},\"")));
  }

  @Test
  void refusesUploadsOfNoKind() throws Exception {
    assertEquals(400, send(begin().uri(upload("other", "&name=x")).build()).statusCode());
    assertEquals(
        401,
        send(HttpRequest.newBuilder(upload("media", "&name=x"))
                .POST(BodyPublishers.ofString("x"))
                .build())
            .statusCode());
    HttpRequest put =
        HttpRequest.newBuilder(upload("media", "&name=x"))
            .PUT(BodyPublishers.ofString("x"))
            .build();
    assertEquals(501, send(put).statusCode());
    HttpRequest elsewhere =
        HttpRequest.newBuilder(cloud.cloud().https().resolve("/upload/storage/v1/b/x/acl"))
            .POST(BodyPublishers.noBody())
            .build();
    assertEquals(501, send(elsewhere).statusCode());
  }

  private String begin(String name, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request = begin().uri(upload("resumable", "&name=" + name));
    headers.forEach(request::header);
    HttpResponse<String> answer = send(request.build());
    assertEquals(200, answer.statusCode(), answer.body());
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertTrue(location.startsWith(cloud.cloud().https().toString()), location);
    return location.substring(location.indexOf("upload_id=") + "upload_id=".length());
  }

  private HttpRequest.Builder begin() {
    return HttpRequest.newBuilder()
        .header("Authorization", "Bearer " + cloud.token("writer"))
        .POST(BodyPublishers.noBody());
  }

  private HttpResponse<String> piece(String id, String range, byte[] bytes) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(session(id));
    if (range != null) {
      request.header("Content-Range", range);
    }
    return send(request.PUT(BodyPublishers.ofByteArray(bytes)).build());
  }

  private URI session(String id) {
    return upload("resumable", "&upload_id=" + id);
  }

  private HttpResponse<String> media(String name, byte[] bytes, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upload("media", "&name=" + name))
            .header("Authorization", "Bearer " + cloud.token("writer"));
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofByteArray(bytes)).build());
  }

  private int multipart(String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(upload("multipart", ""))
            .header("Authorization", "Bearer " + cloud.token("writer"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    return send(request).statusCode();
  }

  private URI upload(String type, String more) {
    return cloud
        .cloud()
        .https()
        .resolve("/upload/storage/v1/b/" + BUCKET + "/o?uploadType=" + type + more);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    try (var http = cloud.http()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
