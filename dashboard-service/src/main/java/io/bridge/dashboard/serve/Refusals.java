package io.bridge.dashboard.serve;

import io.bridge.dashboard.query.Origin;
import io.bridge.dashboard.query.Outcome;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.event.DashboardEvent.BudgetExceeded;
import io.bridge.runtime.event.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells of queries that were refused because of their bytes; in turn, after all have ended. */
@ApplicationScoped
class Refusals {
  private static final Logger LOG = Logger.getLogger(Refusals.class);

  private final Outbox outbox;
  private final Clock clock;

  Refusals(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Never fails: an answer does not depend on whether it is told. */
  Uni<Void> tell(List<Outcome> outcomes) {
    List<BudgetExceeded> facts =
        outcomes.stream().filter(Refusals::isOverCap).map(this::fact).toList();
    return facts.isEmpty()
        ? Uni.createFrom().voidItem()
        : outbox
            .publishing(() -> outbox.addAll(facts))
            .onFailure()
            .invoke(e -> LOG.warnf("event=refusal-untold error=%s", e.getClass().getName()))
            .onFailure()
            .recoverWithNull();
  }

  private BudgetExceeded fact(Outcome outcome) {
    Origin origin = outcome.statement().origin();
    return new BudgetExceeded(
        outcome.statement().teamId(),
        origin.slug(),
        origin.query(),
        number(outcome.failure(), "bytes"),
        number(outcome.failure(), "cap"),
        clock.instant());
  }

  private static boolean isOverCap(Outcome outcome) {
    return outcome.failure() != null && outcome.failure().code() == ErrorCode.BYTES_OVER_CAP;
  }

  private static long number(BridgeException failure, String field) {
    return failure.violations().stream()
        .filter(violation -> violation.field().equals(field))
        .map(Violation::message)
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
