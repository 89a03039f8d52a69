package io.bridge.runtime.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Problems for what fails before a resource is found. */
@Singleton
class ProblemRoutes {
  void register(@Observes Router router) {
    router.route().failureHandler(ProblemRoutes::fail);
  }

  private static void fail(RoutingContext context) {
    ProblemResponse.write(
        context,
        context.failure() == null ? Failures.ofStatus(context.statusCode()) : context.failure());
  }
}
