package io.bridge.cloud;

import io.bridge.cloud.http.HttpApi;
import io.vertx.ext.web.Router;

/** Paths that clients use only when they were told of an emulator. */
final class EmulatorPaths implements HttpApi {
  @Override
  public void mount(Router router) {
    // Node's BigQuery client leaves out the version.
    router.route("/projects/*").handler(ctx -> ctx.reroute("/bigquery/v2" + ctx.request().uri()));
  }
}
