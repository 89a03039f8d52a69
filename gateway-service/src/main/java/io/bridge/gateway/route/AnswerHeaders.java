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

  /** The console's page may load its own bundle and ask its own API; nothing is inline. */
  private static final Map<String, String> CONSOLE =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
              + " frame-ancestors 'none'",
          "cross-origin-opener-policy",
          "same-origin",
          "permissions-policy",
          "camera=(), geolocation=(), microphone=()");

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final String YEAR = "max-age=31536000; includeSubDomains";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private AnswerHeaders() {}

  /** Sets the headers just before the answer leaves, so that no service can say otherwise. */
  static void promise(RoutingContext context) {
    boolean isPublic = !isLoopback(context.request().authority());
    context.addHeadersEndHandler(_ -> setAll(context, isPublic));
  }

  private static void setAll(RoutingContext context, boolean isPublic) {
    set(context.response(), isPublic);
    if (context.request().path().startsWith("/console")) {
      setForConsole(context);
    }
  }

  /** The page names the bundle's files by their hash: they never change, the page may any time. */
  private static void setForConsole(RoutingContext context) {
    String path = context.request().path();
    MultiMap headers = context.response().headers();
    CONSOLE.forEach(headers::set);
    if (context.response().getStatusCode() != OK) {
      headers.set("cache-control", "no-store");
    } else if (path.startsWith("/console/static/")) {
      headers.set("cache-control", "public, max-age=31536000, immutable");
    } else {
      headers.set("cache-control", "no-cache");
    }
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
