package io.bridge.gateway.route;

import io.bridge.gateway.GatewayConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which service answers a path, and which path another one stands for. The longest prefix wins. */
@Singleton
class RouteTable {
  private static final String API = "/v1/";
  private static final String ALIASES = "/api/";

  private final List<Prefix<Target>> routes;
  private final List<Prefix<String>> aliases;

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
        sorted(
            routes.entrySet().stream()
                .map(r -> new Prefix<>(below(API, r.getKey()), target(r.getValue(), services)))
                .toList());
    this.aliases =
        sorted(
            aliases.entrySet().stream()
                .map(a -> new Prefix<>(below(ALIASES, a.getKey()), below(API, a.getValue())))
                .toList());
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

  private static <T> List<Prefix<T>> sorted(List<Prefix<T>> prefixes) {
    Comparator<Prefix<T>> length = Comparator.comparingInt(prefix -> prefix.path().length());
    return prefixes.stream().sorted(length.reversed()).toList();
  }

  /** The service behind the path; empty where the gateway itself answers or nobody does. */
  Optional<Target> find(String path) {
    return first(routes, path).map(Prefix::value);
  }

  /** The canonical path of an alias; empty where the path is none. */
  Optional<String> canonical(String path) {
    return first(aliases, path).map(alias -> alias.value() + alias.rest(path));
  }

  private static <T> Optional<Prefix<T>> first(List<Prefix<T>> prefixes, String path) {
    return prefixes.stream().filter(prefix -> prefix.matches(path)).findFirst();
  }

  private record Prefix<T>(String path, T value) {
    boolean matches(String asked) {
      return asked.startsWith(path)
          && (asked.length() == path.length() || asked.charAt(path.length()) == '/');
    }

    String rest(String asked) {
      return asked.substring(path.length());
    }
  }
}
