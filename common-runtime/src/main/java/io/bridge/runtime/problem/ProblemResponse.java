package io.bridge.runtime.problem;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Problem;
import io.bridge.model.error.Violation;
import io.bridge.runtime.http.Correlation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Problems of requests that reach no resource: refused, too large, unknown. */
@RegisterForReflection(targets = {Problem.class, Violation.class})
public final class ProblemResponse {
  private static final Logger LOG = Logger.getLogger("io.bridge.problem");

  private ProblemResponse() {}

  /** Logs the error and ends the response with its problem, unless it has begun already. */
  public static void write(RoutingContext context, Throwable failure) {
    BridgeException problem = Failures.toBridgeException(failure);
    log(problem, failure);
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    if (problem.code().status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    response
        .setStatusCode(problem.code().status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(Json.encode(body(problem, context.request().path())));
  }

  static Problem body(BridgeException problem, String path) {
    return Problem.of(problem, path, Correlation.current());
  }

  /** 5xx with the stack, 4xx for those who look for it. */
  static void log(BridgeException problem, Throwable failure) {
    if (problem.code().status() >= 500) {
      LOG.errorf(failure, "event=problem code=%s", problem.code());
    } else {
      LOG.debugf("event=problem code=%s detail=\"%s\"", problem.code(), problem.getMessage());
    }
  }
}
