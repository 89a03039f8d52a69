package io.bridge.gateway.identity;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.gateway.GatewayConfig;
import io.bridge.model.error.BridgeException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** How long a request waits to learn who it is from. */
@Singleton
public class Patience {
  private static final Logger LOG = Logger.getLogger(Patience.class);

  private final Duration timeout;

  Patience(GatewayConfig config) {
    this.timeout = config.idTokens().lookupTimeout();
  }

  /**
   * Without the database nobody is let in, and told so soon rather than kept waiting: fails with
   * {@code SERVICE_UNAVAILABLE}. Failures on purpose stay what they are.
   */
  public <T> Uni<T> with(Uni<T> lookup) {
    Context here = Vertx.currentContext();
    // Remembered, so that giving up here does not cancel the look-up: a query that is cut off would
    // hand its connection, still busy, to the next one.
    return lookup
        .memoize()
        .indefinitely()
        .ifNoItem()
        .after(timeout)
        .fail()
        .onFailure(failure -> !isOnPurpose(failure))
        .transform(Patience::unavailable)
        .emitOn(task -> here.runOnContext(_ -> task.run()));
  }

  private static boolean isOnPurpose(Throwable failure) {
    return failure instanceof BridgeException || failure instanceof ExchangeRefused;
  }

  private static BridgeException unavailable(Throwable failure) {
    LOG.warnf("event=people-unreachable error=%s", failure.getClass().getName());
    return SERVICE_UNAVAILABLE.with("Who you are cannot be looked up now; try again");
  }
}
