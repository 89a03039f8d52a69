package io.bridge.cloud.identity;

import io.bridge.cloud.http.GoogleError;
import io.vertx.ext.web.RoutingContext;

/** The API key of a web client: it names a project and is no secret, so any text will do. */
final class ApiKey {
  private ApiKey() {}

  static void require(RoutingContext ctx) {
    var key = ctx.queryParams().get("key");
    if (key == null || key.isBlank()) {
      ctx.fail(GoogleError.forbidden("The request is missing a valid API key."));
    } else {
      ctx.next();
    }
  }
}
