package io.bridge.cloud.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowClientsTest {
  private static final int LIMIT_MILLIS = 10_000;
  private static final int PIECE_BYTES = 1 << 18;

  private final CountDownLatch closed = new CountDownLatch(1);

  private Vertx vertx;
  private int port;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    // As behind TLS: without the clear-text upgrade to HTTP/2 that would hide new connections.
    var options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    var server = vertx.createHttpServer(options);
    server.requestHandler(this::answer);
    new SlowClients(vertx, 20).watch(server);
    port = CloudHttp.listen(server, 0, "test").actualPort();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/endless")) {
      request.response().closeHandler(_ -> closed.countDown());
      write(request.response().setChunked(true));
    } else if (request.path().equals("/slow-work")) {
      // Longer than the six ticks that a client may be silent.
      vertx.setTimer(600, _ -> request.response().end("done"));
    } else {
      request.body().onSuccess(body -> request.response().end(body));
    }
  }

  /** Goes on when the client has taken what there was. */
  private static void write(HttpServerResponse response) {
    response.write(Buffer.buffer(new byte[PIECE_BYTES]));
    if (response.writeQueueFull()) {
      response.drainHandler(_ -> write(response));
    } else {
      response.write(Buffer.buffer(".")).onSuccess(_ -> write(response));
    }
  }

  @Test
  void closesAConnectionThatDoesNotReadItsAnswer() throws Exception {
    try (var _ = connect("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      assertTrue(closed.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS));
    }
  }

  @Test
  void closesAConnectionThatNeverSaysAnything() throws IOException {
    assertClosed("");
  }

  @Test
  void closesAConnectionThatStopsInsideItsHeaders() throws IOException {
    assertClosed("GET / HTTP/1.1\r\nHost: localhost\r\n");
  }

  @Test
  void closesAConnectionThatStopsInsideItsBody() throws IOException {
    assertClosed("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
  }

  @Test
  void waitsForOurOwnWork() throws IOException {
    try (var socket = connect("GET /slow-work HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      var answer = new byte[1024];
      int length = socket.getInputStream().read(answer);
      assertTrue(new String(answer, 0, length, StandardCharsets.US_ASCII).endsWith("done"));
    }
  }

  private void assertClosed(String sent) throws IOException {
    try (var socket = connect(sent)) {
      assertEquals(-1, socket.getInputStream().read());
    } catch (SocketException e) {
      assertTrue(e.getMessage().contains("reset"), e::getMessage);
    }
  }

  private Socket connect(String sent) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
