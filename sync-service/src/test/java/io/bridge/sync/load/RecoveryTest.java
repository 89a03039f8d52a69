package io.bridge.sync.load;

import static io.bridge.sync.Person.newDataset;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.storage.Storage;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadState;
import io.bridge.sync.ParquetFile;
import io.bridge.sync.Person;
import io.bridge.sync.SyncConfig;
import io.bridge.sync.SyncServiceTest;
import io.bridge.sync.UploadTable;
import io.bridge.sync.WarehouseView;
import io.bridge.sync.tasks.LoadTask;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost, repeated or left behind by a crash ends as if nothing had happened. */
@SyncServiceTest
class RecoveryTest {
  private final Person editor = Person.editor();
  private final String dataset = newDataset();
  private final ParquetFile file = ParquetFile.numbers(100);

  @Inject Storage storage;
  @Inject SyncConfig config;

  @Test
  void findsAFileWhoseNotificationWasLost() {
    Upload upload = putUnseen("t");
    UploadTable.show(upload.id(), 0);
    assertLoadedOnce(upload);
  }

  @Test
  void loadsAFileWhoseTaskWasLost() {
    Upload upload = putUnseen("t");
    UploadTable.receive(upload.id(), generation(upload));
    UploadTable.wake(upload.id());
    assertLoadedOnce(upload);
  }

  @Test
  void carriesOnALoadWhoseHolderDiedBeforeItsJob() {
    Upload upload = putUnseen("t");
    UploadTable.abandon(upload.id(), generation(upload));
    assertLoadedOnce(upload);
  }

  @Test
  void adoptsTheJobOfAHolderThatDiedAfterIt() {
    Upload upload = editor.push(dataset, "t", file);
    UploadTable.abandon(upload.id(), generation(upload));
    Upload again = assertLoadedOnce(upload);
    assertEquals(upload.jobId(), again.jobId());
  }

  @Test
  void givesUpALoadThatCrashesItsHoldersAgainAndAgain() {
    Upload upload = putUnseen("t");
    UploadTable.abandon(upload.id(), generation(upload), config.load().maxClaims());
    Upload ended = editor.awaitEnd(upload.id());
    assertEquals("LOAD_FAILED", ended.failure().code());
    assertEquals(1, UploadTable.facts(upload.id(), "bridge.sync.load-failed.v1"));
  }

  @Test
  void endsAnUploadWhoseFileNeverCame() {
    Upload upload = editor.announce(dataset, "t", file);
    UploadTable.endSignature(upload.id());
    Upload ended = editor.awaitEnd(upload.id());
    assertEquals("UPLOAD_MISSING", ended.failure().code());
  }

  @Test
  void takesAFileThatCameInTheLastMoment() {
    Upload upload = putUnseen("t");
    UploadTable.show(upload.id(), 60_000);
    UploadTable.endSignature(upload.id());
    assertLoadedOnce(upload);
  }

