package io.bridge.gateway.route;

import static io.bridge.model.error.ErrorCode.PAYLOAD_TOO_LARGE;
import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import io.bridge.gateway.GatewayConfig;
import io.bridge.gateway.identity.TokenIssuer;
import io.bridge.model.identity.Caller;
import io.bridge.runtime.identity.CurrentCaller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Sends each request on its way: to the service that the table names, or on to the gateway's own
 * resources.
 */
@Singleton
class CarriedRoutes {
  /** Behind authentication (-200) and authorization (-100), before the limit on bodies (-2). */
  private static final int ORDER = -50;

  private final RouteTable table;
  private final Carrier carrier;
  private final TokenIssuer tokens;
  private final long maxOwnBody;

  CarriedRoutes(RouteTable table, Carrier carrier, TokenIssuer tokens, GatewayConfig config) {
    this.table = table;
    this.carrier = carrier;
    this.tokens = tokens;
    this.maxOwnBody = config.maxOwnBody().asLongValue();
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::send);
  }

  private void send(RoutingContext context) {
    Optional<Target> target = table.find(context.request().path());
    if (target.isPresent()) {
      carry(context, target.get());
    } else if (announcedBytes(context) > maxOwnBody) {
      Refusal.of(
          context, PAYLOAD_TOO_LARGE.with("At most " + maxOwnBody + " bytes are taken here"));
    } else {
      context.next();
    }
  }

  /** Without a caller, whatever the reason, nothing is carried. */
  private void carry(RoutingContext context, Target target) {
    Caller caller = context.get(CurrentCaller.class.getName());
    if (caller == null) {
      Refusal.of(context, UNAUTHENTICATED.with("Send a valid token in the header Authorization"));
      return;
    }
    String token = tokens.issue(caller, target.service());
    carrier.carry(new Passage(context, target, token));
  }

  private static long announcedBytes(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }
}
