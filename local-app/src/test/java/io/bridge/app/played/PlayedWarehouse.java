package io.bridge.app.played;

import io.bridge.app.played.PlayedCloud.Reply;
import io.bridge.app.played.PlayedCloud.Seen;
import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.TaskResult;
import io.bridge.model.agent.TaskStatus;
import io.bridge.model.agent.TaskStep;
import io.bridge.model.connection.Connection;
import io.bridge.model.connection.ConnectionStatus;
import io.bridge.model.connection.PermissionCheck;
import io.bridge.model.dashboard.AnswerColumn;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.dashboard.DashboardAnswer;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.dashboard.PlannedQuery;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.dashboard.Row;
import io.bridge.model.dashboard.Tile;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Connections, dashboards and tasks behind the gateway; one connection from the beginning. */
public final class PlayedWarehouse {
  public static final UUID TASK = new UUID(0, 77);
  public static final String FILE = "# ours\nname: shop\ntitle: \"\u001b]0;x\"";
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Map<String, Dashboard> dashboards = new LinkedHashMap<>();
  private boolean denied;
  private boolean overCap;
  private ErrorCode taskFails;
  private int looks;

  PlayedWarehouse() {
    connections.add(connection("warehouse"));
  }

  /** One more connection of the team. */
  public Connection connect(String name) {
    Connection made = connection(name);
    connections.add(made);
    return made;
  }

  public void disconnect() {
    connections.clear();
  }

  /** The next validation finds that the account may not run jobs. */
  public void deny() {
    denied = true;
  }

  /** One query of every dashboard is over its cap. */
  public void capQueries() {
    overCap = true;
  }

  public void failTask(ErrorCode code) {
    taskFails = code;
  }

  public void dashboard(String slug) {
    dashboards.put(slug, saved(slug, 1));
  }

