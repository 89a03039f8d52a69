package io.bridge.gateway.route;

import io.bridge.gateway.GatewayConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which service answers a path, and which path another one stands for. In a prefix {@code *} is any
 * one segment; of the prefixes that fit, the one with the most literal segments wins.
 */
@Singleton
class RouteTable {
  private static final String API = "/v1/";
  private static final String ALIASES = "/api/";

  private final List<Route> routes;
  private final List<Alias> aliases;

  @Inject
  RouteTable(GatewayConfig config) {
    this(config.routes(), config.aliases(), config.services());
  }

  /**
   * Refuses a prefix outside of {@code /v1/} (a service's inner addresses are nobody's business) or
   * a service without an address.
   */
  RouteTable(Map<String, String> routes, Map<String, String> aliases, Map<String, URI> services) {
    this.routes =
        routes.entrySet().stream()
            .map(r -> new Route(pattern(r.getKey()), target(r.getValue(), services)))
            .sorted(Comparator.comparing(Route::pattern))
            .toList();
    this.aliases =
        aliases.entrySet().stream()
            .map(a -> new Alias(below(ALIASES, a.getKey()), below(API, a.getValue())))
            .sorted(Comparator.comparingInt((Alias a) -> a.prefix().length()).reversed())
            .toList();
  }

  private static PathPattern pattern(String prefix) {
    return PathPattern.of(below(API, prefix));
  }

  private static String below(String root, String prefix) {
    if (!prefix.startsWith(root) || prefix.endsWith("/") || !PathRules.isPlain(prefix)) {
      throw new IllegalStateException(
          "bridge.gateway: a prefix here must be below " + root + ", is " + prefix);
    }
    return prefix;
  }

  private static Target target(String service, Map<String, URI> services) {
    URI base = services.get(service);
    if (base == null) {
      throw new IllegalStateException("bridge.gateway.services lacks \"" + service + "\"");
    }
    return Target.of(service, base);
  }

  /** The service behind the path; empty where the gateway itself answers or nobody does. */
  Optional<Target> find(String path) {
    return routes.stream().filter(r -> r.pattern().matches(path)).findFirst().map(Route::target);
  }

  /** The canonical path of an alias; empty where the path is none. */
  Optional<String> canonical(String path) {
    return aliases.stream().filter(a -> a.matches(path)).findFirst().map(a -> a.canonical(path));
  }

  private record Route(PathPattern pattern, Target target) {}

  private record Alias(String prefix, String path) {
    boolean matches(String asked) {
      return asked.startsWith(prefix)
          && (asked.length() == prefix.length() || asked.charAt(prefix.length()) == '/');
    }

    String canonical(String asked) {
      return path + asked.substring(prefix.length());
    }
  }
}
