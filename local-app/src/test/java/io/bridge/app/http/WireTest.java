package io.bridge.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.bridge.app.played.SteppingTime;
import io.bridge.app.terminal.OutputFormat;
import io.bridge.app.terminal.Terminal;
import io.bridge.model.error.BridgeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {
  private final AtomicInteger requests = new AtomicInteger();
  private final SteppingTime time = new SteppingTime();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private HttpServer server;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 8);
    server.start();
    PrintStream stream = new PrintStream(shown);
    Terminal.Look look = new Terminal.Look(OutputFormat.TABLE, false, false, true);
    wire = new Wire(null, new Terminal(stream, stream, look), time);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Call call(Call.Repeat repeat) {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/x?secret=1");
    return Call.of(HttpRequest.newBuilder(uri).build(), repeat);
  }

  /** Answers this status, with this header, to the first so many; then 200. */
  private void busy(int times, int status, String retryAfter) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            boolean refuse = requests.getAndIncrement() < times;
            if (retryAfter != null) {
              exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(refuse ? status : 200, -1);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"429", "502", "503", "504"})
  void asksABusyServerAgain(int status) {
    busy(3, status, null);

    assertEquals(200, wire.send(call(Call.Repeat.ALWAYS)).statusCode());

    assertEquals(3, time.pauses().size());
  }

  @Test
  void takesNoForAnAnswer() {
    busy(1, 500, null);

    assertEquals(500, wire.send(call(Call.Repeat.ALWAYS)).statusCode());
  }

  @Test
  void givesTheLastAnswerWhenTheServerStaysBusy() {
    busy(100, 503, null);

    assertEquals(503, wire.send(call(Call.Repeat.ALWAYS)).statusCode());
    assertEquals(8, requests.get());
  }

  @Test
  void doesNotRepeatWhatTheServerMayHaveSeen() {
    busy(1, 503, null);

    assertEquals(503, wire.send(call(Call.Repeat.UNSENT)).statusCode());
    assertEquals(1, requests.get());
  }

  @ParameterizedTest
  @CsvSource({"7,7000,7000", "100000,30000,30000", "0,0,200", "-5,0,200", "soon,0,200"})
  void waitsAsLongAsTheServerWishes(String retryAfter, long atLeast, long atMost) {
    busy(1, 503, retryAfter);

    wire.send(call(Call.Repeat.ALWAYS));

    long waited = time.pauses().getFirst().toMillis();
    assertTrue(waited >= atLeast && waited <= atMost, waited + " ms");
  }

  @Test
  void refusesAnAnswerThatIsTooLarge() {
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, 0);
          byte[] part = new byte[1 << 20];
          for (int i = 0; i < 20; i++) {
            exchange.getResponseBody().write(part);
          }
          exchange.close();
        });

    assertThrows(BridgeException.class, () -> wire.send(call(Call.Repeat.UNSENT)));
  }

  @Test
  void tellsEachRequestWithoutItsQuery() {
    busy(0, 200, null);

    wire.send(call(Call.Repeat.ALWAYS));

    assertTrue(shown.toString().contains("/x -> 200 in 0 ms"), shown.toString());
    assertFalse(shown.toString().contains("secret"));
  }

  @Test
  void stopsWhenItIsInterrupted() {
    busy(0, 200, null);
    Thread.currentThread().interrupt();

    assertThrows(CancellationException.class, () -> wire.send(call(Call.Repeat.ALWAYS)));
    assertTrue(Thread.interrupted());

    Thread.currentThread().interrupt();
    Duration never = Duration.ofDays(1);
    assertThrows(CancellationException.class, () -> Time.system().pause(never));
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com,true",
    "HTTPS://example.com:1/x?y,true",
    "http://localhost:8080,true",
    "http://127.0.0.1,true",
    "http://[::1]:80/,true",
    "http://example.com,false",
    "http://localhost.example.com,false",
    "ftp://localhost,false",
    "mailto:a@localhost,false"
  })
  void knowsWhatCannotBeReadOnTheWay(String address, boolean isPrivate) {
    assertEquals(isPrivate, Address.isPrivate(URI.create(address)));
  }

  @Test
  void doublesItsPausesUpToTheLongest() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    for (int attempt = 1; attempt < 100; attempt++) {
      long most = attempt > 4 ? 1000 : 100L << (attempt - 1);
      long millis = backoff.after(attempt).toMillis();
      assertTrue(millis >= most / 2 && millis <= most, attempt + ": " + millis);
    }
  }
}
