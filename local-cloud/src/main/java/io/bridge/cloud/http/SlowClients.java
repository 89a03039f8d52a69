package io.bridge.cloud.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
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
  private final Map<HttpConnection, Watch> watches = new ConcurrentHashMap<>();

  SlowClients(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Must be called after the request handler of the server was set. */
  void watch(HttpServer server) {
    var next = server.requestHandler();
    server.connectionHandler(this::opened);
    server.requestHandler(
        request -> {
          watches.computeIfAbsent(request.connection(), _ -> new Watch()).serves(request);
          next.handle(request);
        });
    vertx.setPeriodic(TICK_MILLIS, _ -> watches.forEach(this::tick));
  }

  private void opened(HttpConnection connection) {
    watches.putIfAbsent(connection, new Watch());
    connection.closeHandler(_ -> watches.remove(connection));
  }

  private void tick(HttpConnection connection, Watch watch) {
    if (watch.stuckFor() >= IDLE_TICKS) {
      watches.remove(connection);
      connection.close();
    }
  }

  /** One connection; HTTP/1.1 has one request in work at a time. */
  private static final class Watch {
    private volatile HttpServerRequest request;
    private long moved = -1;
    private int ticks;

    void serves(HttpServerRequest next) {
      request = next;
    }

    /** Ticks since the client last did its part. */
    synchronized int stuckFor() {
      var now = request;
      long position = position(now);
      boolean ours = now != null && now.isEnded() && waitsForUs(now);
      ticks = ours || position != moved ? 0 : ticks + 1;
      moved = position;
      return ticks;
    }

    private static boolean waitsForUs(HttpServerRequest request) {
      var response = request.response();
      return !response.ended() && !response.writeQueueFull();
    }

    private static long position(HttpServerRequest request) {
      return request == null
          ? -1
          : System.identityHashCode(request)
              + request.bytesRead()
              + request.response().bytesWritten();
    }
  }
}
