package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static io.bridge.cloud.dispatch.TestCloud.LOUD_BUCKET;
import static io.bridge.cloud.dispatch.TestCloud.QUIET_BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised survives a restart; notifications reach their topic. */
class StorageRestartTest {
  @TempDir Path dir;

  private Receiver app;
  private TestCloud cloud;

  @BeforeEach
  void start() throws IOException {
    app = Receiver.start();
    cloud = TestCloud.start(dir, app.url());
  }

  @AfterEach
  void stop() {
    cloud.close();
    app.close();
  }

  private void restart() {
    cloud.close();
    cloud = TestCloud.start(dir, app.url());
  }

  @Test
  void keepsObjectsTheirBytesAndTheirMetadata() {
    BlobInfo wanted =
        BlobInfo.newBuilder(BUCKET, "kept")
            .setMetadata(Map.of("a", "b"))
            .setContentType("x/y")
            .build();
    Blob made = cloud.storage("writer").create(wanted, "bleibt".getBytes(UTF_8));

    restart();

    Blob read = cloud.storage("writer").get(BUCKET, "kept");
    assertArrayEquals("bleibt".getBytes(UTF_8), read.getContent());
    assertEquals(made.getGeneration(), read.getGeneration());
    assertEquals(made.getCreateTimeOffsetDateTime(), read.getCreateTimeOffsetDateTime());
    assertEquals(Map.of("a", "b"), read.getMetadata());
    assertEquals("x/y", read.getContentType());
  }

  @Test
  void tellsPubSubOfANewObject() throws Exception {
    Blob made =
        cloud
            .storage("writer")
            .create(BlobInfo.newBuilder(BUCKET, "told").setContentType("x/y").build(), new byte[7]);

    JsonNode message = message(app.next("/events"));

    JsonNode attributes = message.path("attributes");
    assertEquals("OBJECT_FINALIZE", attributes.path("eventType").asText());
    assertEquals(BUCKET, attributes.path("bucketId").asText());
    assertEquals("told", attributes.path("objectId").asText());
    assertEquals(made.getGeneration().toString(), attributes.path("objectGeneration").asText());
    assertEquals("JSON_API_V1", attributes.path("payloadFormat").asText());
    assertEquals(
        "projects/_/buckets/" + BUCKET + "/notificationConfigs/1",
        attributes.path("notificationConfig").asText());
    assertTrue(attributes.has("eventTime"));
    assertFalse(attributes.has("overwroteGeneration"));
    JsonNode resource = Json.read(message.path("data").binaryValue());
    assertEquals("storage#object", resource.path("kind").asText());
    assertEquals("7", resource.path("size").asText());
    assertEquals(made.getCrc32c(), resource.path("crc32c").asText());
    assertEquals("x/y", resource.path("contentType").asText());
  }

  @Test
  void tellsWhichGenerationWasOverwritten() throws Exception {
    BlobInfo wanted = BlobInfo.newBuilder(BUCKET, "twice").build();
    Blob first = cloud.storage("writer").create(wanted, new byte[1]);
    app.next("/events");

    cloud.storage("writer").create(wanted, new byte[2]);

    JsonNode attributes = message(app.next("/events")).path("attributes");
    assertEquals(first.getGeneration().toString(), attributes.path("overwroteGeneration").asText());
  }

  @Test
  void tellsOfNothingThatWasNotAskedFor() throws Exception {
    cloud
        .storage("writer")
        .create(BlobInfo.newBuilder(QUIET_BUCKET, "silent").build(), new byte[1]);
    cloud.storage("writer").create(BlobInfo.newBuilder(BUCKET, "first").build(), new byte[1]);
    cloud.storage("writer").delete(BUCKET, "first");
    cloud.storage("writer").create(BlobInfo.newBuilder(BUCKET, "second").build(), new byte[1]);

    // No ordering key: the two may arrive either way round.
    Set<String> told = new HashSet<>();
    told.add(attributes("/events").path("objectId").asText());
    told.add(attributes("/events").path("objectId").asText());
    assertEquals(Set.of("first", "second"), told);
  }

