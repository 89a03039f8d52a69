package io.bridge.cloud.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections of clients that hold them without moving: silent before or between requests,
 * stuck in a body, or not reading an answer. A request that waits for our own work is left alone,
 * however long a query takes; that is why Vert.x' idle timeout does not do.
 */
final class SlowClients {
  private static final long TICK_MILLIS = 10_000;
  private static final int IDLE_TICKS = 6;

  private final Vertx vertx;
  private final long tickMillis;
  private final Map<HttpConnection, Watch> watches = new ConcurrentHashMap<>();

  SlowClients(Vertx vertx) {
    this(vertx, TICK_MILLIS);
  }

  SlowClients(Vertx vertx, long tickMillis) {
    this.vertx = vertx;
    this.tickMillis = tickMillis;
  }

  /** Must be called after the request handler of the server was set. Ends with the Vert.x. */
  void watch(HttpServer server) {
    var next = server.requestHandler();
    server.connectionHandler(this::opened);
    server.requestHandler(
        request -> {
          watches.computeIfAbsent(request.connection(), _ -> new Watch()).serves(request);
          next.handle(request);
        });
    vertx.setPeriodic(tickMillis, _ -> watches.forEach(this::tick));
  }

  private void opened(HttpConnection connection) {
    watches.putIfAbsent(connection, new Watch());
    connection.closeHandler(_ -> watches.remove(connection));
  }

  private void tick(HttpConnection connection, Watch watch) {
    if (watch.stuckFor() >= IDLE_TICKS) {
      watches.remove(connection);
      breakOff(connection);
    }
  }

  /** Vert.x' own close first waits until all is written, for which a client must read. */
  private static void breakOff(HttpConnection connection) {
    if (connection instanceof ConnectionBase open) {
      open.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }

  /** How far a connection has come. */
  private record Position(HttpServerRequest request, long read, long written) {
    static Position of(HttpServerRequest request) {
      return request == null
          ? new Position(null, 0, 0)
          : new Position(request, request.bytesRead(), request.response().bytesWritten());
    }

    /** All of the request is here and nothing of an answer waits for the client. */
    boolean waitsForUs() {
      return request != null
          && request.isEnded()
          && !request.response().ended()
          && !request.response().writeQueueFull();
    }
  }

  /** One connection; HTTP/1.1 has one request in work at a time. */
  private static final class Watch {
    private volatile HttpServerRequest request;
    private Position last;
    private int ticks;

    void serves(HttpServerRequest next) {
      request = next;
    }

    /** Ticks since the client last did its part. */
    synchronized int stuckFor() {
      var now = Position.of(request);
      ticks = now.waitsForUs() || !now.equals(last) ? 0 : ticks + 1;
      last = now;
      return ticks;
    }
  }
}
