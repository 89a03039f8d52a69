package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One request and its answer, served by a virtual thread: uploads and downloads are long and must
 * not take the workers away from everybody else.
 */
final class Exchange {
  private final RoutingContext routing;
  private final Context context;
  private final RequestStream body;
  private MultiMap query;

  private Exchange(RoutingContext routing, Context context, RequestStream body) {
    this.routing = routing;
    this.context = context;
    this.body = body;
  }

  /** Work that answers the exchange, or fails. */
  @FunctionalInterface
  interface Work {
    void run(Exchange exchange) throws IOException;
  }

  /**
   * Must be called on the event loop.
   *
   * @param onFailure answers for work that failed; runs on the event loop
   */
  static void serve(
      RoutingContext routing, Executor executor, Work work, Consumer<Throwable> onFailure) {
    Context context = routing.vertx().getOrCreateContext();
    RequestStream body = RequestStream.of(routing.request(), context);
    Exchange exchange = new Exchange(routing, context, body);
    executor.execute(() -> exchange.run(work, onFailure));
  }

  private void run(Work work, Consumer<Throwable> onFailure) {
    try {
      work.run(this);
    } catch (IOException | RuntimeException e) {
      body.drain();
      context.runOnContext(_ -> onFailure.accept(e));
    }
  }

  RoutingContext routing() {
    return routing;
  }

  HttpServerRequest request() {
    return routing.request();
  }

  MultiMap headers() {
    return request().headers();
  }

  /** Decoded, as the JSON API reads it. */
  MultiMap query() {
    return query == null ? routing.queryParams() : query;
  }

  /** Takes the query from the body, where Google's Java client puts one that is too long. */
  void readQueryFromBody() throws IOException {
    String form = new String(smallBody(), StandardCharsets.UTF_8);
    query = MultiMap.caseInsensitiveMultiMap();
    new QueryStringDecoder(form, false).parameters().forEach(query::add);
  }

  RequestStream body() {
    return body;
  }

  /** The whole body, small as metadata is. */
  byte[] smallBody() throws IOException {
    byte[] bytes = GzipBody.of(headers().get("Content-Encoding"), body).readNBytes(1 << 20);
    if (body.read() >= 0) {
      throw new GoogleError(413, "uploadTooLarge", "The metadata is too large.");
    }
    return bytes;
  }

  /** {@code https://host:port} as the client knows us. */
  String root() {
    return "https://" + request().authority();
  }

  void json(int status, JsonNode node) {
    json(status, Map.of(), node);
  }

  void json(int status, Map<String, String> headers, JsonNode node) {
    answer(
        response -> {
          response.headers().addAll(headers);
          response
              .setStatusCode(status)
              .putHeader("Content-Type", "application/json; charset=UTF-8");
          response.end(Buffer.buffer(Json.encode(node)));
        });
  }

  void empty(int status, Map<String, String> headers) {
    answer(
        response -> {
          response.headers().addAll(headers);
          response.setStatusCode(status).end();
        });
  }

  void file(int status, Map<String, String> headers, Path file, long offset, long length) {
    answer(
        response -> {
          response.headers().addAll(headers);
          response.setStatusCode(status).putHeader("Content-Length", Long.toString(length));
          if (length == 0) {
            response.end();
          } else {
            response
                .sendFile(file.toString(), offset, length)
                .onFailure(_ -> request().connection().close());
          }
        });
  }

  private void answer(Consumer<HttpServerResponse> answer) {
    context.runOnContext(
        _ -> {
          HttpServerResponse response = routing.response();
          if (!response.ended() && !response.closed()) {
            answer.accept(response);
          }
        });
  }
}
