package io.bridge.cloud.fault;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's own Java clients while local-cloud does what it was told to do wrong. */
class FaultTest {
  private static final int KIB = 1024;

  @TempDir static Path dir;

  private static TestCloud cloud;
  private static Storage storage;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    cloud = TestCloud.startWithFaults(dir, URI.create("http://localhost:9"));
    storage = cloud.storage("writer");
    http = cloud.http();
  }

  @AfterAll
  static void stop() {
    http.close();
    cloud.close();
  }

  @AfterEach
  void takeAllAway() throws Exception {
    call("DELETE", "/fault", "");
  }

  @Test
  void aRefusedReadIsTriedAgain() throws Exception {
    byte[] bytes = stored("refused", 10);
    arm("{'api': 'storage', 'method': 'GET', 'kind': 'status-503', 'count': 2}");

    byte[] read = storage.readAllBytes(BUCKET, "refused");

    assertArrayEquals(bytes, read);
    assertEquals(2, done());
  }

  @Test
  void aResetUploadIsTriedAgain() throws Exception {
    arm("{'api': 'storage', 'method': 'POST', 'kind': 'reset'}");

    storage.create(
        BlobInfo.newBuilder(BUCKET, "reset").build(), random(10), BlobTargetOption.doesNotExist());

    assertEquals(10, storage.get(BUCKET, "reset").getSize());
    assertEquals(1, done());
  }

  @Test
  void aStalledCallGoesOnLater() throws Exception {
    byte[] bytes = stored("stalled", 10);
    arm("{'path': '*/o/stalled', 'kind': 'stall', 'millis': 400}");
    Instant begun = Instant.now();

    byte[] read = storage.readAllBytes(BUCKET, "stalled");

    assertTrue(Duration.between(begun, Instant.now()).toMillis() >= 400);
    assertArrayEquals(bytes, read);
  }

  @Test
  void aStalledUploadLosesNothing() throws Exception {
    byte[] bytes = random(3 * 256 * KIB);
    arm("{'path': '/upload/*', 'kind': 'stall', 'millis': 50, 'count': 10}");

    storage.create(BlobInfo.newBuilder(BUCKET, "slow").build(), bytes);

    assertArrayEquals(bytes, storage.readAllBytes(BUCKET, "slow"));
  }

  @Test
  void aBrokenDownloadGoesOnWhereItBroke() throws Exception {
    byte[] bytes = stored("broken-download", 700 * KIB);
    arm("{'path': '*/o/broken-download', 'kind': 'break', 'afterKib': 256}");

    byte[] read = new byte[bytes.length];
    try (ReadChannel reader = storage.reader(BUCKET, "broken-download")) {
      ByteBuffer target = ByteBuffer.wrap(read);
      while (target.hasRemaining() && reader.read(target) >= 0) {}
    }

    assertArrayEquals(bytes, read);
    assertEquals(1, done());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 600})
  void aBrokenUploadGoesOnWhereItBroke(int afterKib) throws Exception {
    String name = "broken-upload-" + afterKib;
    byte[] bytes = random(3 * 1024 * KIB + 17);
    arm("{'method': 'PUT', 'path': '/upload/*', 'kind': 'break', 'afterKib': " + afterKib + "}");

    try (WriteChannel writer =
        storage.writer(BlobInfo.newBuilder(BUCKET, name).build(), BlobWriteOption.doesNotExist())) {
      writer.setChunkSize(1024 * KIB);
      writer.write(ByteBuffer.wrap(bytes));
    }

    assertArrayEquals(bytes, storage.readAllBytes(BUCKET, name));
    assertEquals(1, done());
  }

  @Test
  void aBreakBeyondTheEndIsKeptForALongerCall() throws Exception {
    stored("short", 10);
    arm("{'path': '*/o/short', 'kind': 'break', 'afterKib': 100}");

    storage.readAllBytes(BUCKET, "short");

    assertEquals(0, done());
  }

  @Test
  void anOpenPortGoesWrongToo() throws Exception {
    arm("{'api': 'bigquery', 'kind': 'status-503'}");
    URI datasets =
        cloud
            .cloud()
            .openHttp()
            .resolve("/bigquery/v2/projects/" + TestCloud.PROJECT + "/datasets");

    var refused = http.send(HttpRequest.newBuilder(datasets).build(), BodyHandlers.ofString());

    assertEquals(503, refused.statusCode());
    assertTrue(refused.body().contains("backendError"), refused.body());
    var again = http.send(HttpRequest.newBuilder(datasets).build(), BodyHandlers.ofString());
    assertEquals(200, again.statusCode());
  }

  @Test
  void aBrokenDownloadInPlaintextEndsEarlyToo() throws Exception {
    stored("plain", 700 * KIB);
    arm("{'path': '*/o/plain', 'kind': 'break', 'afterKib': 100}");
    URI object = cloud.cloud().openHttp().resolve("/storage/v1/b/" + BUCKET + "/o/plain?alt=media");

    assertThrows(
        IOException.class,
        () -> http.send(HttpRequest.newBuilder(object).build(), BodyHandlers.ofByteArray()));

    assertEquals(1, done());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'api': 'pubsub', 'kind': 'status-503', 'count': 2}",
        "{'path': '/google.pubsub.v1.Publisher/Publish', 'kind': 'reset'}",
        "{'path': '*/Publish', 'kind': 'break', 'afterKib': 0}",
        "{'path': '*/Publish', 'kind': 'stall', 'millis': 100}"
      })
  void aPublishIsTriedAgain(String rule) throws Exception {
    Publisher publisher =
        Publisher.newBuilder(TopicName.of(TestCloud.PROJECT, "unheard"))
            .setChannelProvider(cloud.channel())
            .setCredentialsProvider(cloud.as("writer"))
            .build();
    arm(rule);
    try {
      String id =
          publisher
              .publish(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("x")).build())
              .get(60, TimeUnit.SECONDS);

      assertFalse(id.isEmpty());
      assertTrue(done() >= 1);
    } finally {
      publisher.shutdown();
      assertTrue(publisher.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void rulesAreListedSkippedAndTakenAway() throws Exception {
    stored("listed", 1);
    arm("{'path': '*/o/listed', 'kind': 'status-503', 'skip': 1}");
    int id = arm("{'api': 'kms', 'kind': 'reset'}").path("id").intValue();
    storage.readAllBytes(BUCKET, "listed");

    HttpResponse<String> removed = call("DELETE", "/fault/" + id, "");

    assertEquals(204, removed.statusCode());
    assertEquals(404, call("DELETE", "/fault/" + id, "").statusCode());
    JsonNode rest = json(call("GET", "/fault", "")).path("faults");
    assertEquals(1, rest.size());
    assertEquals(0, rest.path(0).path("done").intValue());
    assertEquals("*/o/listed", rest.path(0).path("path").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'kind': 'status-200'}",
        "{'kind': 'explode'}",
        "{'kind': 'break'}",
        "{'kind': 'reset', 'afterKib': 1}",
        "{'kind': 'stall', 'millis': -1}",
        "{'kind': 'reset', 'count': 0}",
        "{'kind': 'reset', 'api': 'spanner'}",
        "{'kind': 'reset', 'surprise': 1}"
      })
  void whatIsNoRuleIsRefused(String rule) throws Exception {
    assertEquals(400, call("PUT", "/fault", rule).statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'kind': 'reset', 'surprise': 1} | A fault has no surprise; it has api, method, path, kind",
        "{'kind': 'reset', 'count': 'x'} | Invalid value for: count",
        "{'kind': 'reset', 'api': 'spanner'} | Invalid value for: api",
        "[] | a fault, which is an object"
      })
  void whatIsWrongIsSaidInTheWordsOfTheRule(String rule, String message) throws Exception {
    String said = json(call("PUT", "/fault", rule)).at("/error/message").asText();

    assertTrue(said.contains(message), said);
    assertFalse(said.contains("java"), said);
  }

  @Test
  void aPageOfAnotherSiteMakesNone() throws Exception {
    HttpRequest request =
        request("PUT", "/fault", "{'kind': 'reset'}").header("Origin", "https://x.example").build();

    assertEquals(403, http.send(request, BodyHandlers.ofString()).statusCode());
  }

  @Test
  void withoutBeingAskedForThereIsNoSuchSwitch(@TempDir Path other) throws Exception {
    try (TestCloud plain = TestCloud.start(other, URI.create("http://localhost:9"));
        HttpClient client = plain.http()) {
      URI fault = plain.cloud().https().resolve("/fault");
      var put =
          HttpRequest.newBuilder(fault)
              .PUT(BodyPublishers.ofString("{\"kind\":\"reset\"}"))
              .build();

      assertEquals(404, client.send(put, BodyHandlers.ofString()).statusCode());
    }
  }

  private static JsonNode arm(String rule) throws Exception {
    HttpResponse<String> answer = call("PUT", "/fault", rule);
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  /** How often the oldest rule did its work. */
  private static int done() throws Exception {
    return json(call("GET", "/fault", "")).at("/faults/0/done").intValue();
  }

  private static HttpResponse<String> call(String method, String path, String body)
      throws Exception {
    return http.send(request(method, path, body).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(cloud.cloud().https().resolve(path))
        .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] stored(String name, int size) {
    byte[] bytes = random(size);
    storage.create(BlobInfo.newBuilder(BUCKET, name).build(), bytes);
    return bytes;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
