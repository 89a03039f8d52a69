package io.bridge.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gateway, where it gives service tokens, and connection-service, on the wire. Tokens of leases
 * are real ones of local-cloud.
 */
public final class PlayedPeers implements QuarkusTestResourceLifecycleManager {
  /** Not Vert.x's: that one looks for its parts with the thread's class loader, once for all. */
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TOKEN = "token-for-connection-service";
  private static final Map<UUID, Played> CONNECTIONS = new ConcurrentHashMap<>();

  private static Reader reader;

  private HttpServer server;

  /** What the service under test finds. */
  public static final class Played {
    public final UUID id = UUID.randomUUID();
    private final UUID team;
    private volatile String status = "VALIDATED";
    private volatile String token;
    private volatile int leases;

    private Played(UUID team) {
      this.team = team;
    }

    /** Leases given so far. */
    public int leases() {
      return leases;
    }

    /** From now on without leases. */
    public Played failed() {
      status = "FAILED";
      return this;
    }

    /** From now on its leases have this token. */
    public Played token(String worthless) {
      token = worthless;
      return this;
    }

    public void remove() {
      CONNECTIONS.remove(id);
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
    server.createContext("/internal/token", this::exchangeToken);
    server.createContext("/v1/connections/", this::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "bridge.identity.gateway-url", url, "bridge.peers.\"connection-service\".url", url);
  }

  @Override
  public void stop() {
    server.stop(0);
    CONNECTIONS.clear();
    reader = null;
  }

  private void exchangeToken(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean asksForUs =
        form.contains("audience=connection-service") && !form.contains("requested_subject");
    Map<String, Object> body = Map.of("access_token", TOKEN, "expires_in", 300);
    send(exchange, asksForUs ? 200 : 400, asksForUs ? body : Map.of());
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String[] path = exchange.getRequestURI().getPath().split("/");
    Played found = CONNECTIONS.get(UUID.fromString(path[3]));
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, problem("UNAUTHENTICATED", 401));
    } else if (found == null) {
      send(exchange, 404, problem("CONNECTION_NOT_FOUND", 404));
    } else if (path.length == 4) {
      send(exchange, 200, connection(found));
    } else if (!found.status.equals("VALIDATED")) {
      send(exchange, 409, problem("CONNECTION_NOT_VALIDATED", 409));
    } else {
      send(exchange, 201, lease(found));
    }
  }

  private static Map<String, Object> connection(Played played) {
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
        "2026-11-20T10:00:00Z");
  }

  private static synchronized Map<String, Object> lease(Played played) {
    played.leases++;
    return Map.of(
        "id",
        UUID.randomUUID().toString(),
        "connectionId",
        played.id.toString(),
        "teamId",
        played.team.toString(),
        "projectId",
        LocalCloudResource.PROJECT,
        "purpose",
        "SCAN",
        "accessToken",
        played.token == null ? reader().token() : played.token,
        "byteAllowance",
        0,
        "expiresAt",
        Instant.now().plusSeconds(900).toString());
  }

  /** Made at the first lease: the cloud may not run before. */
  private static Reader reader() {
    if (reader == null) {
      reader = Reader.make();
    }
    return reader;
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
