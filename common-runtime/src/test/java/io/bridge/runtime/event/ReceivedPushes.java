package io.bridge.runtime.event;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A peer that Pub/Sub pushes to; keeps what it was sent. */
final class ReceivedPushes implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();

  ReceivedPushes() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/events/", this::receive);
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** The next message about the subject; other tests' messages may still be on their way. */
  JsonObject next(String subject) {
    try {
      JsonObject message;
      do {
        JsonObject body = received.poll(10, TimeUnit.SECONDS);
        if (body == null) {
          throw new AssertionError("No push about " + subject + " arrived");
        }
        message = body.getJsonObject("message");
      } while (!subject.equals(message.getString("orderingKey")));
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The payload of a message. */
  static String dataOf(JsonObject message) {
    byte[] data = Base64.getDecoder().decode(message.getString("data"));
    return new String(data, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    received.add(
        new JsonObject(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