  /** Null for an address that is none of ours. */
  Reply answer(Seen request, URI uri) {
    String path = uri.getPath().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}");
    return switch (request.method() + " " + path) {
      case "GET /v1/teams/{id}/connections" -> PlayedGateway.page(uri, connections);
      case "POST /v1/teams/{id}/connections" -> Reply.json(201, connect(nameOf(uri)));
      case "POST /v1/connections/{id}/validate" -> Reply.json(200, validated(uri));
      case "DELETE /v1/connections/{id}" -> removed(uri);
      case "GET /v1/teams/{id}/dashboards" ->
          PlayedGateway.page(withoutTeam(uri), List.copyOf(dashboards.values()));
      case "POST /v1/dashboards/plan" -> Reply.json(200, plan());
      case "POST /v1/agent/task" -> Reply.json(202, task(TaskStatus.PENDING, 0));
      case "GET /v1/agent/status/{id}" -> Reply.json(200, next());
      default -> path.startsWith("/v1/dashboards/") ? ofDashboard(request, path) : null;
    };
  }

  private Reply ofDashboard(Seen request, String path) {
    String[] parts = path.split("/");
    String slug = parts[3];
    if (request.method().equals("PUT")) {
      int before = dashboards.containsKey(slug) ? dashboards.get(slug).revision() : 0;
      dashboards.put(slug, saved(slug, before + 1));
      return Reply.json(before == 0 ? 201 : 200, dashboards.get(slug));
    }
    if (!dashboards.containsKey(slug)) {
      return Reply.problem(ErrorCode.DASHBOARD_NOT_FOUND, "No such dashboard");
    }
    if (request.method().equals("DELETE")) {
      dashboards.remove(slug);
      return new Reply(204, "application/json", "");
    }
    return switch (parts.length) {
      case 4 -> Reply.json(200, dashboards.get(slug));
      case 5 ->
          parts[4].equals("file")
              ? new Reply(200, "application/yaml", FILE)
              : Reply.json(200, answers(slug));
      default -> Reply.json(200, answer());
    };
  }

  private static String nameOf(URI uri) {
    String query = uri.getRawQuery();
    return query == null ? "p-1" : PlayedIdentity.form(query).get("name");
  }

  private static URI withoutTeam(URI uri) {
    return uri.getRawQuery() == null || uri.getRawQuery().contains("pageToken")
        ? uri
        : URI.create(uri.getPath());
  }

  private Connection validated(URI uri) {
    Connection before = find(uri);
    PermissionCheck list = new PermissionCheck("bigquery.tables.list", true, null);
    PermissionCheck jobs =
        new PermissionCheck(
            "bigquery.jobs.create", !denied, denied ? "Grant roles/bigquery.jobUser" : null);
    return new Connection(
        before.id(),
        before.teamId(),
        before.name(),
        before.warehouseType(),
        before.projectId(),
        before.serviceAccount(),
        denied ? ConnectionStatus.FAILED : ConnectionStatus.VALIDATED,
        List.of(list, jobs),
        denied ? null : NOW,
        NOW);
  }

  private Reply removed(URI uri) {
    connections.remove(find(uri));
    return new Reply(204, "application/json", "");
  }

  private Connection find(URI uri) {
    return connections.stream()
        .filter(connection -> uri.getPath().contains(connection.id().toString()))
        .findFirst()
        .orElseThrow();
  }

  private static Connection connection(String name) {
    return new Connection(
        UUID.randomUUID(),
        new UUID(0, 1),
        name,
        "bigquery",
        "p-1",
        "reader@p-1.iam.gserviceaccount.com",
        ConnectionStatus.PENDING_VALIDATION,
        List.of(),
        null,
        NOW);
  }

  private static Dashboard saved(String slug, int revision) {
    Tile tile =
        new Tile(
            "kpi", "Sales", "sales", null, null, null, null, "n", null, null, null, null, null,
            null);
    return new Dashboard(
        new UUID(0, 1),
        slug,
        "Shop sales",
        null,
        new UUID(0, 2),
        revision,
        new UUID(0, 9),
        List.of(),
        List.of("sales", "stores"),
        List.of(new Row(1, List.of(tile, tile)), new Row(2, List.of(tile))),
        null,
        NOW,
        NOW);
  }

  private DashboardPlan plan() {
    PlannedQuery sales = planned("sales", List.of(), null);
    PlannedQuery stores = planned("stores", List.of("sales"), overCap ? cap() : null);
    return new DashboardPlan("shop", 3000, List.of(sales, stores));
  }

  private static PlannedQuery planned(String id, List<String> after, Problem error) {
    return new PlannedQuery(
        id, "SELECT 1", after, List.of(), List.of(), 1500, 10485760, 100000000, error);
  }

  private DashboardAnswer answers(String slug) {
    Map<String, QueryAnswer> queries = new LinkedHashMap<>();
    queries.put("sales", answer());
    queries.put("stores", overCap ? failed() : answer());
    return new DashboardAnswer(new UUID(0, 1), slug, 3, NOW, 1500, 10485760, 62, queries);
  }

  private static QueryAnswer answer() {
    List<AnswerColumn> columns =
        List.of(
            new AnswerColumn("store", "STRING"),
            new AnswerColumn("n", "INT64"),
            new AnswerColumn("sum", "NUMERIC"));
    List<List<Object>> values =
        List.of(
            List.of("north", "so\u001buth"),
            List.of(12345678, 0.5),
            Arrays.asList("1079147.47", null));
    return new QueryAnswer(
        columns, values, 2, true, 1500, 10485760, 62, "job-1", "ab", List.of(), NOW, false, null);
  }

  private static QueryAnswer failed() {
    return new QueryAnswer(null, null, 0, false, 0, 0, 0, null, null, null, null, false, cap());
  }

  private static Problem cap() {
    return Problem.of(ErrorCode.BYTES_OVER_CAP.with("2 GB, cap 100 MB"), "/", "trace");
  }

  /** A step more each time it is looked at; the end at the fourth look. */
  private AgentTask next() {
    looks++;
    if (looks < 4) {
      return task(TaskStatus.RUNNING, looks);
    }
    return task(taskFails == null ? TaskStatus.COMPLETED : TaskStatus.FAILED, 3);
  }

  private AgentTask task(TaskStatus status, int steps) {
    List<TaskStep> done =
        List.of("read 23 tables", "chose sales_fact_1998", "wrote 7 tiles").stream()
            .map(text -> new TaskStep(text, NOW))
            .limit(steps)
            .toList();
    TaskResult result =
        new TaskResult(
            "shop",
            "Shop sales",
            "/console/dashboards/shop?team=00000000-0000-0000-0000-000000000001",
            7,
            90000);
    return new AgentTask(
        TASK,
        new UUID(0, 1),
        "dashboard",
        status,
        1,
        done,
        status == TaskStatus.COMPLETED ? result : null,
        status == TaskStatus.FAILED
            ? Problem.of(taskFails.with("No table has a measure"), "/", "trace")
            : null,
        NOW,
        NOW);
  }
}
