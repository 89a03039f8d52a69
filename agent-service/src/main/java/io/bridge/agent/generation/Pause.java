package io.bridge.agent.generation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Waits without a thread, and comes back on the caller's context. */
@Singleton
class Pause {
  private final Vertx vertx;

  Pause(Vertx vertx) {
    this.vertx = vertx;
  }

  Uni<Void> of(Duration duration) {
    return Uni.createFrom()
        .deferred(() -> onContext(vertx.getOrCreateContext(), Math.max(1, duration.toMillis())));
  }

  private Uni<Void> onContext(Context caller, long millis) {
    return Uni.createFrom()
        .emitter(e -> vertx.setTimer(millis, _ -> caller.runOnContext(_ -> complete(e))));
  }

  private static void complete(UniEmitter<? super Void> emitter) {
    emitter.complete(null);
  }
}
