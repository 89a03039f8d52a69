package io.bridge.gateway.session;

import io.bridge.gateway.GatewayConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * The console as browsers know it: its origin, its cookies, and which requests are its own. Over
 * plain HTTP, which only a machine's own name may use, cookies cannot have the prefix that browsers
 * keep for TLS.
 */
@Singleton
class Console {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final String origin;
  private final boolean tls;

  Console(GatewayConfig config) {
    this.origin = origin(config.consoleUrl());
    this.tls = origin.startsWith("https:");
  }

  private static String origin(URI url) {
    String path = url.getRawPath();
    boolean plain = path == null || path.isEmpty() || path.equals("/");
    boolean safe =
        "https".equals(url.getScheme())
            || "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
    if (!plain || !safe || url.getHost() == null) {
      throw new IllegalStateException(
          "bridge.gateway.console-url must be like https://host, or http on localhost");
    }
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  /** Where the identity provider sends the browser back to; exactly this. */
  URI callback() {
    return URI.create(origin + "/api/auth/callback");
  }

  String sessionCookie() {
    return name("bridge_sid");
  }

  String signInCookie() {
    return name("bridge_state");
  }

  private String name(String plain) {
    return tls ? "__Host-" + plain : plain;
  }

  /** Goes to our own pages only: not even a link from elsewhere sends it. */
  NewCookie session(String value, Duration age) {
    return cookie(sessionCookie(), value, age, NewCookie.SameSite.STRICT);
  }

  /** Comes back with the redirect from the identity provider, which is another site. */
  NewCookie signIn(String value, Duration age) {
    return cookie(signInCookie(), value, age, NewCookie.SameSite.LAX);
  }

  private NewCookie cookie(String name, String value, Duration age, NewCookie.SameSite sameSite) {
    return new NewCookie.Builder(name)
        .value(value)
        .path("/")
        .maxAge((int) age.toSeconds())
        .secure(tls)
        .httpOnly(true)
        .sameSite(sameSite)
        .build();
  }

  /**
   * True where the request is our own page's. Whatever changes something must prove that, by {@code
   * Sec-Fetch-Site} or {@code Origin}; what only reads must not be another site's.
   */
  boolean isOwn(HttpServerRequest request) {
    String site = request.getHeader("sec-fetch-site");
    String from = request.getHeader("origin");
    boolean fits =
        (site == null || site.equals("same-origin") || isTyped(site, request))
            && (from == null || from.equals(origin));
    return fits && (SAFE.contains(request.method()) || site != null || from != null);
  }

  /** The address was typed or opened from a bookmark: {@code none}. */
  private static boolean isTyped(String site, HttpServerRequest request) {
    return site.equals("none") && SAFE.contains(request.method());
  }
}