  @Test
  void loadsOnceHoweverOftenItIsToldAndAsked() throws Exception {
    Upload upload = editor.announce(dataset, "t", file);
    assertEquals(200, Person.put(upload.put(), file.bytes()));
    long generation = generation(upload);
    String name = UploadTable.objectName(upload.id());

    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        answers.add(callers.submit(() -> notify(name, Long.toString(generation))));
        answers.add(callers.submit(() -> load(new LoadTask(upload.id(), generation, 0))));
      }
    }

    for (Future<Integer> answer : answers) {
      assertEquals(204, answer.get());
    }
    assertLoadedOnce(upload);
    assertEquals(1, UploadTable.facts(upload.id(), "bridge.sync.upload-received.v1"));
    assertEquals(1, UploadTable.facts(upload.id(), "bridge.sync.table-loaded.v1"));
  }

  @Test
  void answersATaskForWhatIsNot() {
    assertEquals(204, load(new LoadTask(UUID.randomUUID(), 1, 0)));
    Upload upload = editor.push(dataset, "t", file);
    assertEquals(204, load(new LoadTask(upload.id(), 1, 0)), "another generation");
    assertEquals(1, WarehouseView.loads(dataset).size());
  }

  @ParameterizedTest
  @CsvSource({
    "other-bucket,teams/x,17",
    "bridge-test-raw-data-ingress,teams/nobody/announced/this,17",
    "bridge-test-raw-data-ingress,teams/x,not-a-number",
    "bridge-test-raw-data-ingress,,17",
  })
  void acknowledgesANotificationThatIsNotForUs(String bucket, String name, String generation) {
    assertEquals(204, notify(bucket, name == null ? "" : name, generation));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events/ingress", "/internal/loads", "/internal/loads/reap"})
  void answersNobodyButGoogle(String path) {
    given().contentType(ContentType.JSON).body("{}").post(path).then().statusCode(401);
    editor.request().body("{}").post(path).then().statusCode(401);
    given()
        .auth()
        .oauth2(LocalCloudResource.identities().pushToken("/somewhere/else"))
        .contentType(ContentType.JSON)
        .body("{}")
        .post(path)
        .then()
        .statusCode(401);
  }

  @Test
  void leavesWhatWasAnnouncedLastWhateverArrivesFirst() {
    ParquetFile later = ParquetFile.numbers(7);
    Upload first = putUnseen("t");
    Upload second = editor.push(dataset, "t", later);
    assertEquals(UploadState.LOADED, second.state(), second::toString);

    UploadTable.show(first.id(), 0);

    Upload superseded = editor.awaitEnd(first.id());
    assertEquals("UPLOAD_SUPERSEDED", superseded.failure().code());
    assertEquals(7, WarehouseView.count(dataset, "t"));
  }

  @Test
  void loadsUploadsOfOneTableOneAfterTheOther() {
    List<Upload> uploads = new ArrayList<>();
    List<ParquetFile> files = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      ParquetFile next = ParquetFile.numbers(i * 10L);
      files.add(next);
      uploads.add(editor.announce(dataset, "t", next));
    }
    try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < uploads.size(); i++) {
        int n = i;
        callers.submit(() -> Person.put(uploads.get(n).put(), files.get(n).bytes()));
      }
    }
    List<Upload> ended = uploads.stream().map(u -> editor.awaitEnd(u.id())).toList();

    assertEquals(UploadState.LOADED, ended.getLast().state());
    assertEquals(60, WarehouseView.count(dataset, "t"));
    ended.stream()
        .filter(u -> u.state() == UploadState.FAILED)
        .forEach(u -> assertEquals("UPLOAD_SUPERSEDED", u.failure().code(), u::toString));
  }

  /** The file is in the bucket and the service has not noticed. */
  private Upload putUnseen(String table) {
    Upload upload = editor.announce(dataset, table, file);
    UploadTable.hide(upload.id());
    assertEquals(200, Person.put(upload.put(), file.bytes()));
    return upload;
  }

  private long generation(Upload upload) {
    String name = UploadTable.objectName(upload.id()).replaceFirst("^hidden/", "");
    return storage.get(config.bucket(), name).getGeneration();
  }

  private Upload assertLoadedOnce(Upload upload) {
    Upload ended = editor.awaitEnd(upload.id());
    assertEquals(UploadState.LOADED, ended.state(), ended::toString);
    assertEquals(100, WarehouseView.count(dataset, upload.table()));
    assertEquals(1, WarehouseView.loads(dataset).size(), "jobs");
    return ended;
  }

  private int notify(String name, String generation) {
    return notify(config.bucket(), name, generation);
  }

  private static int notify(String bucket, String name, String generation) {
    Map<String, String> attributes =
        Map.of(
            "eventType", "OBJECT_FINALIZE",
            "bucketId", bucket,
            "objectId", name,
            "objectGeneration", generation,
            "payloadFormat", "JSON_API_V1");
    String data = Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8));
    Map<String, Object> message =
        Map.of(
            "attributes",
            attributes,
            "data",
            data,
            "messageId",
            UUID.randomUUID().toString(),
            "publishTime",
            "2026-11-21T10:00:00Z");
    return push("/events/ingress", Map.of("message", message, "subscription", "s"));
  }

  private static int load(LoadTask task) {
    return push("/internal/loads", task);
  }

  private static int push(String path, Object body) {
    return given()
        .auth()
        .oauth2(LocalCloudResource.identities().pushToken(path))
        .contentType(ContentType.JSON)
        .body(body)
        .post(path)
        .statusCode();
  }
}
