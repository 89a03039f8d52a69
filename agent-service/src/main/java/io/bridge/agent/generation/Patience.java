package io.bridge.agent.generation;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;
import static io.bridge.model.error.ErrorCode.WAREHOUSE_UNAVAILABLE;

import io.bridge.agent.AgentConfig;
import io.bridge.model.error.BridgeException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Asks again while a peer just restarts; every call of the agent may be made twice. */
@ApplicationScoped
class Patience {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(4);

  private final Pause pause;
  private final Clock clock;
  private final Duration most;

  Patience(Pause pause, Clock clock, AgentConfig config) {
    this.pause = pause;
    this.clock = clock;
    this.most = config.task().patience();
  }

  /** The call's answer; fails as the call does where that does not pass in time. */
  <T> Uni<T> with(Notes notes, Supplier<Uni<T>> call) {
    return attempt(new Trial<>(notes, call, clock.instant().plus(most), FIRST));
  }

  private <T> Uni<T> attempt(Trial<T> trial) {
    return trial
        .call()
        .get()
        .onFailure(failure -> mayPass(failure) && clock.instant().isBefore(trial.until()))
        .recoverWithUni(() -> again(trial));
  }

  private <T> Uni<T> again(Trial<T> trial) {
    return trial
        .notes()
        .alive()
        .chain(() -> pause.of(trial.delay()))
        .chain(() -> attempt(trial.slower()));
  }

  static boolean mayPass(Throwable failure) {
    return failure instanceof BridgeException e
        && (e.code() == SERVICE_UNAVAILABLE || e.code() == WAREHOUSE_UNAVAILABLE);
  }

  private record Trial<T>(Notes notes, Supplier<Uni<T>> call, Instant until, Duration delay) {
    Trial<T> slower() {
      Duration doubled = delay.multipliedBy(2);
      return new Trial<>(notes, call, until, doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
    }
  }
}
