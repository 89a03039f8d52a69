package io.bridge.runtime.event;

import com.google.api.gax.rpc.ApiException;
import io.smallrye.mutiny.Multi;
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
        .call(this::settle)
        .chain(outcomes -> goOn(claim, until, publishedBefore, outcomes));
  }

  private Uni<Integer> goOn(
      Supplier<Uni<List<OutboxRow>>> claim,
      Instant until,
      int publishedBefore,
      List<Outcome> outcomes) {
    int round = (int) outcomes.stream().filter(Outcome::isPublished).count();
    int published = publishedBefore + round;
    return round == 0 || !clock.instant().isBefore(until)
        ? Uni.createFrom().item(published)
        : rounds(claim, until, published);
  }

  /** All at once: no two rows of a round have the same key. */
  private Uni<List<Outcome>> publishAll(List<OutboxRow> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().item(List.of())
        : Uni.join().all(rows.stream().map(this::publish).toList()).andFailFast();
  }

  private Uni<Outcome> publish(OutboxRow row) {
    return publisher
        .publish(row)
        .map(_ -> new Outcome(row, null))
        .onFailure()
        .recoverWithItem(failure -> new Outcome(row, nameOf(failure)));
  }

  private Uni<Void> settle(List<Outcome> outcomes) {
    List<OutboxRow> published =
        outcomes.stream().filter(Outcome::isPublished).map(Outcome::row).toList();
    published.forEach(row -> counters.published(row.topic()));
    return published.isEmpty()
        ? settleFailures(outcomes)
        : store.markPublished(published).chain(() -> settleFailures(outcomes));
  }

  private Uni<Void> settleFailures(List<Outcome> outcomes) {
    return Multi.createFrom()
        .iterable(outcomes)
        .filter(outcome -> !outcome.isPublished())
        .call(this::settleFailure)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> settleFailure(Outcome failed) {
    OutboxRow row = failed.row();
    counters.publishFailed(row.topic());
    LOG.warnf(
        "event=publish-failed topic=%s id=%s attempts=%d error=%s",
        row.topic(), row.id(), row.attempts(), failed.error());
    return store.markFailed(row, failed.error());
  }

  /** The kind of failure only: messages of clients may quote what was sent. */
  private static String nameOf(Throwable failure) {
    return failure instanceof ApiException api
        ? api.getStatusCode().getCode().name()
        : failure.getClass().getSimpleName();
  }

  /**
   * @param error kind of failure; null where the row was published
   */
  private record Outcome(OutboxRow row, String error) {
    boolean isPublished() {
      return error == null;
    }
  }
}
