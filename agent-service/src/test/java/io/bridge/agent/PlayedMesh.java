package io.bridge.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bridge.agent.planner.LocalWarehouse;
import io.bridge.model.Page;
import io.bridge.model.catalog.TableSchema;
import io.bridge.model.connection.Connection;
import io.bridge.model.connection.ConnectionStatus;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.dashboard.PlannedQuery;
import io.bridge.model.dashboard.Precomputed;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The gateway, where it gives tokens in a person's place, and the three peers, on the wire. Queries
 * really run.
 */
public final class PlayedMesh implements QuarkusTestResourceLifecycleManager {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Map<UUID, Team> PEOPLE = new ConcurrentHashMap<>();

  private HttpServer server;

  /** What one team has, and how its peers behave. */
  public static final class Team {
    public final UUID id = UUID.randomUUID();
    public final List<Connection> connections = new CopyOnWriteArrayList<>();
    public final Map<String, List<String>> saved = new ConcurrentHashMap<>();
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public volatile String role = "EDITOR";
    public volatile List<TableSchema> tables = List.of();
    public volatile LocalWarehouse warehouse;
    public volatile String dearer = "\0";
    public volatile String silent = "\0";
    public volatile int silences;
    public volatile Runnable beforeSave = () -> {};

    /** Runs with method and path of each call, before it is answered. */
    public volatile Consumer<String> beforeCall = _ -> {};

    /** What broke in a played peer; the service only sees a peer that is ill. */
    public volatile Throwable broken;

    /** Dashboards of the team. */
    public List<String> slugs() {
      return List.copyOf(saved.keySet());
    }

    synchronized boolean isSilent(String call) {
      boolean now = call.contains(silent) && silences > 0;
      silences -= now ? 1 : 0;
      return now;
    }

    /** So many calls whose address has this in it are answered by a 503. */
    public synchronized void silence(String path, int times) {
      silent = path;
      silences = times;
    }
  }

  /** A team with a validated connection to the warehouse, and a person in it. */
  public static Team team(UUID person, LocalWarehouse warehouse) {
    Team team = new Team();
    team.warehouse = warehouse;
    team.tables = warehouse.catalog();
    team.connections.add(connection(team.id, ConnectionStatus.VALIDATED));
    PEOPLE.put(person, team);
    return team;
  }

  public static Connection connection(UUID team, ConnectionStatus status) {
    UUID id = UUID.randomUUID();
    return new Connection(
        id, team, "c-" + id, "bigquery", "p", "a@p", status, List.of(), null, Instant.EPOCH);
  }

