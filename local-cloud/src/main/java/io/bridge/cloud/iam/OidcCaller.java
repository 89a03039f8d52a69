package io.bridge.cloud.iam;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends what Google would send to a service: a POST signed with an OIDC token of an account. */
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

  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  private final Tokens tokens;
  private final HttpClient client;

  public OidcCaller(Tokens tokens) {
    this.tokens = tokens;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /**
   * Posts the body and answers the HTTP status; the response body is thrown away. No connection, or
   * no answer within the timeout, completes with a failure.
   *
   * @param audience of the token
   * @param headers more headers; those that belong to the connection or the token are left out
   */
  public CompletionStage<Integer> post(
      URI url,
      String saEmail,
      String audience,
      Map<String, String> headers,
      byte[] body,
      Duration timeout) {
    try {
      var token = tokens.oidcToken(saEmail, audience, TOKEN_LIFETIME);
      var request = HttpRequest.newBuilder(url).timeout(timeout);
      headers.forEach((name, value) -> add(request, name, value));
      request.setHeader("Authorization", "Bearer " + token);
      request.POST(BodyPublishers.ofByteArray(body));
      return client
          .sendAsync(request.build(), BodyHandlers.discarding())
          .thenApply(HttpResponse::statusCode);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static void add(HttpRequest.Builder request, String name, String value) {
    if (!OURS.contains(name)) {
      request.setHeader(name, value);
    }
  }

  private static Set<String> ignoringCase(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Set.of(names));
    return set;
  }
}
