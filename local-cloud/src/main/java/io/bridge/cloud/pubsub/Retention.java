package io.bridge.cloud.pubsub;

import com.google.protobuf.util.Durations;
import io.bridge.cloud.dispatch.Loop;
import io.bridge.cloud.store.Sqlite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Gives up messages that nobody acknowledged for as long as their subscription keeps them. */
final class Retention implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Sqlite db;
  private final Backlogs backlogs;
  private final Loop loop;
  private Instant next = Instant.MIN;

  Retention(Sqlite db, Backlogs backlogs, Clock clock) {
    this.db = db;
    this.backlogs = backlogs;
    this.loop = new Loop("pubsub-retention", this::step, clock);
  }

  void start() {
    loop.start();
  }

  private Instant step(Instant now) {
    if (!now.isBefore(next)) {
      next = now.plus(EVERY);
      backlogs.all().forEach(backlog -> expire(backlog, now));
    }
    return next;
  }

  private void expire(Backlog backlog, Instant now) {
    var kept = backlog.terms().subscription().getMessageRetentionDuration();
    Instant publishedBefore = now.minusMillis(Durations.toMillis(kept));
    db.<Void>write(
        c -> {
          LogUpkeep.expire(c, backlog.key(), publishedBefore, now);
          return null;
        });
    backlog.arrived(now);
  }

  @Override
  public void close() {
    loop.close();
  }
}
