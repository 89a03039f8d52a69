package io.bridge.runtime.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** First of all filters, so that a refused request carries its id as well. */
@Singleton
class CorrelationFilter {
  private static final int BEFORE_EVERYTHING = 10_000;

  private final AccessLog log;

  CorrelationFilter(AccessLog log) {
    this.log = log;
  }

  void register(@Observes Filters filters) {
    filters.register(this::correlate, BEFORE_EVERYTHING);
  }

  private void correlate(RoutingContext context) {
    String id = Correlation.accept(context.request().getHeader(Correlation.HEADER));
    Correlation.adopt(id);
    context.response().putHeader(Correlation.HEADER, id);
    log.observe(context, id);
    context.next();
  }
}
