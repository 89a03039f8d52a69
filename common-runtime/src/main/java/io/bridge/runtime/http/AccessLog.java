package io.bridge.runtime.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * One line for each request: method, route, status, milliseconds. Never the query, a header or a
 * body; ids in the path are masked and control characters replaced.
 */
@Singleton
class AccessLog {
  private static final Logger LOG = Logger.getLogger("io.bridge.access");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern UNSAFE = Pattern.compile("[^\\x21-\\x7e]");
  private static final int MAX_ROUTE = 200;

  /** Writes the line when the response has ended or the connection broke. */
  void observe(RoutingContext context, String correlationId) {
    long start = System.nanoTime();
    context.addEndHandler(_ -> write(context, correlationId, start));
  }

  private void write(RoutingContext context, String correlationId, long start) {
    String path = context.request().path();
    if (path == null || path.startsWith("/q/")) {
      return;
    }
    // The end handler may run outside of the request's own context.
    MDC.put(Correlation.MDC_KEY, correlationId);
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    // Put together here: a format string would be parsed for each request.
    LOG.info(
        "method="
            + context.request().method()
            + " route="
            + route(path)
            + " status="
            + context.response().getStatusCode()
            + " ms="
            + millis);
  }

  static String route(String path) {
    String masked = ID.matcher(UNSAFE.matcher(path).replaceAll("?")).replaceAll("{id}");
    return masked.length() <= MAX_ROUTE ? masked : masked.substring(0, MAX_ROUTE) + "…";
  }
}
