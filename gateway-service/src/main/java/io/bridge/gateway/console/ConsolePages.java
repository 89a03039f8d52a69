package io.bridge.gateway.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers each address of the console with its page, which reads the address itself. */
@Singleton
class ConsolePages {
  private static final String PAGE = "/console.html";

  /** Behind the check of paths, before anything looks for a resource. */
  private static final int AFTER_GUARD = 8_000;

  void register(@Observes Filters filters) {
    filters.register(ConsolePages::show, AFTER_GUARD);
  }

  private static void show(RoutingContext context) {
    if (isPage(context.request().path()) && context.request().method() == HttpMethod.GET) {
      context.reroute(PAGE);
    } else {
      context.next();
    }
  }

  /** Files of the bundle have a dot in their name; a dashboard's name never has. */
  private static boolean isPage(String path) {
    return path.equals("/console")
        || path.startsWith("/console/") && path.indexOf('.', path.lastIndexOf('/')) < 0;
  }
}
