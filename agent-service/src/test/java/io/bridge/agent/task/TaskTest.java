package io.bridge.agent.task;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.agent.AgentServiceTest;
import io.bridge.agent.Person;
import io.bridge.agent.PlayedMesh;
import io.bridge.agent.planner.LocalWarehouse;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.NewTask;
import io.bridge.model.agent.TaskStatus;
import io.bridge.model.connection.ConnectionStatus;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AgentServiceTest
class TaskTest {
  private static LocalWarehouse warehouse;
  private final UUID personId = UUID.randomUUID();
  private PlayedMesh.Team team;
  private Person editor;

  @BeforeAll
  static void open() {
    warehouse =
        new LocalWarehouse(
            "jdbc:duckdb:",
            """
            CREATE TABLE customers AS SELECT i AS id, 'name ' || i AS full_name,
              ['north', 'south', 'west'][i % 3 + 1] AS area FROM range(1, 50) t(i)
            """,
            """
            CREATE TABLE orders AS SELECT i AS id, i % 49 + 1 AS customer_id,
              DATE '2024-01-01' + CAST(i % 200 AS INTEGER) AS ordered_on,
              ['web', 'shop', 'phone', 'fair'][i % 4 + 1] AS channel,
              CAST(i % 97 + 0.25 AS DECIMAL(10, 2)) AS amount FROM range(1, 1000) t(i)
            """);
  }

  @AfterAll
  static void close() {
    warehouse.close();
  }

  @BeforeEach
  void meet() {
    team = PlayedMesh.team(personId, warehouse);
    editor = new Person(personId, team.id, "EDITOR");
  }

  @AfterEach
  void requireWholePeers() {
    assertNull(team.broken, "a played peer broke, which the service takes for a peer that is ill");
  }

  @Test
  void makesADashboardInWhichEveryTileHasData() {
    AgentTask accepted = editor.ask("Orders of this year by channel");

    AgentTask ended = editor.awaitEnd(accepted.id());

    assertEquals(TaskStatus.COMPLETED, ended.status(), ended::toString);
    assertTrue(ended.result().tiles() >= 6, ended::toString);
    assertTrue(ended.result().bytes() > 0, ended::toString);
    assertEquals(List.of(ended.result().dashboard()), team.slugs());
    assertTrue(ended.result().dashboard().startsWith("orders-of-this-year-by-channel-"));
    assertEquals(
        "/console/dashboards/" + ended.result().dashboard() + "?team=" + team.id,
        ended.result().path());
    assertEquals(1, ended.attempt());
    assertTrue(ended.steps().size() >= 5, ended::toString);
    assertEquals(1, TaskTable.facts(ended.id(), "bridge.agent.task-accepted.v1"));
    assertEquals(1, TaskTable.facts(ended.id(), "bridge.agent.task-finished.v1"));
  }

  @Test
  void answersWhereToAsk() {
    editor
        .start(new NewTask("dashboard", "orders", team.id, null, null, null))
        .then()
        .statusCode(202)
        .header("Location", org.hamcrest.Matchers.containsString("/v1/agent/status/"))
        .body("status", is("PENDING"))
        .body("attempt", is(0));
  }

