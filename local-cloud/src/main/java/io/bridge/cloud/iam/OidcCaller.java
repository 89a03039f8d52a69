package io.bridge.cloud.iam;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends what Google would send to a service: a request signed with an OIDC token of an account. */
public final class OidcCaller implements AutoCloseable {
  /** What the connection itself decides, and what nobody may set in place of the token. */
  private static final Set<String> OURS =
      ignoringCase(
          "authorization",
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  /** Tasks of one queue may run 5,000 at once. */
  private static final int MOST_CONNECTIONS = 5_000;

  private final Vertx vertx;
  private final Clock clock;
  private final OidcTokens tokens;
  private final HttpClient client;

  /**
   * @param clock by which tokens grow old and dates are near or far
   */
  public OidcCaller(Vertx vertx, Tokens tokens, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.tokens = new OidcTokens(tokens, clock);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(10_000).setMaxPoolSize(MOST_CONNECTIONS));
  }

  /** As {@link #send}, by POST. */
  public CompletionStage<OidcReply> post(
      URI url,
      String saEmail,
      String audience,
      Map<String, String> headers,
      byte[] body,
      Duration timeout) {
    return send("POST", url, saEmail, audience, headers, body, timeout);
  }

  /**
   * Sends the body and answers what the head of the response says; its body is thrown away. No
   * connection, or no answer within the timeout, completes with a failure.
   *
   * @param method of HTTP, in capitals
   * @param saEmail empty for a call without a token
   * @param audience of the token
   * @param headers more headers; those that belong to the connection or the token are left out
   */
  public CompletionStage<OidcReply> send(
      String method,
      URI url,
      String saEmail,
      String audience,
      Map<String, String> headers,
      byte[] body,
      Duration timeout) {
    var answer = new CompletableFuture<OidcReply>();
    try {
      var options = to(url).setMethod(HttpMethod.valueOf(method));
      headers.forEach((name, value) -> add(options, name, value));
      if (!saEmail.isEmpty()) {
        options.putHeader("Authorization", "Bearer " + tokens.get(saEmail, audience));
      }
      client
          .request(options)
          .onSuccess(request -> send(request, body, answer))
          .onFailure(answer::completeExceptionally);
      limit(answer, timeout);
    } catch (IllegalArgumentException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private static RequestOptions to(URI url) {
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    if (url.getHost() == null || !(tls || "http".equalsIgnoreCase(url.getScheme()))) {
      throw new IllegalArgumentException("No HTTP address: " + url);
    }
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new RequestOptions()
        .setSsl(tls)
        .setHost(url.getHost())
        .setPort(url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80)
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
  }

  private void send(HttpClientRequest request, byte[] body, CompletableFuture<OidcReply> answer) {
    if (answer.isDone()) {
      request.reset();
      return;
    }
    answer.whenComplete(
        (_, failure) -> {
          if (failure != null) {
            request.reset();
          }
        });
    request
        .send(Buffer.buffer(body))
        .map(this::reply)
        .onSuccess(answer::complete)
        .onFailure(answer::completeExceptionally);
  }

  private OidcReply reply(HttpClientResponse response) {
    return OidcReply.of(response.statusCode(), response.getHeader("Retry-After"), clock.instant());
  }

  private void limit(CompletableFuture<OidcReply> answer, Duration timeout) {
    long timer =
        vertx.setTimer(
            Math.max(1, timeout.toMillis()),
            _ -> answer.completeExceptionally(new HttpTimeoutException("No answer in " + timeout)));
    answer.whenComplete((_, _) -> vertx.cancelTimer(timer));
  }

  @Override
  public void close() {
    client.close();
  }

  private static void add(RequestOptions request, String name, String value) {
    if (!OURS.contains(name)) {
      request.putHeader(name, value);
    }
  }

  private static Set<String> ignoringCase(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Set.of(names));
    return set;
  }
}
