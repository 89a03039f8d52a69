package io.bridge.cloud.fault;

import io.bridge.cloud.http.GoogleError;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** Makes HTTP calls go wrong. */
record HttpFaults(Faults faults) {

  void inject(RoutingContext ctx) {
    var rule = faults.take(FaultedCall.of(ctx.request()));
    if (rule.isEmpty()) {
      ctx.next();
      return;
    }
    switch (rule.get().fault()) {
      case Fault.Refused(int status) -> ctx.fail(refusal(status));
      case Fault.Reset() -> reset(channel(ctx));
      case Fault.Stall stall -> stall(ctx, stall);
      case Fault.Break(long afterBytes) -> breakAfter(ctx, rule.get(), afterBytes);
    }
  }

  static GoogleError refusal(int status) {
    var reason =
        switch (status) {
          case 408, 504 -> "timeout";
          case 429 -> "rateLimitExceeded";
          case 500 -> "internalError";
          default -> "backendError";
        };
    return new GoogleError(status, reason, "A fault that was asked for.");
  }

  /** Without the orderly end that a closed connection has. */
  private static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  private static void stall(RoutingContext ctx, Fault.Stall stall) {
    ctx.request().pause();
    ctx.vertx()
        .setTimer(
            Math.max(1, stall.time().toMillis()),
            _ -> {
              ctx.request().resume();
              ctx.next();
            });
  }

  private static void breakAfter(RoutingContext ctx, ArmedRule rule, long afterBytes) {
    var breaking = new BreakingStream(hasBody(ctx.request()), afterBytes, rule::broken);
    breaking.install(channel(ctx));
    ctx.addEndHandler(
        _ -> {
          if (!breaking.remove()) {
            rule.giveBack();
          }
        });
    ctx.next();
  }

  private static boolean hasBody(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    return request.headers().contains("Transfer-Encoding")
        || (length != null && !length.equals("0"));
  }

  private static Channel channel(RoutingContext ctx) {
    return ((ConnectionBase) ctx.request().connection()).channel();
  }
}
