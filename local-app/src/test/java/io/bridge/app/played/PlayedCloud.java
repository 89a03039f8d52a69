package io.bridge.app.played;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bridge.app.terminal.Json;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gateway, identity and storage in one server, played. */
public final class PlayedCloud implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Trouble>> troubles = new LinkedHashMap<>();
  private final PlayedIdentity identity;
  private final PlayedGateway gateway;
  private final String scheme;

  /** A request that came. */
  public record Seen(String method, String path, Map<String, List<String>> headers, byte[] body) {
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().getFirst())
          .findFirst()
          .orElse(null);
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What one request gets instead of its answer. */
  public sealed interface Trouble {
    /** An answer with this status and body. */
    record Status(int status, String type, String body) implements Trouble {}

    /** The connection ends before an answer. */
    record Silence() implements Trouble {}

    /** The work is done, and then the connection ends. */
    record LostAnswer() implements Trouble {}
  }

  private PlayedCloud(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    this.identity = new PlayedIdentity(this);
    this.gateway = new PlayedGateway(this);
  }

  public static PlayedCloud plain() throws IOException {
    return started(new PlayedCloud(HttpServer.create(loopback(), 64), "http"));
  }

  public static PlayedCloud withTls(TestCertificate certificate) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 64);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    return started(new PlayedCloud(server, "https"));
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress("localhost", 0);
  }

  private static PlayedCloud started(PlayedCloud cloud) {
    cloud.server.setExecutor(cloud.threads);
    cloud.server.createContext("/", cloud::answer);
    cloud.server.start();
    return cloud;
  }

  public URI address() {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  public PlayedIdentity identity() {
    return identity;
  }

  public PlayedGateway gateway() {
    return gateway;
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Requests of this method whose path starts so. */
  public List<Seen> seen(String method, String path) {
    return seen.stream()
        .filter(one -> one.method().equals(method) && one.path().startsWith(path))
        .toList();
  }

  /** The next requests whose method and path start so get these, in turn. */
  public void trouble(String methodAndPath, Trouble... next) {
    troubles
        .computeIfAbsent(methodAndPath, _ -> new ConcurrentLinkedQueue<>())
        .addAll(List.of(next));
  }

  public static Trouble status(int status) {
    return new Trouble.Status(status, "text/plain", "no");
  }

  public static Trouble problem(ErrorCode code, String detail) {
    Problem problem = Problem.of(code.with(detail), "/", "trace");
    return new Trouble.Status(code.status(), Problem.MEDIA_TYPE, Json.write(problem));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Seen request =
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              exchange.getRequestBody().readAllBytes());
      seen.add(request);
      switch (trouble(request)) {
        case Trouble.Status(int status, String type, String body) ->
            send(exchange, new Reply(status, type, body));
        case Trouble.Silence _ -> throw new IOException("silence");
        case Trouble.LostAnswer _ -> {
          play(request);
          throw new IOException("the answer is lost");
        }
        case null -> send(exchange, play(request));
      }
    }
  }

  private Trouble trouble(Seen request) {
    String line = request.method() + " " + request.path();
    return troubles.entrySet().stream()
        .filter(entry -> line.startsWith(entry.getKey()))
        .map(entry -> entry.getValue().poll())
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  /** An answer; {@code location} only with a redirect. */
  record Reply(int status, String type, String body, String location) {
    Reply(int status, String type, String body) {
      this(status, type, body, null);
    }

    static Reply json(int status, Object body) {
      return new Reply(status, "application/json", Json.write(body));
    }

    static Reply problem(ErrorCode code, String detail) {
      Problem problem = Problem.of(code.with(detail), "/", "trace");
      return new Reply(code.status(), Problem.MEDIA_TYPE, Json.write(problem));
    }
  }

  private Reply play(Seen request) throws IOException {
    Reply byIdentity = identity.answer(request);
    return byIdentity != null ? byIdentity : gateway.answer(request);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    if (reply.location() != null) {
      exchange.getResponseHeaders().set("Location", reply.location());
    }
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
