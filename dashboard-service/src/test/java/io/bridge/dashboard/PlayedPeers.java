package io.bridge.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The gateway, where it gives service tokens, connection-service and catalog-service, on the wire.
 * Tokens of leases are real ones of local-cloud.
 */
public final class PlayedPeers implements QuarkusTestResourceLifecycleManager {
  /** Not Vert.x's: that one looks for its parts with the thread's class loader, once for all. */
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ACCOUNT =
      "sync-service@" + LocalCloudResource.PROJECT + ".iam.gserviceaccount.com";
  private static final String INSTANT = "2026-11-20T10:00:00Z";

  private static final Map<UUID, Played> CONNECTIONS = new ConcurrentHashMap<>();
  private static final Map<UUID, UUID> LEASES = new ConcurrentHashMap<>();

  private HttpServer server;

  /** A connection with what the team's catalog has of it. */
  public static final class Played {
    public final UUID id = UUID.randomUUID();
    private final UUID team;
    private final List<Map<String, Object>> tables = new ArrayList<>();
    private volatile String status = "VALIDATED";
    private volatile long allowance = 1_000_000_000_000L;
    private volatile int given;
    private volatile Duration tokenLife = Duration.ofHours(1);
    private volatile CountDownLatch asked = new CountDownLatch(0);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private Played(UUID team) {
      this.team = team;
    }

    /**
     * A table in the catalog.
     *
     * @param columns {@code name TYPE}
     */
    public Played table(String dataset, String name, String... columns) {
      tables.add(tableOf(dataset, name, columns));
      return this;
    }

    /** Leases given so far. */
    public int leases() {
      return given;
    }

    /** Bytes that its next leases allow. */
    public Played allowing(long bytes) {
      allowance = bytes;
      return this;
    }

    /** Its leases are given after {@link #letGo} only. */
    public Played holdLeases() {
      asked = new CountDownLatch(1);
      gate = new CountDownLatch(1);
      return this;
    }

    /** Returns when somebody waits for a lease. */
    public void awaitAsked() {
      await(asked);
    }

    public void letGo() {
      gate.countDown();
    }

    private void hold() {
      asked.countDown();
      await(gate);
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("Nobody came");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Tokens of its next leases are over before they are used. */
    public Played expiring() {
      tokenLife = Duration.ofSeconds(-1);
      return this;
    }

    /** From now on without leases. */
    public Played failed() {
      status = "FAILED";
      return this;
    }

    /** Its leases have ended. */
    public Played endLeases() {
      LEASES.values().removeIf(id::equals);
      return this;
    }
  }

  /** A validated connection of the team to local-cloud's project. */
  public static Played connection(UUID team) {
    Played played = new Played(team);
    CONNECTIONS.put(played.id, played);
    return played;
  }

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/internal/token", PlayedPeers::exchangeToken);
    server.createContext("/v1/connections/", PlayedPeers::connections);
    server.createContext("/v1/leases/", PlayedPeers::lease);
    server.createContext("/v1/teams/", PlayedPeers::list);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "bridge.identity.gateway-url", url,
        "bridge.peers.\"connection-service\".url", url,
        "bridge.peers.\"catalog-service\".url", url);
  }

  @Override
  public void stop() {
    server.stop(0);
    CONNECTIONS.clear();
    LEASES.clear();
  }

  private static void exchangeToken(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    send(exchange, 200, Map.of("access_token", "peer-token", "expires_in", 300));
  }

  private static void connections(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String[] path = exchange.getRequestURI().getPath().split("/");
    Played found = CONNECTIONS.get(UUID.fromString(path[3]));
    if (found == null || !found.team.toString().equals(body.path("teamId").asText())) {
      send(exchange, 404, problem("CONNECTION_NOT_FOUND", 404));
    } else if (path[4].equals("tables")) {
      send(exchange, 200, Map.of("tables", lookup(found, body.path("names"))));
    } else if (!found.status.equals("VALIDATED")) {
      send(exchange, 409, problem("CONNECTION_NOT_VALIDATED", 409));
    } else {
      found.hold();
      send(exchange, 201, lease(found));
    }
  }

  private static void lease(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    UUID connection = LEASES.get(UUID.fromString(path[3]));
    if (connection == null) {
      send(exchange, 409, problem("LEASE_ENDED", 409));
    } else {
      send(exchange, 200, body(CONNECTIONS.get(connection), UUID.fromString(path[3]), null));
    }
  }

  private static void list(HttpExchange exchange) throws IOException {
    UUID team = UUID.fromString(exchange.getRequestURI().getPath().split("/")[3]);
    List<Map<String, Object>> items =
        CONNECTIONS.values().stream()
            .filter(it -> it.team.equals(team))
            .map(PlayedPeers::toConnection)
            .toList();
    send(exchange, 200, Map.of("items", items));
  }

  private static List<Map<String, Object>> lookup(Played connection, JsonNode names) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (JsonNode name : names) {
      connection.tables.stream()
          .filter(it -> fits(fqn(it), name.asText()))
          .forEach(it -> found.add(Map.of("name", name.asText(), "schema", it)));
    }
    return found;
  }

  private static String fqn(Map<String, Object> schema) {
    return (String) ((Map<?, ?>) schema.get("table")).get("fqn");
  }

  private static boolean fits(String fqn, String name) {
    return fqn.equals(name) || fqn.endsWith("." + name);
  }

  private static Map<String, Object> tableOf(String dataset, String name, String... columns) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      all.add(
          Map.of("name", parts[0], "position", all.size() + 1, "type", parts[1], "nullable", true));
    }
    Map<String, Object> table =
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "datasetId",
            UUID.randomUUID().toString(),
            "name",
            name,
            "fqn",
            LocalCloudResource.PROJECT + "." + dataset + "." + name,
            "tableType",
            "TABLE",
            "rowCount",
            1,
            "sizeBytes",
            1,
            "scannedAt",
            INSTANT);
    return Map.of("dataset", dataset, "table", table, "columns", all);
  }

  private static Map<String, Object> toConnection(Played played) {
    return Map.of(
        "id",
        played.id.toString(),
        "teamId",
        played.team.toString(),
        "name",
        "warehouse",
        "warehouseType",
        "bigquery",
        "projectId",
        LocalCloudResource.PROJECT,
        "serviceAccount",
        "reader@example.iam.gserviceaccount.com",
        "status",
        played.status,
        "createdAt",
        INSTANT);
  }

  private static synchronized Map<String, Object> lease(Played played) {
    UUID id = UUID.randomUUID();
    played.given++;
    LEASES.put(id, played.id);
    return body(
        played, id, LocalCloudResource.cloud().tokens().accessToken(ACCOUNT, played.tokenLife));
  }

  private static Map<String, Object> body(Played played, UUID id, String token) {
    Map<String, Object> lease = new HashMap<>();
    lease.put("id", id.toString());
    lease.put("connectionId", played.id.toString());
    lease.put("teamId", played.team.toString());
    lease.put("projectId", LocalCloudResource.PROJECT);
    lease.put("purpose", "QUERY");
    lease.put("datasets", List.of());
    lease.put("byteAllowance", played.allowance);
    lease.put("expiresAt", Instant.now().plusSeconds(900).toString());
    if (token != null) {
      lease.put("accessToken", token);
    }
    return lease;
  }

  private static Map<String, Object> problem(String code, int status) {
    return Map.of(
        "type", "/problems/x",
        "title", "As the peer says it",
        "status", status,
        "detail", "As the peer says it",
        "code", code);
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
