package io.bridge.cloud.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends the same GET over and over on a few kept-alive connections. */
public final class Hammer implements AutoCloseable {
  private static final int CONNECTIONS = 16;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));

  /** What is sent. */
  public record Target(int port, String path, Map<String, String> headers) {}

  /** Body of one answer, as it came: compressed where the server compressed it. */
  byte[] once(Target target) {
    return await(send(target)).getBytes();
  }

  /** Sends {@code requests} of them; fails on the first answer that is no 200. */
  void hammer(Target target, int requests) {
    AtomicInteger left = new AtomicInteger(requests);
    Future<Void> all = Future.succeededFuture();
    for (int i = 0; i < CONNECTIONS; i++) {
      Future<Void> lane = next(target, left);
      all = all.compose(_ -> lane);
    }
    await(all);
  }

  private Future<Void> next(Target target, AtomicInteger left) {
    return left.getAndDecrement() <= 0
        ? Future.succeededFuture()
        : send(target).compose(_ -> next(target, left));
  }

  private Future<Buffer> send(Target target) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(target.port())
            .setURI(target.path());
    target.headers().forEach(options::putHeader);
    return client.request(options).compose(request -> request.send()).compose(Hammer::body);
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body()
        : response
            .body()
            .compose(
                body -> Future.failedFuture("It answered " + response.statusCode() + ": " + body));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(5, TimeUnit.MINUTES).join();
  }

  @Override
  public void close() {
    client.close();
    await(vertx.close());
  }
}
