package io.bridge.cloud.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * The least that a server can do which answers from Redis: one GET for each request, its bytes
 * written as they are. A process of its own; arguments: port, address of Redis, key.
 */
public final class BareServer extends AbstractVerticle {
  private final int port;
  private final String address;
  private final String key;
  private Redis redis;

  private BareServer(int port, String address, String key) {
    this.port = port;
    this.address = address;
    this.key = key;
  }

  public static void main(String[] args) {
    int loops = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;
    Vertx.vertx()
        .deployVerticle(
            () -> new BareServer(Integer.parseInt(args[0]), args[1], args[2]),
            new DeploymentOptions().setInstances(loops))
        .onFailure(
            e -> {
              System.err.println(e);
              System.exit(1);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    redis = Redis.createClient(vertx, address);
    vertx
        .createHttpServer()
        .requestHandler(this::answer)
        .listen(port, "127.0.0.1")
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void answer(HttpServerRequest request) {
    redis
        .send(Request.cmd(Command.GET).arg(key))
        .onSuccess(value -> write(request, value))
        .onFailure(_ -> request.response().setStatusCode(503).end());
  }

  private static void write(HttpServerRequest request, Response value) {
    request
        .response()
        .putHeader("content-type", "application/json")
        .putHeader("content-encoding", "gzip")
        .end(value.toBuffer());
  }
}
