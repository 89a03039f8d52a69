package io.bridge.app.gateway;

import static io.bridge.model.error.ErrorCode.INTERNAL;

import io.bridge.app.http.Call;
import io.bridge.app.http.Time;
import io.bridge.app.http.Wire;
import io.bridge.app.identity.IdentityPlatform;
import io.bridge.app.session.Session;
import io.bridge.app.session.SessionStore;
import io.bridge.app.terminal.Json;
import io.bridge.model.Page;
import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The one door to Bridge, as the signed-in person. Every method fails with the {@link
 * BridgeException} that the service threw, {@code UNAUTHENTICATED} where the session ended, or
 * {@code SERVICE_UNAVAILABLE} where nobody answers. Safe for use by several threads.
 */
public final class Gateway {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A little more than the gateway itself waits for a service. */
  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(150);

  private static final int MAX_PAGES = 10_000;

  private final URI base;
  private final Wire wire;
  private final IdTokens tokens;
  private final String correlationId;

  private Gateway(URI base, Means means, IdTokens tokens) {
    this.base = base;
    this.wire = means.wire();
    this.tokens = tokens;
    this.correlationId = means.correlationId();
  }

  /**
   * @param correlationId goes with each request, so that the services' logs can be found
   */
  public record Means(Wire wire, Time time, String correlationId) {}

  /**
   * @param store where renewed tokens are kept
   */
  public static Gateway of(Session session, SessionStore store, Means means) {
    IdentityPlatform platform =
        new IdentityPlatform(session.identity(), means.wire(), means.time());
    return new Gateway(
        session.gateway(), means, new IdTokens(session, store, platform, means.time()));
  }

  /** Reads; repeated when the connection breaks. */
  public <T> T get(String path, Class<T> type) {
    Exchange exchange = new Exchange(request(path).GET(), Call.Repeat.ALWAYS);
    return parsed(exchange, send(exchange), type);
  }

  /** Creates or starts; not repeated once the server may have seen it. */
  public <T> T post(String path, Object body, Class<T> type) {
    Exchange exchange = new Exchange(posting(path, body), Call.Repeat.UNSENT);
    return parsed(exchange, send(exchange), type);
  }

  /** As {@link #post}; repeated under one key, by which the service knows it as the same. */
  public <T> T postOnce(String path, Object body, Class<T> type) {
    HttpRequest.Builder request =
        posting(path, body).header("Idempotency-Key", UUID.randomUUID().toString());
    Exchange exchange = new Exchange(request, Call.Repeat.ALWAYS);
    return parsed(exchange, send(exchange), type);
  }

  /** Does something that may take its time and is no harm twice, without a body. */
  public <T> T postAgain(String path, Class<T> type) {
    Exchange exchange =
        new Exchange(
            request(path).timeout(LONG_TIMEOUT).POST(BodyPublishers.noBody()), Call.Repeat.ALWAYS);
    return parsed(exchange, send(exchange), type);
  }

  /** Sends these bytes as a JSON document; not repeated once the server may have seen it. */
  public <T> T send(String path, byte[] json, Class<T> type) {
    HttpRequest.Builder request = carrying("POST", path, new Body("application/json", json));
    Exchange exchange = new Exchange(request, Call.Repeat.UNSENT);
    return parsed(exchange, send(exchange), type);
  }

  /** A file to send as it is. */
  public record Body(String contentType, byte[] bytes) {}

  /** Looks at the file and stores nothing; repeated when the connection breaks. */
  public <T> T inspect(String path, Body body, Class<T> type) {
    Exchange exchange = new Exchange(carrying("POST", path, body), Call.Repeat.ALWAYS);
    return parsed(exchange, send(exchange), type);
  }

  /**
   * Stores the file under its own address, so that twice is no harm.
   *
   * @param ifMatch only where it has this ETag now; null: in any case
   */
  public <T> T put(String path, Body body, String ifMatch, Class<T> type) {
    HttpRequest.Builder request = carrying("PUT", path, body);
    Exchange exchange =
        ifMatch == null
            ? new Exchange(request, Call.Repeat.ALWAYS)
            : new Exchange(request.header("If-Match", ifMatch), Call.Repeat.UNSENT);
    return parsed(exchange, send(exchange), type);
  }

  /** Reads what may take its time to be made. */
  public <T> T getPatiently(String path, Class<T> type) {
    Exchange exchange = new Exchange(request(path).timeout(LONG_TIMEOUT).GET(), Call.Repeat.ALWAYS);
    return parsed(exchange, send(exchange), type);
  }

  /** Reads a file as it is; repeated when the connection breaks. */
  public byte[] file(String path, String contentType) {
    HttpRequest.Builder request =
        request(path).setHeader("Accept", contentType + ", application/problem+json").GET();
    return send(new Exchange(request, Call.Repeat.ALWAYS));
  }

  /** Not repeated once the server may have seen it: the second would find nothing. */
  public void delete(String path) {
    send(new Exchange(request(path).DELETE(), Call.Repeat.UNSENT));
  }

  private HttpRequest.Builder carrying(String method, String path, Body body) {
    return request(path)
        .timeout(LONG_TIMEOUT)
        .method(method, BodyPublishers.ofByteArray(body.bytes()))
        .header("Content-Type", body.contentType());
  }

  private HttpRequest.Builder posting(String path, Object body) {
    return request(path)
        .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
        .header("Content-Type", "application/json");
  }

  /** All items of a paged list, page after page. */
  public <T> List<T> list(String path, Class<T> item) {
    List<T> items = new ArrayList<>();
    String token = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      Page<T> next = page(token == null ? path : withToken(path, token), item);
      items.addAll(next.items() == null ? List.of() : next.items());
      token = next.nextPageToken();
      if (token == null || token.isEmpty()) {
        return List.copyOf(items);
      }
    }
    throw INTERNAL.with("The list at " + path + " does not end");
  }

  private <T> Page<T> page(String path, Class<T> item) {
    Exchange exchange = new Exchange(request(path).GET(), Call.Repeat.ALWAYS);
    byte[] body = send(exchange);
    try {
      return Json.read(body, Page.class, item);
    } catch (IOException _) {
      throw unreadable(exchange);
    }
  }

  private static String withToken(String path, String token) {
    return path + (path.contains("?") ? "&" : "?") + "pageToken=" + encoded(token);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private record Exchange(HttpRequest.Builder request, Call.Repeat repeat) {
    Call with(String token) {
      return Call.of(request.setHeader("Authorization", "Bearer " + token).build(), repeat);
    }

    String label() {
      return with("").label();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(TIMEOUT)
        .header("Accept", "application/json, application/problem+json")
        .header("x-correlation-id", correlationId);
  }

  private byte[] send(Exchange exchange) {
    String token = tokens.current();
    HttpResponse<byte[]> answer = wire.send(exchange.with(token));
    if (answer.statusCode() == 401) {
      // Refused before anything was done, so it may be sent again; once.
      answer = wire.send(exchange.with(tokens.instead(token)));
    }
    if (answer.statusCode() / 100 != 2) {
      throw Problems.from(answer, exchange.label());
    }
    return answer.body();
  }

  private static <T> T parsed(Exchange exchange, byte[] body, Class<T> type) {
    try {
      T value = Json.read(body, type);
      if (value != null) {
        return value;
      }
    } catch (IOException _) {
      // Told below without the content, which may hold a signed address.
    }
    throw unreadable(exchange);
  }

  private static BridgeException unreadable(Exchange exchange) {
    return INTERNAL.with(
        exchange.label() + " was answered with something that is no Bridge answer.");
  }
}