  @Test
  void tellsOfEverythingToWhoAskedForEverything() throws Exception {
    Storage storage = cloud.storage("writer");
    BlobInfo wanted = BlobInfo.newBuilder(LOUD_BUCKET, "loud").build();

    Blob first = storage.create(wanted, new byte[1]);
    assertEquals("OBJECT_FINALIZE", attributes("/events").path("eventType").asText());
    JsonNode narrow = attributes("/push");
    Blob second = storage.create(wanted, new byte[2]);
    JsonNode one = attributes("/events");
    JsonNode other = attributes("/events");
    second.toBuilder().setContentType("x/y").build().update();
    JsonNode updated = attributes("/events");
    storage.delete(LOUD_BUCKET, "loud");
    JsonNode deleted = attributes("/events");

    assertTrue(narrow.path("notificationConfig").asText().endsWith("/notificationConfigs/1"));
    JsonNode replaced = one.path("eventType").asText().equals("OBJECT_DELETE") ? one : other;
    assertEquals("OBJECT_DELETE", replaced.path("eventType").asText());
    assertEquals(first.getGeneration().toString(), replaced.path("objectGeneration").asText());
    assertEquals(
        second.getGeneration().toString(), replaced.path("overwrittenByGeneration").asText());
    assertEquals("OBJECT_METADATA_UPDATE", updated.path("eventType").asText());
    assertEquals("OBJECT_DELETE", deleted.path("eventType").asText());
    assertTrue(deleted.path("notificationConfig").asText().endsWith("/notificationConfigs/2"));
  }

  private JsonNode attributes(String path) throws InterruptedException {
    return message(app.next(path)).path("attributes");
  }

  @Test
  void passesOverWhatItOwesToATopicThatIsGone() throws Exception {
    cloud.close();
    String sql = "INSERT INTO pending_notification (topic, attributes, data) VALUES (?, ?, ?)";
    execute(sql, "gone", "{\"objectId\":\"lost\"}", "{}".getBytes(UTF_8));
    execute(sql, "events", "{\"objectId\":\"kept\"}", "{}".getBytes(UTF_8));

    cloud = TestCloud.start(dir, app.url());

    assertEquals("kept", objectId(app.next("/events")));
  }

  @Test
  void sendsAfterARestartWhatItStillOwed() throws Exception {
    // Given the state that a kill -9 leaves between the commit and the publication
    cloud.close();
    execute(
        "INSERT INTO pending_notification (topic, attributes, data) VALUES ('events', ?, ?)",
        "{\"eventType\":\"OBJECT_FINALIZE\",\"objectId\":\"owed\"}",
        "{}".getBytes(UTF_8));

    cloud = TestCloud.start(dir, app.url());

    assertEquals("owed", objectId(app.next("/events")));
  }

  @Test
  void clearsAwayWhatACrashLeft() throws Exception {
    cloud.storage("writer").create(BlobInfo.newBuilder(BUCKET, "whole").build(), new byte[9]);
    cloud.storage("writer").create(BlobInfo.newBuilder(BUCKET, "whole").build(), new byte[10]);
    cloud.close();
    Path objects = dir.resolve("storage/objects");
    Files.write(dir.resolve("storage/staging/half-an-upload"), new byte[5]);
    Files.createDirectories(objects.resolve("ab"));
    Files.write(objects.resolve("ab/abandoned"), new byte[5]);

    cloud = TestCloud.start(dir, app.url());

    assertEquals(0, files(dir.resolve("storage/staging")).size());
    assertEquals(1, files(objects).size());
    assertEquals(10, cloud.storage("writer").readAllBytes(BUCKET, "whole").length);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private void execute(String sql, Object... arguments) throws SQLException {
    String url = "jdbc:sqlite:" + dir.resolve("storage/state.db");
    try (Connection db = DriverManager.getConnection(url);
        PreparedStatement statement = db.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    }
  }

  private static String objectId(Receiver.Call call) {
    return message(call).path("attributes").path("objectId").asText();
  }

  private static JsonNode message(Receiver.Call call) {
    return Json.read(call.body()).path("message");
  }
}
