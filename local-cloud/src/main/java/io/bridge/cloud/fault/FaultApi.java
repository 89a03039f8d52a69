package io.bridge.cloud.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.http.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * {@code PUT /fault} adds a rule, {@code GET /fault} lists them with how often each did its work,
 * {@code DELETE /fault} or {@code /fault/{id}} takes them away. No credentials: it is for a test on
 * this machine.
 */
public final class FaultApi implements HttpApi {
  private static final String PATH = "/fault";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  /** Where nobody asked for faults. */
  public static final HttpApi OFF =
      router ->
          router
              .routeWithRegex(PATH + "(/.*)?")
              .handler(ctx -> ctx.fail(GoogleError.notFound("Faults are off; see --faults")));

  private final Faults faults;

  FaultApi(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void mount(Router router) {
    router.routeWithRegex(PATH + "(/.*)?").handler(FaultApi::requireLoopback);
    router.put(PATH).handler(Json.body()).handler(this::put);
    router.get(PATH).handler(this::list);
    router.delete(PATH).handler(this::clear);
    router.delete(PATH + "/:id").handler(this::remove);
    router.route().handler(new HttpFaults(faults)::inject);
  }

  /** A page of another site must not break what runs here. */
  private static void requireLoopback(RoutingContext ctx) {
    var host = ctx.request().authority();
    if (host == null
        || !LOOPBACK.contains(host.host())
        || ctx.request().headers().contains("Origin")) {
      ctx.fail(GoogleError.forbidden("Faults are made by programs on this machine only."));
    } else {
      ctx.next();
    }
  }

  private void put(RoutingContext ctx) {
    Json.write(ctx, 200, faults.add(FaultRule.read(Json.read(ctx))).toJson());
  }

  private void list(RoutingContext ctx) {
    var all = JsonNodeFactory.instance.objectNode();
    var rules = all.putArray("faults");
    faults.list().forEach(rule -> rules.add(rule.toJson()));
    Json.write(ctx, 200, all);
  }

  private void clear(RoutingContext ctx) {
    faults.clear();
    ctx.response().setStatusCode(204).end();
  }

  private void remove(RoutingContext ctx) {
    faults.remove(ctx.pathParam("id"));
    ctx.response().setStatusCode(204).end();
  }
}
