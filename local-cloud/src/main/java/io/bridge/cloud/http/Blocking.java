package io.bridge.cloud.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/**
 * Runs blocking work off the event loop, on Vert.x' worker pool. These are platform threads: DuckDB
 * and ZetaSQL block inside native code, which would pin the few carriers of virtual threads and
 * stall everybody else.
 */
public final class Blocking {
  private Blocking() {}

  /** Work that answers the request itself. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** Runs the work; what it throws becomes the answer. */
  public static void on(RoutingContext ctx, Work work) {
    Callable<Void> call =
        () -> {
          work.run();
          return null;
        };
    ctx.vertx().executeBlocking(call, false).onFailure(ctx::fail);
  }

  /** Runs the work and answers 200 with the JSON it returns, or 204 when that is null. */
  public static void json(RoutingContext ctx, Callable<? extends JsonNode> work) {
    on(ctx, () -> answer(ctx, work.call()));
  }

  private static void answer(RoutingContext ctx, JsonNode body) {
    if (body == null) {
      ctx.response().setStatusCode(204).end();
    } else {
      Json.write(ctx, 200, body);
    }
  }
}
