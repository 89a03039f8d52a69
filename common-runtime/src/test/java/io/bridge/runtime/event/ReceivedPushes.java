package io.bridge.runtime.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer that Pub/Sub pushes to; keeps what it was sent.
 *
 * <p>Reads with Jackson alone: Vert.x binds its JSON to the class loader of the thread that touches
 * it first, and this server's thread has another one than the service.
 */
final class ReceivedPushes implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();

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
  JsonNode next(String subject) {
    try {
      JsonNode message;
      do {
        JsonNode body = received.poll(10, TimeUnit.SECONDS);
        if (body == null) {
          throw new AssertionError("No push about " + subject + " arrived");
        }
        message = body.path("message");
      } while (!subject.equals(message.path("orderingKey").asText()));
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The payload of a message. */
  static JsonNode dataOf(JsonNode message) {
    byte[] data = Base64.getDecoder().decode(message.path("data").asText());
    try {
      return MAPPER.readTree(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    received.add(MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
