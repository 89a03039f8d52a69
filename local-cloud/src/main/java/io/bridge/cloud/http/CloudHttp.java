package io.bridge.cloud.http;

import io.bridge.cloud.tls.Tls;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A port of REST APIs: HTTP/1.1, loopback only; the HTTPS one has them all. */
public final class CloudHttp implements AutoCloseable {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  private final HttpServer server;

  private CloudHttp(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens, with the APIs mounted in the given order.
   *
   * @param dir root of all state, with the certificates in it
   * @param port 0 for any
   * @throws PortTaken when another process listens there
   */
  public static CloudHttp start(Vertx vertx, Path dir, int port, List<? extends HttpApi> apis) {
    var server = vertx.createHttpServer(options(dir));
    server.requestHandler(router(vertx, apis, RoutingContext::next));
    new SlowClients(vertx).watch(server);
    return new CloudHttp(listen(server, port, "HTTPS of local-cloud"));
  }

  /**
   * Listens over plain HTTP, for a browser on this machine: it would not trust our authority. Only
   * requests that name the port by {@code localhost} or {@code 127.0.0.1} are answered, so that no
   * foreign name that resolves to this machine gets an answer.
   *
   * @param port 0 for any
   * @throws PortTaken when another process listens there
   */
  public static CloudHttp startPlain(Vertx vertx, int port, List<? extends HttpApi> apis) {
    var server = vertx.createHttpServer(bounded(new HttpServerOptions()));
    server.requestHandler(router(vertx, apis, CloudHttp::requireLoopback));
    new SlowClients(vertx).watch(server);
    return new CloudHttp(listen(server, port, "the sign-in pages of local-cloud"));
  }

  /**
   * Listens over plain HTTP for every API. Requests that name another host than this machine are
   * refused, and those that a page of another site sends from a browser.
   *
   * @param first sees each request before the APIs do
   * @param port 0 for any
   * @throws PortTaken when another process listens there
   */
  public static CloudHttp startOpen(
      Vertx vertx, int port, List<? extends HttpApi> apis, Consumer<RoutingContext> first) {
    var server = vertx.createHttpServer(bounded(new HttpServerOptions()));
    server.requestHandler(router(vertx, apis, ctx -> open(ctx, first)));
    new SlowClients(vertx).watch(server);
    return new CloudHttp(listen(server, port, "the open port of local-cloud"));
  }

  private static void open(RoutingContext ctx, Consumer<RoutingContext> first) {
    var origin = ctx.request().getHeader("Origin");
    if (origin != null && !isLoopback(origin)) {
      ctx.fail(GoogleError.forbidden("This port answers to no page of another site."));
      return;
    }
    first.accept(ctx);
    requireLoopback(ctx);
  }

  private static boolean isLoopback(String origin) {
    try {
      return LOOPBACK.contains(String.valueOf(URI.create(origin).getHost()));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void requireLoopback(RoutingContext ctx) {
    var host = ctx.request().authority();
    if (host != null && LOOPBACK.contains(host.host())) {
      ctx.next();
    } else {
      ctx.fail(GoogleError.forbidden("This port answers to localhost only."));
    }
  }

  /** Listens on 127.0.0.1; fails with {@link PortTaken} naming the port. */
  public static HttpServer listen(HttpServer server, int port, String purpose) {
    try {
      return server.listen(port, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    } catch (RuntimeException e) {
      throw new PortTaken(port, purpose, e);
    }
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Router router(
      Vertx vertx, List<? extends HttpApi> apis, Handler<RoutingContext> first) {
    var router = Router.router(vertx);
    router.route().handler(first);
    for (var api : apis) {
      api.mount(router);
    }
    router.route().last().handler(ctx -> ctx.fail(Refusals.unknown(ctx)));
    Refusals.install(router);
    return router;
  }

  private static HttpServerOptions options(Path dir) {
    var key = new PfxOptions().setPath(Tls.serverKeyStore(dir).toString());
    return bounded(new HttpServerOptions())
        .setSsl(true)
        .setUseAlpn(false)
        .setSslEngineOptions(new OrderedSuites())
        .setKeyCertOptions(key.setPassword(Tls.PASSWORD));
  }

  /** What every HTTP port of local-cloud has: its limits, and HTTP/1.1 alone. */
  public static HttpServerOptions bounded(HttpServerOptions options) {
    return options
        // No browser asks for HTTP/2 without TLS, and handlers read and write headers of HTTP/1.1.
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(32 * 1024)
        .setMaxInitialLineLength(32 * 1024)
        .setMaxFormAttributeSize(64 * 1024)
        .setMaxFormBufferedBytes(64 * 1024)
        .setMaxFormFields(100)
        .setMaxWebSocketFrameSize(1024)
        .setHandle100ContinueAutomatically(true);
  }
}
