package io.bridge.app.http;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.app.terminal.Terminal;
import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;

/**
 * Sends requests and waits for their answers; what may be repeated is, with growing pauses, when
 * the connection breaks or the server is overloaded. Safe for use by several threads.
 */
public final class Wire {
  /** No answer of ours is larger; more would be an attack on the memory. */
  private static final long MAX_ANSWER = 16L * 1024 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 8;

  /** Where nothing ever listened, waiting seldom helps; where it just did, it comes back. */
  private static final int CONNECT_ATTEMPTS = 4;

  private static final int CONNECT_AGAIN_ATTEMPTS = 14;

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
  private static final Duration LONGEST_WISH = Duration.ofSeconds(30);
  private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);

  private final HttpClient client;
  private final Terminal terminal;
  private final Time time;
  private volatile boolean answered;

  /**
   * @param ca PEM file of certificate authorities to believe beside the JDK's; null: none
   */
  public Wire(Path ca, Terminal terminal, Time time) {
    // HTTP/1.1: over plain HTTP the client would offer an upgrade that some servers stumble upon,
    // and large uploads gain nothing from sharing a connection.
    this.client =
        HttpClient.newBuilder()
            .sslContext(Trust.with(ca))
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.terminal = terminal;
    this.time = time;
  }

  /**
   * The answer, whatever its status.
   *
   * @throws BridgeException {@code SERVICE_UNAVAILABLE} where there is none
   */
  public HttpResponse<byte[]> send(Call call) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<byte[]> answer = once(call);
        if (attempt >= ATTEMPTS || call.repeat() == Call.Repeat.UNSENT || !isBusy(answer)) {
          return answer;
        }
        time.pause(wish(answer, BACKOFF.after(attempt)));
      } catch (IOException e) {
        if (!mayRepeat(call, e, attempt)) {
          throw unreachable(call, e);
        }
        time.pause(BACKOFF.after(attempt));
      }
    }
  }

  /** One attempt, for the caller who knows better what to repeat. */
  public HttpResponse<byte[]> once(Call call) throws IOException {
    Stopwatch started = new Stopwatch(time);
    try {
      HttpResponse<byte[]> answer =
          client.send(
              call.request(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
      answered = true;
      terminal.detail(call.label() + " -> " + answer.statusCode() + " in " + started.millis());
      return answer;
    } catch (IOException e) {
      terminal.detail(
          call.label() + " -> " + e.getClass().getSimpleName() + " in " + started.millis());
      throw e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private record Stopwatch(Time time, Instant at) {
    Stopwatch(Time time) {
      this(time, time.now());
    }

    String millis() {
      return Duration.between(at, time.now()).toMillis() + " ms";
    }
  }

  /** True where the same request may succeed a little later. */
  public static boolean isBusy(HttpResponse<?> answer) {
    return TRY_AGAIN.contains(answer.statusCode());
  }

  private static Duration wish(HttpResponse<?> answer, Duration otherwise) {
    try {
      long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(-1);
      Duration wished = Duration.ofSeconds(Math.min(seconds, LONGEST_WISH.toSeconds()));
      return wished.compareTo(otherwise) > 0 ? wished : otherwise;
    } catch (NumberFormatException _) {
      return otherwise; // the header's other form, a date
    }
  }

  private boolean mayRepeat(Call call, IOException e, int attempt) {
    if (isDistrust(e)) {
      return false;
    }
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      // never sent, so never seen
      return attempt < (answered ? CONNECT_AGAIN_ATTEMPTS : CONNECT_ATTEMPTS);
    }
    return attempt < ATTEMPTS && call.repeat() == Call.Repeat.ALWAYS;
  }

  /** True where the server's certificate is not to be believed: trying again is of no use. */
  public static boolean isDistrust(IOException e) {
    return e instanceof SSLException && hasCause(e, CertificateException.class);
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  /** The failure in words; the exception's own could show an address with a signature. */
  public static BridgeException unreachable(Call call, IOException e) {
    String server = Address.of(call.request().uri());
    String what =
        switch (e) {
          case SSLException _ when isDistrust(e) ->
              "The certificate of %s is not trusted. Give its authority: --ca FILE or BRIDGE_CA.";
          case SSLException _ -> "No TLS connection to %s. Does it speak HTTPS?";
          case HttpTimeoutException _ -> "%s does not answer in time. Try again later.";
          case ConnectException _ ->
              "Nothing answers at %s. Is Bridge up (./bridge status), is the address right?";
          default -> "The connection to %s broke. Try again.";
        };
    return SERVICE_UNAVAILABLE.with(what.formatted(server));
  }
}
