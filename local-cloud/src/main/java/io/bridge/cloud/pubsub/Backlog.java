package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.dispatch.Loop;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one subscription still has to deliver. Consumers get leases of what is due; what is not
 * acknowledged in time, or was refused, is due again after the retry policy's backoff.
 */
final class Backlog implements AutoCloseable {
  private final Sqlite db;
  private final Publishing publishing;
  private final Clock clock;
  private final long key;
  private final String id;
  private final Leases leases = new Leases();
  private final List<Consumer> consumers = new CopyOnWriteArrayList<>();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final Loop loop;
  private volatile Terms terms;
  private Due.Cursor cursor = Due.Cursor.START;

  /** Nothing is due before that is not leased; so nobody need look. */
  private Instant nextDue = Instant.MIN;

  private int turn;

  Backlog(
      Sqlite db, Publishing publishing, ResourceTable.Row<Subscription> row, CloudContext context) {
    this.db = db;
    this.publishing = publishing;
    this.clock = context.clock();
    this.key = row.key();
    this.id = row.id();
    this.terms = Terms.of(row.resource(), context.backoffScale());
    this.loop = new Loop("pubsub-" + id, this::step, clock);
  }

  void start() {
    loop.start();
  }

  long key() {
    return key;
  }

  String id() {
    return id;
  }

  Terms terms() {
    return terms;
  }

  void change(Terms changed) {
    terms = changed;
    loop.wake();
  }

  void add(Consumer consumer) {
    consumers.add(consumer);
    loop.wake();
  }

  void remove(Consumer consumer) {
    consumers.remove(consumer);
  }

  /** A consumer may have room again, or there are new messages. */
  void wake() {
    loop.wake();
  }

  /** New messages, due since a time, are committed. */
  void arrived(Instant due) {
    rewind(due);
    loop.wake();
  }

  private synchronized void rewind(Instant due) {
    cursor = cursor.before(due);
    nextDue = due.isBefore(nextDue) ? due : nextDue;
  }

  private synchronized Instant nextDue() {
    return nextDue;
  }

  /** Leases what is due to the consumer, without waiting for any. */
  synchronized List<Delivery> lease(Consumer consumer) {
    Instant now = clock.instant();
    Consumer.Room room = consumer.room();
    if (room.isNone() || now.isBefore(nextDue)) {
      return List.of();
    }
    Instant end = consumer.deadline(now);
    Taking taking = new Taking(leases, room);
    nextDue = db.read(c -> taking.from(c, key, cursor, now));
    cursor = taking.end().orElse(cursor);
    List<Delivery> taken = taking.taken();
    taken.forEach(delivery -> leases.add(delivery, consumer, end));
    return taken;
  }

  /**
   * Records what came of deliveries; it is on disk when this returns. Ids of another subscription
   * are passed over, as outdated ones are.
   */
  void settle(List<Outcome> outcome) {
    List<Outcome> settled =
        outcome.stream().filter(it -> it.delivery().subscription() == key).toList();
    if (settled.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    try {
      Optional<String> letters =
          db.write(c -> new Settlement(publishing, this, c, now).record(settled));
      letters.ifPresent(publishing::wake);
      settled.forEach(it -> leases.release(it.delivery()));
      // An acknowledgement makes only the next of its key due.
      if (terms.ordered() || !settled.stream().allMatch(Outcome::acknowledged)) {
        rewind(now);
      }
      loop.wake();
    } catch (RuntimeException e) {
      // Nothing was recorded: all of them are due as they were before.
      settled.forEach(it -> leases.release(it.delivery()));
      rewind(Instant.EPOCH);
      throw e;
    }
  }

  /** As {@link #settle}, with others and later: nobody waits for it. */
  void settleSoon(Outcome outcome) {
    outcomes.add(outcome);
    loop.wake();
  }

  void extend(List<AckId> deliveries, Duration time) {
    Instant end = clock.instant().plus(time);
    deliveries.forEach(delivery -> leases.extend(delivery, end));
    loop.wake();
  }

  /** One round; answers when the next is due if nobody wakes the loop. */
  private Instant step(Instant now) {
    List<Outcome> settled = new ArrayList<>();
    for (Outcome next = outcomes.poll(); next != null; next = outcomes.poll()) {
      settled.add(next);
    }
    leases.ended(now).forEach(ended -> settled.add(new Outcome(ended, false)));
    settle(settled);
    boolean hungry = serve();
    Instant nextEnd = leases.nextEnd();
    return hungry && nextDue().isBefore(nextEnd) ? nextDue() : nextEnd;
  }

  /**
   * Gives each consumer in turn what is due.
   *
   * @return whether one could take more
   */
  private boolean serve() {
    boolean hungry = false;
    List<Consumer> all = List.copyOf(consumers);
    for (int i = 0; i < all.size(); i++) {
      Consumer consumer = all.get((turn + i) % all.size());
      List<Delivery> taken = lease(consumer);
      if (!taken.isEmpty()) {
        consumer.take(taken);
      }
      hungry |= !consumer.room().isNone();
    }
    turn++;
    return hungry;
  }

  /** The subscription is no more. */
  void delete() {
    close();
    consumers.forEach(consumer -> consumer.end(ResourceNames.none(id)));
  }

  /** Ends what waits for messages; a client that is alive comes again. */
  void endConsumers() {
    GoogleError reason =
        new GoogleError(503, "backendError", "The service was unable to fulfill your request.");
    consumers.forEach(consumer -> consumer.end(reason));
  }

  @Override
  public void close() {
    loop.close();
  }
}
