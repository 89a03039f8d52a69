package io.bridge.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The services behind the gateway: one that answers ({@code catalog-service}), one that listens and
 * says nothing ({@code silent-service}), and one that is not there ({@code gone-service}).
 */
public final class Upstream implements QuarkusTestResourceLifecycleManager {
  /** Each request that arrived, newest last. */
  public static final LinkedBlockingQueue<Seen> SEEN = new LinkedBlockingQueue<>();

  /** How many requests ever arrived. */
  public static final AtomicInteger COUNT = new AtomicInteger();

  /** Bytes of bodies that {@code /v1/tables/sink} has read. */
  public static final AtomicLong SUNK = new AtomicLong();

  /** Bytes that {@code /v1/tables/source} has written. */
  public static final AtomicLong POURED = new AtomicLong();

  private static final Map<String, CompletableFuture<Void>> SIGNALS = new ConcurrentHashMap<>();
  private static final int CHUNK = 64 * 1024;

  private Vertx vertx;
  private ServerSocket silent;

  /** What the service saw of one request. */
  public record Seen(String method, String uri, MultiMap headers) {}

  /** Something that a test tells a service, or a service tells a test. */
  public static CompletableFuture<Void> signal(String name) {
    return SIGNALS.computeIfAbsent(name, _ -> new CompletableFuture<>());
  }

  @Override
  public Map<String, String> start() {
    vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    try {
      silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> config = new HashMap<>();
    service(config, "catalog-service", server.actualPort());
    service(config, "sync-service", server.actualPort());
    service(config, "connection-service", server.actualPort());
    service(config, "dashboard-service", server.actualPort());
    service(config, "agent-service", server.actualPort());
    service(config, "silent-service", silent.getLocalPort());
    service(config, "gone-service", 1);
    config.put("bridge.gateway.routes.\"/v1/silent\"", "silent-service");
    config.put("bridge.gateway.routes.\"/v1/gone\"", "gone-service");
    config.put("bridge.gateway.aliases.\"/api/catalog/tables\"", "/v1/tables");
    config.put("bridge.gateway.console-url", "http://localhost:8081");
    config.put("bridge.gateway.proxy.idle-timeout", "PT3S");
    // A busy machine must not fail a test that is about something else.
    config.put("bridge.gateway.id-tokens.lookup-timeout", "PT6S");
    config.put(
        "quarkus.http.ssl.certificate.key-store-file",
        System.getProperty("bridge.test.dir") + "/ca/gateway.p12");
    config.put("quarkus.http.ssl.certificate.key-store-password", "changeit");
    config.put("quarkus.http.cors.origins", "https://console.example,http://localhost:8081");
    return config;
  }

  private static void service(Map<String, String> config, String name, int port) {
    config.put("bridge.gateway.services.\"" + name + "\"", "http://127.0.0.1:" + port);
  }

  private void answer(HttpServerRequest request) {
    COUNT.incrementAndGet();
    SEEN.add(
        new Seen(
            request.method().name(),
            request.uri(),
            MultiMap.caseInsensitiveMultiMap().addAll(request.headers())));
    handlerOf(request.path()).handle(request);
  }

  private Handler<HttpServerRequest> handlerOf(String path) {
    return switch (path) {
      case "/v1/tables/echo" -> Upstream::echo;
      case "/v1/tables/problem" -> Upstream::problem;
      case "/v1/tables/refusing" -> request -> request.response().setStatusCode(401).end("{}");
      case "/v1/tables/events" -> Upstream::events;
      case "/v1/tables/sink" -> Upstream::sink;
      case "/v1/tables/source" -> this::source;
      case "/v1/tables/broken" -> Upstream::broken;
      case "/v1/tables/talkative" -> Upstream::talkative;
      default -> request -> request.response().putHeader("content-type", "text/plain").end("here");
    };
  }

  private static void echo(HttpServerRequest request) {
    request.response().setChunked(true);
    request.pipeTo(request.response());
  }

  private static void problem(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(422)
        .putHeader("content-type", "application/problem+json")
        .end("{\"code\":\"SCHEMA_DRIFT\",\"status\":422}");
  }

  /** One event at once, the second when the test says so; then open until the caller leaves. */
  private static void events(HttpServerRequest request) {
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("content-type", "text/event-stream");
    response.closeHandler(_ -> signal("caller-left").complete(null));
    response.write("id: 1\ndata: first\n\n");
    signal("second-event").thenRun(() -> response.write("id: 2\ndata: second\n\n"));
  }

  private static void sink(HttpServerRequest request) {
    request.handler(part -> SUNK.addAndGet(part.length()));
    request.endHandler(_ -> request.response().end(String.valueOf(SUNK.get())));
    if (request.getParam("paused") != null) {
      request.pause();
      signal("read-on").thenRun(request::resume);
    }
  }

  private void source(HttpServerRequest request) {
    long bytes = Long.parseLong(request.getParam("bytes"));
    HttpServerResponse response = request.response().putHeader("content-length", "" + bytes);
    pour(response, bytes);
  }

  private void pour(HttpServerResponse response, long left) {
    long remaining = left;
    Buffer chunk = Buffer.buffer(new byte[CHUNK]);
    while (remaining > 0 && !response.writeQueueFull()) {
      int length = (int) Math.min(CHUNK, remaining);
      response.write(length == CHUNK ? chunk : chunk.slice(0, length));
      POURED.addAndGet(length);
      remaining -= length;
    }
    long rest = remaining;
    if (rest == 0) {
      response.end();
    } else {
      response.drainHandler(_ -> pour(response, rest));
    }
  }

  private static void broken(HttpServerRequest request) {
    Promise<Void> written = Promise.promise();
    request.response().putHeader("content-length", "1000").write("half of it", written);
    written.future().onComplete(_ -> request.connection().close());
  }

  private static void talkative(HttpServerRequest request) {
    request
        .response()
        .putHeader("server", "nginx")
        .putHeader("x-powered-by", "magic")
        .putHeader("set-cookie", "a=b")
        .putHeader("access-control-allow-origin", "*")
        .putHeader("content-security-policy", "default-src *")
        .putHeader("x-correlation-id", "another")
        .putHeader("cache-control", "private, max-age=10")
        .putHeader("etag", "\"7\"")
        .end("ok");
  }

  @Override
  public void stop() {
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    if (silent != null) {
      try {
        silent.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