  /** The person is deleted. */
  public static void forget(UUID person) {
    PEOPLE.remove(person);
  }

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/internal/token", this::exchangeToken);
    server.createContext("/v1/", this::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "bridge.identity.gateway-url", url,
        "bridge.peers.\"connection-service\".url", url,
        "bridge.peers.\"catalog-service\".url", url,
        "bridge.peers.\"dashboard-service\".url", url,
        "bridge.agent.task.lease", "PT3S",
        "bridge.agent.task.patience", "PT1S",
        "bridge.agent.reap.after", "PT1S");
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void exchangeToken(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        pairs(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    UUID person = UUID.fromString(form.get("requested_subject"));
    boolean known = PEOPLE.containsKey(person);
    String body =
        known
            ? "{\"access_token\":\"for-%s-%s\",\"expires_in\":2}"
                .formatted(form.get("audience"), person)
            : "{\"error\":\"invalid_subject\"}";
    send(exchange, known ? 200 : 400, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      byte[] body = JSON.writeValueAsBytes(answerOf(exchange));
      send(exchange, 200, "application/json", body);
    } catch (BridgeException e) {
      byte[] body = JSON.writeValueAsBytes(Problem.of(e, "/", "trace"));
      send(exchange, e.code().status(), Problem.MEDIA_TYPE, body);
    } catch (RuntimeException e) {
      send(exchange, 500, "text/plain", String.valueOf(e).getBytes(StandardCharsets.UTF_8));
    }
  }

  private Object answerOf(HttpExchange exchange) throws IOException {
    Team team = caller(exchange);
    try {
      return answerOf(team, exchange);
    } catch (BridgeException e) {
      throw e;
    } catch (RuntimeException e) {
      team.broken = e;
      throw e;
    }
  }

  private Object answerOf(Team team, HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String path = exchange.getRequestMethod() + " " + uri.getPath();
    Map<String, String> query = pairs(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    team.calls.add(path);
    team.beforeCall.accept(path);
    if (team.isSilent(path)) {
      throw ErrorCode.SERVICE_UNAVAILABLE.with("Not now");
    }
    if (path.startsWith("GET /v1/teams/")) {
      require(team, path.contains(team.id.toString()), ErrorCode.CONNECTION_NOT_FOUND);
      return new Page<>(team.connections, null);
    }
    if (path.startsWith("GET /v1/connections/")) {
      require(team, true, ErrorCode.CONNECTION_NOT_FOUND);
      return page(team.tables, query.get("pageToken"));
    }
    require(team, team.id.toString().equals(query.get("team")), ErrorCode.DASHBOARD_NOT_FOUND);
    requireOrigin(exchange);
    if (path.equals("POST /v1/queries")) {
      return run(team, JSON.readTree(body).get("sql").asText());
    }
    if (path.equals("POST /v1/dashboards/plan")) {
      return plan(team, body);
    }
    if (path.endsWith("/precompute")) {
      return new Precomputed(1, 0, 0);
    }
    return save(team, path.substring("PUT /v1/dashboards/".length()), body);
  }

  /** As the gateway says who asks, and the peer what they may. */
  private static Team caller(HttpExchange exchange) {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    Team team = PEOPLE.get(UUID.fromString(token.substring(token.length() - 36)));
    if (team == null) {
      throw ErrorCode.UNAUTHENTICATED.with("nobody");
    }
    return team;
  }

  private static void require(Team team, boolean theirs, ErrorCode notFound) {
    if (!theirs || team.role == null) {
      throw notFound.with(notFound.title());
    }
  }

  private static void requireOrigin(HttpExchange exchange) {
    if (!"agent".equals(exchange.getRequestHeaders().getFirst("x-bridge-origin"))) {
      throw ErrorCode.INVALID_REQUEST.with("Whose query is it?");
    }
  }

  /** Two pages, so that both are asked for. */
  private static Page<TableSchema> page(List<TableSchema> all, String token) {
    int half = all.size() / 2;
    return token == null && half > 0
        ? new Page<>(all.subList(0, half), "next & more")
        : new Page<>(all.subList(half, all.size()), null);
  }

  private static Object run(Team team, String sql) {
    synchronized (team.warehouse) {
      if (sql.contains(team.dearer)) {
        throw ErrorCode.BYTES_OVER_CAP.with("Too dear");
      }
      return team.warehouse.run(sql);
    }
  }

  private static DashboardPlan plan(Team team, String file) throws IOException {
    JsonNode queries = YAML.readTree(file).get("queries");
    List<PlannedQuery> planned = new ArrayList<>();
    for (Map.Entry<String, JsonNode> query : queries.properties()) {
      planned.add(planned(team, query.getKey(), query.getValue().get("sql").asText()));
    }
    return new DashboardPlan("x", planned.size() * 1000L, planned);
  }

  private static PlannedQuery planned(Team team, String id, String sql) {
    long bytes = sql.contains(team.dearer) ? 200_000_000 : 1000;
    return new PlannedQuery(
        id, sql, List.of(), List.of(), List.of(), bytes, 10_485_760, 100_000_000, null);
  }

  private static Dashboard save(Team team, String slug, String file) {
    if (!"EDITOR".equals(team.role)) {
      throw ErrorCode.FORBIDDEN.with("This needs the role EDITOR in the team");
    }
    team.beforeSave.run();
    team.saved.computeIfAbsent(slug, _ -> new CopyOnWriteArrayList<>()).add(file);
    return new Dashboard(
        team.id,
        slug,
        "t",
        null,
        null,
        1,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Map<String, String> pairs(String text) {
    return Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
