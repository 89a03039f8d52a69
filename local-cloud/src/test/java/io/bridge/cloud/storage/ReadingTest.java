package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageException;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading in parts, on conditions and by fields; and what is refused by its name. */
class ReadingTest {
  @TempDir static Path dir;

  private static TestCloud cloud;
  private static Storage storage;
  private static HttpClient http;
  private static Blob digits;

  @BeforeAll
  static void start() {
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
    storage = cloud.storage("writer");
    http = cloud.http();
    digits = create("digits", "0123456789");
  }

  @AfterAll
  static void stop() {
    http.close();
    cloud.close();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'bytes=0-0', 206, 0, bytes 0-0/10",
        "'bytes=3-5', 206, 345, bytes 3-5/10",
        "'bytes=7-', 206, 789, bytes 7-9/10",
        "'bytes=-3', 206, 789, bytes 7-9/10",
        "'bytes=-99', 206, 0123456789, bytes 0-9/10",
        "'bytes=8-99', 206, 89, bytes 8-9/10",
        "'bytes=8-9223372036854775806', 206, 89, bytes 8-9/10",
        "'bytes=8-9999999999999999999', 206, 89, bytes 8-9/10",
        "'bytes=10-', 416, '', bytes */10",
        "'bytes=-0', 416, '', bytes */10",
        "'bytes=5-3', 200, 0123456789, -",
        "'bytes=0-1,3-4', 200, 0123456789, -",
        "'lines=0-1', 200, 0123456789, -",
        "'bytes=99999999999999999999-', 200, 0123456789, -"
      })
  void servesTheRangeThatIsAskedFor(String range, int status, String body, String contentRange)
      throws Exception {
    HttpResponse<String> answer = send(get("/o/digits?alt=media").header("Range", range));

    assertEquals(status, answer.statusCode());
    assertEquals(body, answer.body());
    assertEquals(contentRange, answer.headers().firstValue("Content-Range").orElse(null));
  }

  @Test
  void tellsTheSumsOfTheWholeAlsoWithAPart() throws Exception {
    HttpResponse<String> answer = send(get("/o/digits?alt=media").header("Range", "bytes=1-2"));

    assertEquals(
        "crc32c=" + digits.getCrc32c() + ",md5=" + digits.getMd5(),
        answer.headers().firstValue("x-goog-hash").orElseThrow());
    assertEquals("10", answer.headers().firstValue("x-goog-stored-content-length").orElseThrow());
  }

  @Test
  void sendsNothingAgainToWhoHasIt() throws Exception {
    String etag = send(get("/o/digits")).headers().firstValue("ETag").orElseThrow();

    assertEquals(304, send(get("/o/digits").header("If-None-Match", etag)).statusCode());
    assertEquals(
        304,
        send(get("/o/digits?alt=media").header("If-None-Match", "\"x\", " + etag)).statusCode());
    assertEquals(200, send(get("/o/digits").header("If-None-Match", "\"other\"")).statusCode());
    assertEquals(200, send(get("/o/digits").header("If-Match", etag)).statusCode());
    assertEquals(412, send(get("/o/digits").header("If-Match", "\"other\"")).statusCode());
  }

  @Test
  void readsOnConditions() {
    long generation = digits.getGeneration();

    assertNotNull(storage.get(BUCKET, "digits", BlobGetOption.generationMatch(generation)));
    assertEquals(
        412,
        code(() -> storage.get(BUCKET, "digits", BlobGetOption.generationMatch(generation + 1))));
    assertEquals(
        304,
        code(() -> storage.get(BUCKET, "digits", BlobGetOption.generationNotMatch(generation))));
    assertEquals(
        412, code(() -> storage.get(BUCKET, "digits", BlobGetOption.metagenerationMatch(2))));
    assertEquals(
        304, code(() -> storage.get(BUCKET, "digits", BlobGetOption.metagenerationNotMatch(1))));
    assertNotNull(storage.get(BUCKET, "digits", BlobGetOption.metagenerationNotMatch(2)));
    assertEquals(
        412,
        code(
            () ->
                storage.readAllBytes(
                    BUCKET, "digits", BlobSourceOption.generationMatch(generation + 1))));
    assertNull(storage.get(BlobId.of(BUCKET, "digits", generation + 1)));
  }

  @Test
  void deletesOnConditions() {
    Blob blob = create("conditions/deleted", "x");
    BlobId id = BlobId.of(BUCKET, blob.getName());

    assertEquals(412, code(() -> storage.delete(id, BlobSourceOption.metagenerationMatch(2))));
    assertEquals(
        412,
        code(() -> storage.delete(id, BlobSourceOption.generationNotMatch(blob.getGeneration()))));
    assertEquals(412, code(() -> storage.delete(id, BlobSourceOption.metagenerationNotMatch(1))));
    assertNotNull(storage.get(id));
    assertTrue(storage.delete(id, BlobSourceOption.generationMatch(blob.getGeneration())));
  }

  @Test
  void answersOnlyTheFieldsThatAreAskedFor() throws Exception {
    JsonNode one = json(send(get("/o/digits?fields=name,size")));
    JsonNode list = json(send(get("/o?prefix=digits&fields=items(name,bucket),items/size")));
    Blob blob = storage.get(BUCKET, "digits", BlobGetOption.fields(Storage.BlobField.SIZE));
    Blob listed =
        storage
            .list(
                BUCKET,
                BlobListOption.prefix("digits"),
                BlobListOption.fields(Storage.BlobField.NAME))
            .iterateAll()
            .iterator()
            .next();

    assertEquals(Json.read("{\"name\":\"digits\",\"size\":\"10\"}".getBytes(UTF_8)), one);
    assertEquals(
        Json.read(
            "{\"items\":[{\"name\":\"digits\",\"bucket\":\"%s\",\"size\":\"10\"}]}"
                .formatted(BUCKET)
                .getBytes(UTF_8)),
        list);
    assertEquals(10, blob.getSize());
    assertNull(blob.getMd5());
    assertEquals("digits", listed.getName());
    assertNull(listed.getSize());
  }

  @ParameterizedTest
  @CsvSource({"'items('", "'items)'", "'a,,b'", "'/'", "'a(b'", "'a()'"})
  void refusesFieldsThatAreNoSelection(String fields) throws Exception {
    assertEquals(400, send(get("/o?fields=" + Percent.encode(fields))).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "/o/digits/acl, storage.objectAccessControls",
    "/acl, storage.bucketAccessControls",
    "/defaultObjectAcl, storage.defaultObjectAccessControls",
    "/iam, the IAM policy of a bucket",
    "/notificationConfigs, storage.notifications",
    "/o/digits/iam, the IAM policy of an object",
    "/o/digits?softDeleted=true, what was deleted",
    "/o?versions=true, storage.objects.list with versions"
  })
  void refusesByNameWhatItDoesNotPlay(String path, String name) throws Exception {
    HttpResponse<String> answer = send(get(path));

    assertEquals(501, answer.statusCode());
    assertTrue(answer.body().contains(name), answer.body());
  }

  @Test
  void refusesAclsAndBatchesOfGooglesClientByName() {
    StorageException acl =
        assertThrows(StorageException.class, () -> storage.listAcls(BlobId.of(BUCKET, "digits")));
    StorageException batch =
        assertThrows(
            StorageException.class,
            () -> storage.delete(List.of(BlobId.of(BUCKET, "a"), BlobId.of(BUCKET, "b"))));

    assertEquals(501, acl.getCode());
    assertEquals(501, batch.getCode());
    assertTrue(batch.getMessage().contains("POST /batch/storage/v1"), batch.getMessage());
  }

  @Test
  void aUploaderCannotSpoilTheListing() throws Exception {
    // Given headers that are HTTP, and no metadata that could be given back
    HttpResponse<String> tab = upload("spoilt", "text/plain;\tx");
    HttpResponse<String> half =
        send(
            HttpRequest.newBuilder(
                    cloud.cloud().https().resolve("/storage/v1/b/" + BUCKET + "/o/digits"))
                .header("Authorization", "Bearer " + cloud.token("writer"))
                .method("PATCH", BodyPublishers.ofString("{\"metadata\":{\"a\":\"\\ud800\"}}")));

    assertEquals(400, tab.statusCode());
    assertEquals(400, half.statusCode());
    assertNull(storage.get(BUCKET, "spoilt"));
    assertFalse(storage.list(BUCKET).streamAll().toList().isEmpty());
    assertEquals(200, upload("unspoilt", "text/plain; x").statusCode());
  }

  @ParameterizedTest
  @CsvSource({"name=%c0%ae%c0%ae", "name=%ff", "name=a%zz", "name=%", "name=%ed%a0%80"})
  void takesNoNameThatIsNoText(String query) throws Exception {
    long before = storage.list(BUCKET).streamAll().count();
    String raw =
        "POST /upload/storage/v1/b/%s/o?uploadType=media&%s HTTP/1.1\r\nHost: localhost\r\n"
                .formatted(BUCKET, query)
            + "Authorization: Bearer %s\r\nContent-Length: 1\r\n\r\nx"
                .formatted(cloud.token("writer"));

    try (var connection = io.bridge.cloud.RawConnection.open(http, cloud.cloud().https())) {
      String answer = connection.send(raw).answer();

      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
    assertEquals(before, storage.list(BUCKET).streamAll().count());
  }

  private static HttpResponse<String> upload(String name, String type) throws Exception {
    return send(
        HttpRequest.newBuilder(
                cloud
                    .cloud()
                    .https()
                    .resolve("/upload/storage/v1/b/" + BUCKET + "/o?uploadType=media&name=" + name))
            .header("Authorization", "Bearer " + cloud.token("writer"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString("x")));
  }

  private static HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(cloud.cloud().https().resolve("/storage/v1/b/" + BUCKET + path))
        .header("Authorization", "Bearer " + cloud.token("writer"));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(UTF_8));
  }

  private static Blob create(String name, String text) {
    return storage.create(BlobInfo.newBuilder(BUCKET, name).build(), text.getBytes(UTF_8));
  }

  private static int code(Executable call) {
    return assertThrows(StorageException.class, call).getCode();
  }
}
