package io.bridge.app.http;

import java.net.URI;
import java.util.Set;

/** What a URI says about the server alone. */
public final class Address {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private Address() {}

  /** {@code https://host:port}, without what may be secret. */
  public static String of(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /** True where what is sent cannot be read on the way: TLS, or a server on this machine. */
  public static boolean isPrivate(URI uri) {
    return uri.getHost() != null
        && ("https".equalsIgnoreCase(uri.getScheme())
            || ("http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
  }
}
