package io.bridge.runtime.event;

import com.google.api.gax.rpc.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Publishes what waits in the outbox, rounds of one row for each key, until nothing is due or the
 * time is up. Any number of relays may run at once.
 */
@Singleton
class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

  private final OutboxStore store;
  private final FactPublisher publisher;
  private final EventCounters counters;
  private final Clock clock;

  OutboxRelay(OutboxStore store, FactPublisher publisher, EventCounters counters, Clock clock) {
    this.store = store;
    this.publisher = publisher;
    this.counters = counters;
    this.clock = clock;
  }

  /** Everything that is due; answers how many were published. */
  Uni<Integer> relayAll(Duration limit) {
    return rounds(store::claim, clock.instant().plus(limit), 0);
  }

  /** What is due of these keys. */
  Uni<Integer> relay(Collection<OutboxKey> keys, Duration limit) {
    return rounds(() -> store.claim(keys), clock.instant().plus(limit), 0);
  }

  private Uni<Integer> rounds(
      Supplier<Uni<List<OutboxRow>>> claim, Instant until, int publishedBefore) {
    return claim
        .get()
        .chain(this::publishAll)
        .chain(round -> goOn(claim, until, publishedBefore, round));
  }

  private Uni<Integer> goOn(
      Supplier<Uni<List<OutboxRow>>> claim, Instant until, int publishedBefore, Round round) {
    int published = publishedBefore + round.published();
    return round.published() == 0 || !clock.instant().isBefore(until)
        ? Uni.createFrom().item(published)
        : rounds(claim, until, published);
  }

  private Uni<Round> publishAll(List<OutboxRow> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().item(new Round(0));
    }
    return Uni.join()
        .all(rows.stream().map(this::publish).toList())
        .andCollectFailures()
        .map(Round::of);
  }

  private Uni<Boolean> publish(OutboxRow row) {
    return publisher
        .publish(row)
        .chain(() -> store.markPublished(row))
        .invoke(() -> counters.published(row.topic()))
        .replaceWith(true)
        .onFailure()
        .recoverWithUni(failure -> failed(row, failure));
  }

  private Uni<Boolean> failed(OutboxRow row, Throwable failure) {
    String error = nameOf(failure);
    counters.publishFailed(row.topic());
    LOG.warnf(
        "event=publish-failed topic=%s id=%s attempts=%d error=%s",
        row.topic(), row.id(), row.attempts(), error);
    return store.markFailed(row, error).replaceWith(false);
  }

  /** The kind of failure only: messages of clients may quote what was sent. */
  private static String nameOf(Throwable failure) {
    return failure instanceof ApiException api
        ? api.getStatusCode().getCode().name()
        : failure.getClass().getSimpleName();
  }

  private record Round(int published) {
    static Round of(List<Boolean> outcomes) {
      return new Round((int) outcomes.stream().filter(Boolean::booleanValue).count());
    }
  }
}
