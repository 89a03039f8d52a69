package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    } catch (BrokenBody e) {
      context.runOnContext(_ -> onFailure.accept(e.refusal()));
    } catch (IOException | RuntimeException | StackOverflowError e) {
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

  /** Decoded, as the JSON API reads it; fails with 400 for broken escapes and for no UTF-8. */
  MultiMap query() {
    if (query == null) {
      query = parsed(request().query());
    }
    return query;
  }

  /** Takes the query from the body, where Google's Java client puts one that is too long. */
  void readQueryFromBody() throws IOException {
    query = parsed(new String(smallBody(), StandardCharsets.UTF_8));
  }

  /** A name that is no text must not become another name, as lenient decoders make of it. */
  private static MultiMap parsed(String form) {
    MultiMap parsed = MultiMap.caseInsensitiveMultiMap();
    if (form == null || form.isEmpty()) {
      return parsed;
    }
    for (String one : form.split("&")) {
      int equals = one.indexOf('=');
      parsed.add(
          decoded(equals < 0 ? one : one.substring(0, equals)),
          decoded(equals < 0 ? "" : one.substring(equals + 1)));
    }
    return parsed;
  }

  private static String decoded(String text) {
    try {
      return Percent.decode(text.replace('+', ' '));
    } catch (IllegalArgumentException e) {
      throw GoogleError.invalid("The query is malformed: " + e.getMessage());
    }
  }

  RequestStream body() {
    return body;
  }

  /** Fails with 400 when the answer is asked for in fields that are none; before any work. */
  void requireFields() {
    FieldMask.parse(query().get("fields"));
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
    return request().scheme() + "://" + request().authority();
  }

  void json(int status, JsonNode node) {
    json(status, Map.of(), node);
  }

  /** Only the fields that the query selects, when it does. */
  void json(int status, Map<String, String> headers, JsonNode whole) {
    JsonNode node = FieldMask.parse(query().get("fields")).apply(whole);
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

  /**
   * Returns when all was handed over, or the client is gone.
   *
   * @param range of the file
   */
  void file(int status, Map<String, String> headers, Path file, ByteRange range)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      headers.put("Content-Length", Long.toString(range.length()));
      ResponseStream out = new ResponseStream(routing.response(), context);
      out.begin(status, headers);
      out.send(channel, range);
    } catch (BrokenAnswer _) {
      context.runOnContext(_ -> request().connection().close());
    }
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
