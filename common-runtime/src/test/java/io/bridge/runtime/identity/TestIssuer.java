package io.bridge.runtime.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;

/** An issuer that shows its keys over HTTP, can rotate them and can fall silent. */
final class TestIssuer implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonWebKey> keys = new ArrayList<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile int status = 200;
  private volatile String cacheControl = "public, max-age=3600";
  private volatile String body;

  TestIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/jwks", this::answer);
    server.start();
  }

  URI jwks() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks");
  }

  TestIssuer shows(JsonWebKey... shown) {
    keys.clear();
    keys.addAll(List.of(shown));
    return this;
  }

  TestIssuer answers(int newStatus) {
    status = newStatus;
    return this;
  }

  TestIssuer says(String newBody) {
    body = newBody;
    return this;
  }

  TestIssuer cacheControl(String value) {
    cacheControl = value;
    return this;
  }

  int fetches() {
    return fetches.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    String json = body == null ? new JsonWebKeySet(keys).toJson() : body;
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Cache-Control", cacheControl);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
