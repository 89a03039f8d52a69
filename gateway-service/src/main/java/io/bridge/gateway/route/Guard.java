package io.bridge.gateway.route;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Stands before everything else: refuses paths that two readers may read in two ways, and HTTP/1.0,
 * whose answers could only be sent whole from memory. Puts the canonical path in the place of an
 * alias, so that all behind it know one name only.
 */
@Singleton
class Guard {
  private static final int BEFORE_CORRELATION = 20_000;
  private static final int AFTER_CORRELATION = 9_000;

  private final RouteTable table;

  Guard(RouteTable table) {
    this.table = table;
  }

  void register(@Observes Filters filters) {
    filters.register(this::rename, BEFORE_CORRELATION);
    filters.register(Guard::check, AFTER_CORRELATION);
  }

  private void rename(RoutingContext context) {
    String path = pathOf(context);
    Optional<String> canonical = PathRules.isPlain(path) ? table.canonical(path) : Optional.empty();
    if (canonical.isPresent()) {
      context.reroute(canonical.get() + context.request().uri().substring(path.length()));
    } else {
      context.next();
    }
  }

  private static void check(RoutingContext context) {
    AnswerHeaders.promise(context);
    if (!PathRules.isPlain(pathOf(context))) {
      Refusal.of(context, INVALID_REQUEST.with("The path is not written plainly"));
    } else if (context.request().version() == HttpVersion.HTTP_1_0) {
      Refusal.of(context, INVALID_REQUEST.with("HTTP/1.1 or HTTP/2 is needed"));
    } else {
      context.next();
    }
  }

  /** The path as it was sent, which a router may already have tidied. */
  private static String pathOf(RoutingContext context) {
    String uri = context.request().uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
