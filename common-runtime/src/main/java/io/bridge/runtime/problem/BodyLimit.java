package io.bridge.runtime.problem;

import io.bridge.model.error.ErrorCode;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses a body that announces more than {@code quarkus.http.limits.max-body-size} with a problem;
 * the framework itself would answer 413 without a body, and still does for one that is larger
 * without saying so.
 */
@Singleton
class BodyLimit {
  private static final int AFTER_CORRELATION = 9_000;

  private final long limit;

  BodyLimit(VertxHttpConfig config) {
    limit = config.limits().maxBodySize().map(size -> size.asLongValue()).orElse(Long.MAX_VALUE);
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, AFTER_CORRELATION);
  }

  private void check(RoutingContext context) {
    if (announced(context) > limit) {
      // The body is not read, so the connection cannot be used again.
      context.response().putHeader("Connection", "close");
      ProblemResponse.write(
          context, ErrorCode.PAYLOAD_TOO_LARGE.with("Send " + limit + " bytes at most"));
    } else {
      context.next();
    }
  }

  private static long announced(RoutingContext context) {
    try {
      String length = context.request().getHeader("Content-Length");
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }
}