  @Test
  void doesOneTaskForOneRequestIdHoweverOftenItIsAsked() throws Exception {
    NewTask task = new NewTask("dashboard", "orders", null, null, null, UUID.randomUUID());
    List<Future<UUID>> answers = new ArrayList<>();

    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        answers.add(callers.submit(() -> editor.start(task).as(AgentTask.class).id()));
      }
    }

    Set<UUID> ids = answers.stream().map(Future::resultNow).collect(Collectors.toSet());
    assertEquals(1, ids.size());
    editor.awaitEnd(ids.iterator().next());
    assertEquals(1, team.slugs().size());
    assertEquals(ids.iterator().next(), editor.start(task).as(AgentTask.class).id());
  }

  @Test
  void knowsARequestIdWithinTheTeamAndPersonOnly() {
    UUID requestId = UUID.randomUUID();
    NewTask task = new NewTask("dashboard", "orders", null, null, null, requestId);
    UUID first = editor.start(task).as(AgentTask.class).id();
    Person colleague = new Person(UUID.randomUUID(), team.id, "EDITOR");

    assertNotEquals(first, colleague.start(task).as(AgentTask.class).id());
    editor
        .start(new NewTask("dashboard", "something else", null, null, null, requestId))
        .then()
        .statusCode(422)
        .body("code", is("IDEMPOTENCY_KEY_REUSED"));
  }

  @Test
  void makesTheSameOneDashboardAfterACrashAtTheEnd() {
    AgentTask first = editor.awaitEnd(editor.ask("orders").id());
    TaskTable.abandon(first.id(), 1);

    AgentTask again = editor.awaitEnd(first.id());

    assertEquals(TaskStatus.COMPLETED, again.status(), again::toString);
    assertEquals(2, again.attempt());
    assertEquals(first.result(), again.result());
    assertEquals(1, team.slugs().size());
    assertEquals(1, Set.copyOf(team.saved.get(team.slugs().getFirst())).size(), "contents");
  }

  @Test
  void givesUpATaskThatTookItsHoldersDownEachTime() {
    AgentTask first = editor.awaitEnd(editor.ask("orders").id());
    TaskTable.abandon(first.id(), 3);

    AgentTask ended = editor.awaitEnd(first.id());

    assertEquals(TaskStatus.FAILED, ended.status());
    assertEquals("TASK_GAVE_UP", ended.failure().code());
  }

  @Test
  void waitsForAPeerThatJustRestarts() {
    team.silence("/v1/dashboards/plan", 1);

    AgentTask ended = editor.awaitEnd(editor.ask("orders").id());

    assertEquals(TaskStatus.COMPLETED, ended.status(), ended::toString);
    assertEquals(1, ended.attempt());
  }

  @Test
  void triesThreeTimesAndThenGivesUp() {
    team.silence("/tables", Integer.MAX_VALUE);

    AgentTask ended = editor.awaitEnd(editor.ask("orders").id());

    assertEquals(TaskStatus.FAILED, ended.status());
    assertEquals("TASK_GAVE_UP", ended.failure().code());
    assertEquals(3, ended.attempt());
    assertEquals(1, TaskTable.facts(ended.id(), "bridge.agent.task-finished.v1"));
  }

  @Test
  void failsForAPersonWhoIsGone() {
    PlayedMesh.forget(personId);
    assertFails("UNAUTHENTICATED");
  }

  @Test
  void failsForAPersonWhoMayOnlyLookByNow() {
    team.role = "VIEWER";
    assertFails("FORBIDDEN");
    assertTrue(team.slugs().isEmpty());
  }

  @Test
  void failsForAPersonWhoLeftTheTeam() {
    team.role = null;
    assertFails("CONNECTION_NOT_FOUND");
  }

  @Test
  void failsWhereNothingCanBeDrawn() {
    team.tables = List.of();
    assertFails("NOTHING_TO_CHART");
  }

  @Test
  void failsWhereItIsNotClearWhichConnectionIsMeant() {
    team.connections.add(PlayedMesh.connection(team.id, ConnectionStatus.VALIDATED));
    assertFails("INVALID_REQUEST");
    team.connections.clear();
    team.connections.add(PlayedMesh.connection(team.id, ConnectionStatus.FAILED));
    assertFails("CONNECTION_NOT_VALIDATED");
  }

  private void assertFails(String code) {
    AgentTask ended = editor.awaitEnd(editor.ask("orders").id());
    assertEquals(TaskStatus.FAILED, ended.status());
    assertEquals(code, ended.failure().code());
    assertEquals(1, ended.attempt());
    assertNull(ended.result());
  }

  @Test
  void putsSomethingElseInThePlaceOfWhatIsTooDear() {
    team.dearer = "COUNT(DISTINCT";

    AgentTask ended = editor.awaitEnd(editor.ask("orders").id());

    assertEquals(TaskStatus.FAILED, ended.status(), "nothing was profiled");
    team.dearer = "`channel`, '(none)'";
    AgentTask other = editor.awaitEnd(editor.ask("orders").id());
    assertEquals(TaskStatus.COMPLETED, other.status(), other::toString);
    String file = team.saved.get(other.result().dashboard()).getLast();
    assertTrue(!file.contains("`channel`, '(none)'"), file);
    assertTrue(other.result().tiles() >= 6);
  }

  @Test
  void changesNothingAfterItWasTakenOver() {
    AtomicBoolean once = new AtomicBoolean();
    CompletableFuture<UUID> started = new CompletableFuture<>();
    team.beforeSave =
        () -> {
          if (once.compareAndSet(false, true)) {
            TaskTable.endLease(started.join());
          }
        };
    AgentTask task = editor.ask("orders");
    started.complete(task.id());

    AgentTask ended = editor.awaitEnd(task.id());

    assertEquals(TaskStatus.COMPLETED, ended.status(), ended::toString);
    assertEquals(3, ended.attempt());
    assertEquals(1, team.slugs().size());
    assertEquals(1, TaskTable.facts(task.id(), "bridge.agent.task-finished.v1"));
  }

  /**
   * A holder that is given up in the middle of each of its calls: what it does from then on is what
   * a dead one would not do, and must not count.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/teams/",
        "GET /v1/connections/",
        "POST /v1/queries",
        "POST /v1/dashboards/plan",
        "PUT /v1/dashboards/",
        "/precompute"
      })
  void isDoneOnceWhereverItsHolderIsLost(String call) {
    AtomicBoolean once = new AtomicBoolean();
    CompletableFuture<UUID> started = new CompletableFuture<>();
    team.beforeCall =
        path -> {
          if (path.contains(call) && once.compareAndSet(false, true)) {
            TaskTable.endLease(started.join());
          }
        };
    AgentTask task = editor.ask("orders");
    started.complete(task.id());

    AgentTask ended = editor.awaitEnd(task.id());

    assertEquals(TaskStatus.COMPLETED, ended.status(), ended::toString);
    assertEquals(3, ended.attempt());
    assertEquals(List.of(ended.result().dashboard()), team.slugs());
    assertEquals(1, Set.copyOf(team.saved.get(team.slugs().getFirst())).size(), "contents");
    assertEquals(1, TaskTable.facts(task.id(), "bridge.agent.task-finished.v1"));
  }

  @Test
  void isFoundByTheReaperWhereItNeverReachedTheQueue() {
    AgentTask first = editor.awaitEnd(editor.ask("orders").id());
    TaskTable.unqueue(first.id());

    AgentTask again = editor.awaitEnd(first.id());

    assertEquals(TaskStatus.COMPLETED, again.status(), again::toString);
    assertEquals(1, again.attempt());
    assertEquals(first.result(), again.result());
  }

  @Test
  void doesNothingWhenItIsCalledAgainAfterTheEnd() {
    AgentTask ended = editor.awaitEnd(editor.ask("orders").id());
    int saves = team.saved.get(ended.result().dashboard()).size();

    assertEquals(204, call(ended.id()));
    assertEquals(204, call(UUID.randomUUID()));

    assertEquals(saves, team.saved.get(ended.result().dashboard()).size());
    assertEquals(ended, editor.find(ended.id()));
  }

  private static int call(UUID task) {
    return given()
        .auth()
        .oauth2(LocalCloudResource.identities().pushToken("/internal/tasks"))
        .contentType(ContentType.JSON)
        .body(Map.of("taskId", task, "requeue", 0))
        .post("/internal/tasks")
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal/tasks", "/internal/tasks/reap"})
  void answersNobodyButGoogle(String path) {
    given().contentType(ContentType.JSON).body("{}").post(path).then().statusCode(401);
    editor.request().body("{}").post(path).then().statusCode(401);
  }

  @Test
  void showsATaskToItsTeamOnly() {
    AgentTask task = editor.ask("orders");
    Person viewer = new Person(UUID.randomUUID(), team.id, "VIEWER");
    Person stranger = new Person(UUID.randomUUID(), UUID.randomUUID(), "OWNER");

    assertEquals(task.id(), viewer.find(task.id()).id());
    for (String id : List.of(task.id().toString(), UUID.randomUUID().toString(), "x")) {
      stranger
          .request()
          .get("/v1/agent/status/" + id)
          .then()
          .statusCode(404)
          .body("code", is("TASK_NOT_FOUND"))
          .body("detail", is("No such task"));
    }
    given().get("/v1/agent/status/" + task.id()).then().statusCode(401);
  }

  @Test
  void takesTasksOfEditorsOnly() {
    NewTask theirs = new NewTask("dashboard", "x", team.id, null, null, null);
    new Person(UUID.randomUUID(), team.id, "VIEWER")
        .start(theirs)
        .then()
        .statusCode(403)
        .body("code", is("FORBIDDEN"));
    new Person(UUID.randomUUID(), UUID.randomUUID(), "OWNER")
        .start(theirs)
        .then()
        .statusCode(404)
        .body("code", is("TEAM_NOT_FOUND"));
    String service = LocalCloudResource.identities().serviceToken("sync-service");
    given()
        .auth()
        .oauth2(service)
        .contentType(ContentType.JSON)
        .body(theirs)
        .post("/v1/agent/task")
        .then()
        .statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"poem\",\"prompt\":\"x\"}",
        "{\"kind\":\"dashboard\",\"prompt\":\" \"}",
        "{\"kind\":\"dashboard\",\"prompt\":\"a\\u0000b\"}",
        "{\"kind\":\"dashboard\",\"prompt\":\"a\\ud800b\"}",
        "{\"kind\":\"dashboard\",\"prompt\":\"x\",\"dataset\":\"\\u0000\"}",
        "{\"kind\":\"dashboard\",\"prompt\":\"x\",\"requestId\":\"1\"}",
        "{\"kind\":\"dashboard\"",
        "{}",
      })
  void refusesWhatIsNoTask(String body) {
    editor
        .request()
        .body(body)
        .post("/v1/agent/task")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", is("INVALID_REQUEST"));
  }

  @Test
  void saysWhichKindsThereAre() {
    editor
        .start(new NewTask("poem", "x", null, null, null, null))
        .then()
        .body("violations[0].allowed", hasItem("dashboard"));
  }
}
