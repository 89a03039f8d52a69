package io.bridge.gateway.route;

import io.bridge.model.error.BridgeException;
import io.bridge.runtime.problem.ProblemResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Ends a request at the edge. */
final class Refusal {
  private Refusal() {}

  /** Answers at once and hangs up: what is still to come of the body would be read for nothing. */
  static void of(RoutingContext context, BridgeException problem) {
    if (context.request().version() != HttpVersion.HTTP_2) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    context.request().resume();
    ProblemResponse.write(context, problem);
  }
}
