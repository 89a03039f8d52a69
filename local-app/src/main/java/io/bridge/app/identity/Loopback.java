package io.bridge.app.identity;

import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server on 127.0.0.1 that waits for the browser to come back with a code, once (RFC 8252,
 * section 7.3). An answer with another state is refused and does not end the wait: any page that
 * the person has open could send one.
 */
final class Loopback implements AutoCloseable {
  private static final String CALLBACK = "/callback";

  private final HttpServer server;
  private final String state;
  private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();

  private Loopback(HttpServer server, String state) {
    this.server = server;
    this.state = state;
  }

  static Loopback listen(String state) {
    try {
      InetAddress ipv4 = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(ipv4, 0), 4);
      Loopback loopback = new Loopback(server, state);
      server.createContext("/", loopback::answer);
      server.start();
      return loopback;
    } catch (IOException e) {
      throw new UncheckedIOException("No port on 127.0.0.1 is free for the browser's answer", e);
    }
  }

  URI redirectUri() {
    return URI.create("http://" + authority() + CALLBACK);
  }

  private String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * The code.
   *
   * @throws io.bridge.model.error.BridgeException {@code UNAUTHENTICATED} where the person refused
   *     or the time is over
   */
  String awaitCode(Duration atMost) {
    Map<String, String> query = await(atMost);
    if (query.containsKey("error")) {
      throw UNAUTHENTICATED.with(
          "The sign-in page refused: " + query.get("error") + ". Try again: bridge login");
    }
    return query.get("code");
  }

  private Map<String, String> await(Duration atMost) {
    try {
      return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw UNAUTHENTICATED.with(
          "Nobody signed in within " + atMost.toSeconds() + " s. Try again: bridge login");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the wait never fails", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      if (!isCallback(exchange)) {
        reply(exchange, 404, "There is nothing here.");
      } else if (!state.equals(query.get("state"))
          || query.containsKey("code") == query.containsKey("error")) {
        reply(exchange, 400, "This is not the answer that bridge login waits for.");
      } else if (query.containsKey("error")) {
        reply(exchange, 200, "You are not signed in. You can close this page.");
        answer.complete(query);
      } else {
        reply(exchange, 200, "You are signed in to Bridge. You can close this page.");
        answer.complete(query);
      }
    }
  }

  /** The host is compared so that no name of another site can be pointed at this server. */
  private boolean isCallback(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET")
        && exchange.getRequestURI().getPath().equals(CALLBACK)
        && authority().equals(exchange.getRequestHeaders().getFirst("Host"));
  }

  private static void reply(HttpExchange exchange, int status, String sentence) throws IOException {
    String page =
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Bridge</title>
        <body style="font-family:sans-serif;margin:4em"><h1>Bridge</h1><p>%s</p></body></html>
        """
            .formatted(sentence);
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'",
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "Connection", "close")
        .forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** The first value of each name. */
  private static Map<String, String> query(String raw) {
    Map<String, String> values = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /** Answers that are being sent are finished. */
  @Override
  public void close() {
    server.stop(1);
  }
}
