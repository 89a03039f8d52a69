package io.bridge.gateway.route;

import io.vertx.core.net.HostAndPort;
import java.net.URI;

/**
 * A service that answers.
 *
 * @param service its name, the audience of the token it gets
 */
record Target(String service, String host, int port, boolean tls) {

  /** Refuses what is no plain base URL: a path or a user in it would be dropped without a word. */
  static Target of(String service, URI base) {
    boolean tls = "https".equals(base.getScheme());
    boolean plain = base.getRawUserInfo() == null && isEmpty(base.getRawPath());
    if (!plain || base.getHost() == null || !(tls || "http".equals(base.getScheme()))) {
      throw new IllegalStateException(
          "bridge.gateway.services.\"" + service + "\" must be like http://host:port");
    }
    return new Target(service, base.getHost(), port(base, tls), tls);
  }

  private static boolean isEmpty(String path) {
    return path == null || path.isEmpty() || path.equals("/");
  }

  private static int port(URI base, boolean tls) {
    int standard = tls ? 443 : 80;
    return base.getPort() < 0 ? standard : base.getPort();
  }

  /** What the service is asked for as; Cloud Run finds the service by it. */
  HostAndPort authority() {
    return HostAndPort.authority(host, port == (tls ? 443 : 80) ? -1 : port);
  }
}
