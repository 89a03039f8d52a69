package io.bridge.sync.upload;

import static io.bridge.sync.Person.newDataset;
import static io.bridge.sync.Person.put;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadColumn;
import io.bridge.model.upload.UploadState;
import io.bridge.sync.ParquetFile;
import io.bridge.sync.Person;
import io.bridge.sync.SyncServiceTest;
import io.bridge.sync.WarehouseView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SyncServiceTest
class UploadResourceTest {
  private static final String PROBLEM = "application/problem+json";
  private static final List<UploadColumn> ID = List.of(new UploadColumn("id", "INTEGER"));

  private final Person editor = Person.editor();
  private final ParquetFile file = ParquetFile.numbers(3);

  @Test
  void answersWhereToPutTheFile() {
    NewUpload request =
        new NewUpload(editor.teamId(), newDataset(), "sales", 1234, 3, file.columns());
    Upload upload =
        editor
            .post(request)
            .then()
            .statusCode(201)
            .header("location", containsString("/v1/uploads/"))
            .extract()
            .as(Upload.class);
    assertEquals(UploadState.AWAITING_FILE, upload.state());
    assertEquals("1234,1234", upload.put().headers().get("x-goog-content-length-range"));
    assertEquals("0", upload.put().headers().get("x-goog-if-generation-match"));
    assertEquals("application/vnd.apache.parquet", upload.put().headers().get("content-type"));
    String url = upload.put().url().toString();
    assertTrue(
        url.contains(
            "/bridge-test-raw-data-ingress/teams/%s/uploads/%s/sales.parquet?"
                .formatted(editor.teamId(), upload.id())),
        url);
    Duration life = Duration.between(Instant.now(), upload.put().expiresAt());
    assertTrue(life.compareTo(Duration.ofMinutes(15)) <= 0 && life.toMinutes() >= 14);
  }

  @Test
  void showsTheAddressOnce() {
    Upload upload = editor.announce(newDataset(), "t", file);
    editor
        .request()
        .get("/v1/uploads/" + upload.id())
        .then()
        .statusCode(200)
        .body("put", nullValue())
        .body("state", is("AWAITING_FILE"))
        .body("history", hasSize(1));
  }

  @Test
  void needsAToken() {
    given().get("/v1/uploads/" + UUID.randomUUID()).then().statusCode(401).contentType(PROBLEM);
  }

  @Test
  void needsAnEditor() {
    Person viewer = new Person(UUID.randomUUID(), editor.teamId(), "VIEWER");
    viewer
        .post(new NewUpload(editor.teamId(), newDataset(), "t", 10, 1, ID))
        .then()
        .statusCode(403)
        .body("code", is("FORBIDDEN"));
  }

  @Test
  void knowsNoOtherTeam() {
    editor
        .post(new NewUpload(UUID.randomUUID(), newDataset(), "t", 10, 1, ID))
        .then()
        .statusCode(404)
        .contentType(PROBLEM)
        .body("code", is("TEAM_NOT_FOUND"));
  }

  @Test
  void answersTheSameForAnotherTeamsUploadAndForNone() {
    UUID there = editor.announce(newDataset(), "t", file).id();
    Map<String, Object> foreign = problem(Person.editor(), there.toString());
    Map<String, Object> absent = problem(Person.editor(), UUID.randomUUID().toString());
    assertEquals(absent, foreign);
    assertEquals("UPLOAD_NOT_FOUND", foreign.get("code"));
    assertEquals(absent, problem(editor, "no-uuid"));
  }

  private static Map<String, Object> problem(Person person, String id) {
    Map<String, Object> body =
        new HashMap<>(
            person
                .request()
                .get("/v1/uploads/" + id)
                .then()
                .statusCode(404)
                .extract()
                .body()
                .jsonPath()
                .getMap("$"));
    body.remove("traceId");
    body.remove("instance");
    return body;
  }

  @ParameterizedTest
  @CsvSource({
    "../x, t, dataset",
    "_hidden, t, dataset",
    "INFORMATION_SCHEMA, t, dataset",
    "d, a/b, table",
    "d, a$1, table",
    "d, __TABLES__, table"
  })
  void saysWhichNameIsNotAllowed(String dataset, String table, String field) {
    editor
        .post(new NewUpload(editor.teamId(), dataset, table, 10, 1, ID))
        .then()
        .statusCode(422)
        .body("code", is("NAME_NOT_ALLOWED"))
        .body("violations.field", contains(field));
  }

