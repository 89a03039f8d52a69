package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.storage.Storage;
import io.bridge.cloud.RawConnection;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resumable uploads whose connections end wherever they like. */
class InterruptedUploadTest {
  private static final int GRAIN = 256 * 1024;
  private static final int CHUNKS = 4;
  private static final byte[] BYTES = random((CHUNKS - 1) * GRAIN + 4321);

  @TempDir static Path dir;

  private static TestCloud cloud;
  private static Storage storage;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
    storage = cloud.storage("writer");
    http = cloud.http();
  }

  @AfterAll
  static void stop() {
    http.close();
    cloud.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void goesOnAfterACutBetweenChunks(int sent) throws Exception {
    String name = "between/" + sent;
    URI session = begin(name);
    for (int chunk = 0; chunk < sent; chunk++) {
      assertEquals(308, put(session, chunk * GRAIN, GRAIN, "*").statusCode());
    }
    cut(session, sent * GRAIN, 0);

    HttpResponse<String> status = ask(session, BYTES.length);

    assertEquals(308, status.statusCode());
    assertEquals(sent * GRAIN, received(status));
    assertNull(storage.get(BUCKET, name), "an upload that is not finished is not there");
    finish(session, name, sent * GRAIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, GRAIN - 1, GRAIN, GRAIN + 1, 2 * GRAIN + 77, 3 * GRAIN + 4320})
  void goesOnAfterACutInsideAChunk(int arrived) throws Exception {
    String name = "inside/" + arrived;
    URI session = begin(name);
    cut(session, 0, arrived);

    HttpResponse<String> status = ask(session, BYTES.length);

    assertEquals(308, status.statusCode());
    int received = received(status);
    assertEquals(0, received % GRAIN, "whole multiples only: " + received);
    assertTrue(received <= arrived);
    assertNull(storage.get(BUCKET, name));
    finish(session, name, received);
  }

  @Test
  void doesNotWaitForAConnectionThatIsGoneWithoutAWord() throws Exception {
    URI session = begin("half-open");
    put(session, 0, GRAIN, "*");
    try (RawConnection silent = connect()) {
      silent.send(head(session, GRAIN, BYTES.length - GRAIN)).send(slice(GRAIN, 100));
      awaitOnDisk(session, GRAIN + 100);

      HttpResponse<String> status =
          assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ask(session, BYTES.length));

      assertEquals(GRAIN, received(status));
      assertTrue(silent.answer().startsWith("HTTP/1.1 503 "), "the newer request took over");
    }
    finish(session, "half-open", GRAIN);
  }

  @Test
  void aSlowUploadHoldsUpNoOther() throws Exception {
    URI slow = begin("slow");
    try (RawConnection silent = connect()) {
      silent.send(head(slow, 0, BYTES.length)).send(slice(0, 100));

      // More than there were ever locks to share.
      for (int i = 0; i < 70; i++) {
        URI session = begin("beside");
        assertEquals(308, ask(session, 10).statusCode());
      }
    }
  }

  @Test
  void refusesAPieceShorterThanItSays() throws Exception {
    URI session = begin("short");

    HttpResponse<String> answer = send(session, "bytes 0-" + (2 * GRAIN - 1) + "/*", slice(0, 10));

    assertEquals(400, answer.statusCode());
    assertEquals(0, received(ask(session, BYTES.length)));
    finish(session, "short", 0);
  }

  @Test
  void refusesAPieceAgainThatIsShorterThanWhatCameBefore() throws Exception {
    URI session = begin("short-again");
    put(session, 0, GRAIN, "*");

    HttpResponse<String> answer = send(session, "bytes 0-" + (2 * GRAIN - 1) + "/*", slice(0, 10));

    assertEquals(400, answer.statusCode());
    assertEquals(GRAIN, received(ask(session, BYTES.length)));
    finish(session, "short-again", GRAIN);
  }

  @Test
  void refusesAPieceLongerThanItSaysAndKeepsNothingOfIt() throws Exception {
    URI session = begin("long");

    HttpResponse<String> answer =
        send(session, "bytes 0-" + (GRAIN - 1) + "/*", slice(0, 2 * GRAIN));

    assertEquals(400, answer.statusCode());
    assertEquals(0, received(ask(session, BYTES.length)));
  }

  @Test
  void refusesMoreThanTheSessionDeclared() throws Exception {
    HttpRequest begin = beginning("name=declared").header("X-Upload-Content-Length", "100").build();
    URI session =
        URI.create(
            http.send(begin, BodyHandlers.ofString())
                .headers()
                .firstValue("Location")
                .orElseThrow());

    assertEquals(400, send(session, null, slice(0, 101)).statusCode());
    assertEquals(400, send(session, null, slice(0, 99)).statusCode());
    assertEquals(400, send(session, "bytes */101", new byte[0]).statusCode());
    assertNull(storage.get(BUCKET, "declared"));
    assertEquals(200, send(session, null, slice(0, 100)).statusCode());
  }

  @Test
  void refusesAFinalSizeBelowWhatWasReceived() throws Exception {
    URI session = begin("total");
    put(session, 0, GRAIN, "*");

    assertEquals(400, ask(session, GRAIN - 1).statusCode());
    assertNull(storage.get(BUCKET, "total"));
    assertEquals(200, ask(session, GRAIN).statusCode());
    assertEquals(GRAIN, storage.get(BUCKET, "total").getSize());
  }

  @Test
  void tellsTheSameEndAsOftenAsItIsAsked() throws Exception {
    URI session = begin("ended");
    HttpResponse<String> last = put(session, 0, BYTES.length, "" + BYTES.length);

    HttpResponse<String> status = ask(session, BYTES.length);

    assertEquals(200, last.statusCode());
    assertEquals(200, status.statusCode());
    assertEquals(last.body(), status.body());
    assertEquals(1, count("ended"), "one object, once");
  }

  @Test
  void aCancelledSessionIsGoneAlsoForTheRequestInWork() throws Exception {
    URI session = begin("cancelled");
    try (RawConnection uploading = connect()) {
      uploading.send(head(session, 0, BYTES.length)).send(slice(0, GRAIN));
      awaitOnDisk(session, 1);

      HttpResponse<String> cancelled =
          http.send(HttpRequest.newBuilder(session).DELETE().build(), BodyHandlers.ofString());

      assertEquals(499, cancelled.statusCode());
      assertTrue(uploading.answer().startsWith("HTTP/1.1 503 "));
    }
    assertEquals(404, ask(session, BYTES.length).statusCode());
    assertNull(storage.get(BUCKET, "cancelled"));
  }

  /** Until that much of an upload that is not finished has come. */
  private static void awaitOnDisk(URI session, long sizeBytes) {
    String id = session.getRawQuery().replaceAll(".*upload_id=", "");
    File file = dir.resolve("storage/uploads").resolve(id).toFile();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          while (file.length() < sizeBytes) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void goesOnAfterKillMinusNine(@TempDir Path killed) throws Exception {
    // Given a cloud that dies with one chunk acknowledged and half of another received
    String session = KilledUpload.leaveHalfDone(killed, BYTES);

    // When its successor is asked
    try (TestCloud next = TestCloud.start(killed, URI.create("http://localhost:9"));
        HttpClient client = next.http()) {
      URI again = next.cloud().https().resolve(session);
      HttpResponse<String> status =
          client.send(
              HttpRequest.newBuilder(again)
                  .header("Content-Range", "bytes */" + BYTES.length)
                  .PUT(BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());

      // Then it has at least what was acknowledged, and takes the rest
      int received = received(status);
      assertTrue(received >= GRAIN, "acknowledged: " + received);
      HttpRequest rest =
          HttpRequest.newBuilder(again)
              .header(
                  "Content-Range",
                  "bytes %d-%d/%d".formatted(received, BYTES.length - 1, BYTES.length))
              .PUT(BodyPublishers.ofByteArray(slice(received, BYTES.length - received)))
              .build();
      assertEquals(200, client.send(rest, BodyHandlers.ofString()).statusCode());
      assertArrayEquals(BYTES, next.storage("writer").readAllBytes(BUCKET, KilledUpload.NAME));
    }
  }

  private static int count(String prefix) {
    int count = 0;
    for (var _ : storage.list(BUCKET, Storage.BlobListOption.prefix(prefix)).iterateAll()) {
      count++;
    }
    return count;
  }

  private static URI begin(String name) throws Exception {
    HttpResponse<String> answer =
        http.send(
            beginning("name=" + Percent.encode(name) + "&ifGenerationMatch=0").build(),
            BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private static HttpRequest.Builder beginning(String query) {
    return HttpRequest.newBuilder(
            cloud
                .cloud()
                .https()
                .resolve("/upload/storage/v1/b/" + BUCKET + "/o?uploadType=resumable&" + query))
        .header("Authorization", "Bearer " + cloud.token("writer"))
        .POST(BodyPublishers.noBody());
  }

  private static HttpResponse<String> put(URI session, int from, int length, String total)
      throws Exception {
    String range = "bytes %d-%d/%s".formatted(from, from + length - 1, total);
    return send(session, range, slice(from, length));
  }

  private static HttpResponse<String> ask(URI session, int total) throws Exception {
    return send(session, "bytes */" + total, new byte[0]);
  }

  private static HttpResponse<String> send(URI session, String range, byte[] bytes)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(session);
    if (range != null) {
      request.header("Content-Range", range);
    }
    return http.send(
        request.PUT(BodyPublishers.ofByteArray(bytes)).build(), BodyHandlers.ofString());
  }

  private static int received(HttpResponse<String> status) {
    return status
        .headers()
        .firstValue("Range")
        .map(range -> Integer.parseInt(range.substring("bytes=0-".length())) + 1)
        .orElse(0);
  }

  /** Says that everything from there on comes, sends a part and is gone. */
  private static void cut(URI session, int from, int arrived) throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(head(session, from, BYTES.length - from)).send(slice(from, arrived));
    }
  }

  private static RawConnection connect() throws IOException {
    return RawConnection.open(http, cloud.cloud().https());
  }

  private static byte[] head(URI session, int from, int length) {
    return """
        PUT %s?%s HTTP/1.1\r
        Host: localhost\r
        Content-Length: %d\r
        Content-Range: bytes %d-%d/%d\r
        \r
        """
        .formatted(
            session.getRawPath(),
            session.getRawQuery(),
            length,
            from,
            from + length - 1,
            BYTES.length)
        .getBytes(UTF_8);
  }

  private static void finish(URI session, String name, int from) throws Exception {
    HttpResponse<String> last = put(session, from, BYTES.length - from, "" + BYTES.length);

    assertEquals(200, last.statusCode(), last.body());
    assertFalse(last.body().contains("googleapis.com"), "a link leads to Google: " + last.body());
    assertArrayEquals(BYTES, storage.readAllBytes(BUCKET, name));
  }

  private static byte[] slice(int from, int length) {
    return Arrays.copyOfRange(BYTES, from, from + length);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
