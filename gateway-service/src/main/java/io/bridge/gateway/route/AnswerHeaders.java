package io.bridge.gateway.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;

/** What every answer says beside its body, whoever gave the answer. */
final class AnswerHeaders {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "x-content-type-options", "nosniff",
          "content-security-policy", "default-src 'none'; frame-ancestors 'none'",
          "referrer-policy", "no-referrer",
          "cross-origin-resource-policy", "same-origin");
  private static final int UNAVAILABLE = 503;
  private static final String YEAR = "max-age=31536000; includeSubDomains";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private AnswerHeaders() {}

  /** Sets the headers just before the answer leaves, so that no service can say otherwise. */
  static void promise(RoutingContext context) {
    boolean isPublic = !isLoopback(context.request().authority());
    context.addHeadersEndHandler(_ -> set(context.response(), isPublic));
  }

  private static void set(HttpServerResponse response, boolean isPublic) {
    MultiMap headers = response.headers();
    ALWAYS.forEach(headers::set);
    if (response.getStatusCode() == UNAVAILABLE && !headers.contains(HttpHeaders.RETRY_AFTER)) {
      headers.set(HttpHeaders.RETRY_AFTER, "1");
    }
    if (!headers.contains("cache-control")) {
      headers.set("cache-control", "no-store");
    }
    // Behind Cloud Run TLS has ended before us. On one machine the browser uses plain HTTP on
    // another port of the same name, and a browser keeps this promise for every port.
    if (isPublic) {
      headers.set("strict-transport-security", YEAR);
    }
  }

  private static boolean isLoopback(HostAndPort authority) {
    return authority == null || LOOPBACK.contains(authority.host());
  }
}