  @Test
  void saysWhichColumnsCannotBeExact() {
    List<UploadColumn> columns =
        List.of(
            new UploadColumn("at", "TIME"),
            new UploadColumn("id", "INTEGER"),
            new UploadColumn("span", "INTERVAL"));
    editor
        .post(new NewUpload(editor.teamId(), newDataset(), "t", 10, 1, columns))
        .then()
        .statusCode(422)
        .body("code", is("COLUMN_NOT_EXACT"))
        .body("violations.field", contains("columns[0].type", "columns[2].type"))
        .body("violations[0].message", containsString("at (TIME)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "{\"teamId\":1}", "{\"sizeBytes\":-1}", "{"})
  void refusesARequestThatIsNone(String body) {
    editor.request().body(body).post("/v1/uploads").then().statusCode(400).contentType(PROBLEM);
  }

  @Test
  void refusesAFileThatIsTooLarge() {
    editor
        .post(new NewUpload(editor.teamId(), newDataset(), "t", Long.MAX_VALUE, 1, ID))
        .then()
        .statusCode(413)
        .body("code", is("PAYLOAD_TOO_LARGE"));
  }

  @Test
  void refusesADatasetThatIsNotTheTeams() {
    String foreign = newDataset();
    WarehouseView.createForeign(foreign);
    editor
        .post(new NewUpload(editor.teamId(), foreign, "t", 10, 1, ID))
        .then()
        .statusCode(404)
        .body("code", is("DATASET_NOT_FOUND"))
        .body("detail", endsWith("choose another name"));
  }

  @Test
  void givesTheSameUploadForTheSameKeyAndRequest() {
    NewUpload request =
        new NewUpload(editor.teamId(), newDataset(), "t", file.bytes().length, 3, file.columns());
    Upload first = keyed(request, "k-1").then().statusCode(201).extract().as(Upload.class);
    Upload again = keyed(request, "k-1").then().statusCode(201).extract().as(Upload.class);
    assertEquals(first.id(), again.id());
    assertEquals(200, put(again.put(), file.bytes()));

    NewUpload other = new NewUpload(editor.teamId(), newDataset(), "t", 10, 3, file.columns());
    keyed(other, "k-1").then().statusCode(422).body("code", is("IDEMPOTENCY_KEY_REUSED"));
    keyed(other, "k-2").then().statusCode(201);
    keyed(other, "k 2").then().statusCode(400);

    editor.awaitEnd(first.id());
    keyed(request, "k-1").then().statusCode(201).body("put", nullValue());
  }

  private io.restassured.response.Response keyed(NewUpload request, String key) {
    return editor.request().header("Idempotency-Key", key).body(request).post("/v1/uploads");
  }

  @Test
  void listsTheTeamsUploadsNewestFirst() {
    List<String> ids =
        List.of(
            editor.announce(newDataset(), "a", file).id().toString(),
            editor.announce(newDataset(), "b", file).id().toString(),
            editor.announce(newDataset(), "c", file).id().toString());
    String token =
        list("2")
            .then()
            .statusCode(200)
            .body("items.id", contains(ids.get(2), ids.get(1)))
            .body("nextPageToken", notNullValue())
            .extract()
            .path("nextPageToken");
    editor
        .request()
        .queryParam("teamId", editor.teamId())
        .queryParam("pageToken", token)
        .get("/v1/uploads")
        .then()
        .body("items.id", contains(ids.get(0)))
        .body("nextPageToken", nullValue());
    list("0x").then().statusCode(400);
    editor
        .request()
        .queryParam("teamId", editor.teamId())
        .queryParam("pageToken", "bm9wZQ")
        .get("/v1/uploads")
        .then()
        .statusCode(400);
  }

  private io.restassured.response.Response list(String pageSize) {
    return editor
        .request()
        .queryParam("teamId", editor.teamId())
        .queryParam("pageSize", pageSize)
        .get("/v1/uploads");
  }

  @Test
  void listsNoOtherTeamsUploads() {
    editor
        .request()
        .queryParam("teamId", UUID.randomUUID())
        .get("/v1/uploads")
        .then()
        .statusCode(404)
        .body("code", is("TEAM_NOT_FOUND"));
    editor.request().get("/v1/uploads").then().statusCode(404);
  }

  @Test
  void letsNothingElseBePutThere() {
    Upload upload = editor.announce(newDataset(), "t", file);
    byte[] bytes = file.bytes();
    byte[] larger = Arrays.copyOf(bytes, bytes.length + 1);
    String url = upload.put().url().toString();
    assertFalse(isSuccess(put(upload.put(), larger)), "another size");
    for (String header : upload.put().headers().keySet()) {
      Map<String, String> without = new HashMap<>(upload.put().headers());
      without.remove(header);
      assertFalse(isSuccess(put(url, without, bytes)), "without " + header);
      Map<String, String> changed = new HashMap<>(upload.put().headers());
      changed.put(header, header.equals("content-type") ? "text/plain" : "1,9");
      assertFalse(isSuccess(put(url, changed, bytes)), "another " + header);
    }
    String other = url.replace("/t.parquet", "/u.parquet");
    assertFalse(isSuccess(put(other, upload.put().headers(), bytes)), "another object");

    assertEquals(200, put(upload.put(), bytes));
    assertEquals(412, put(upload.put(), bytes), "a second time");
    assertEquals(UploadState.LOADED, editor.awaitEnd(upload.id()).state());
  }

  private static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }
}
