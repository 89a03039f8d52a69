package io.bridge.gateway.route;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Set;

/** Which headers cross the gateway. */
final class PeerHeaders {
  /**
   * A list of what passes rather than of what does not: a header that a service might believe in
   * (addresses, identities, overrides of method or path, traces) is not on it.
   */
  private static final Set<String> TO_SERVICE =
      Set.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "content-encoding",
          "content-language",
          "content-length",
          "content-type",
          "idempotency-key",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "last-event-id",
          "prefer",
          "range",
          "user-agent");

  /** Of one connection only, or the gateway's own to say. */
  private static final Set<String> NOT_TO_CALLER =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "server",
          "set-cookie",
          "te",
          "trailer",
          "upgrade",
          "via",
          "x-correlation-id",
          "x-powered-by");

  private PeerHeaders() {}

  static void keepForService(MultiMap headers) {
    for (String name : Set.copyOf(headers.names())) {
      if (!TO_SERVICE.contains(name.toLowerCase(Locale.ROOT))) {
        headers.remove(name);
      }
    }
  }

  static void keepForCaller(MultiMap headers) {
    for (String name : Set.copyOf(headers.names())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (NOT_TO_CALLER.contains(lower) || lower.startsWith("access-control-")) {
        headers.remove(name);
      }
    }
  }
}
