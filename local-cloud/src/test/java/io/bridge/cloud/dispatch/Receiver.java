package io.bridge.cloud.dispatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/** A service that Google calls: keeps what arrives and answers what the test wants. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, BlockingQueue<Call>> calls = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> told = new ConcurrentHashMap<>();
  private final Map<String, ToIntFunction<Call>> answers = new ConcurrentHashMap<>();

  /**
   * @param headers by name in any case
   * @param nanoTime when it arrived, before it was answered
   */
  public record Call(
      String method, String path, Map<String, String> headers, byte[] body, long nanoTime) {

    /** How long after the other one it arrived. */
    public Duration after(Call earlier) {
      return Duration.ofNanos(nanoTime - earlier.nanoTime);
    }
  }

  private Receiver(HttpServer server) {
    this.server = server;
  }

  public static Receiver start() throws IOException {
    return start(0);
  }

  public static Receiver start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Receiver receiver = new Receiver(server);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::receive);
    server.start();
    return receiver;
  }

  public URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** From now on the path answers with this status; 200 without. */
  public Receiver answering(String path, ToIntFunction<Call> status) {
    answers.put(path, status);
    return this;
  }

  /** From now on answers of the path have this header, too. */
  public Receiver telling(String path, String header, String value) {
    told.put(path, Map.of(header, value));
    return this;
  }

  /** The next call that arrived at the path. */
  public Call next(String path) throws InterruptedException {
    return next(path, Duration.ofSeconds(30))
        .orElseThrow(() -> new AssertionError("Nothing arrived at " + path));
  }

  /** The same; empty when nothing arrives in time. */
  public Optional<Call> next(String path, Duration patience) throws InterruptedException {
    return Optional.ofNullable(queue(path).poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** What arrived at the path and was not yet taken. */
  public int waiting(String path) {
    return queue(path).size();
  }

  private BlockingQueue<Call> queue(String path) {
    return calls.computeIfAbsent(path, _ -> new LinkedBlockingQueue<>());
  }

  private void receive(HttpExchange exchange) throws IOException {
    long arrived = System.nanoTime();
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      String path = exchange.getRequestURI().getPath();
      Call call =
          new Call(
              exchange.getRequestMethod(),
              path,
              headers,
              exchange.getRequestBody().readAllBytes(),
              arrived);
      int status = answers.getOrDefault(path, _ -> 200).applyAsInt(call);
      queue(path).add(call);
      told.getOrDefault(path, Map.of()).forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
