package io.bridge.cloud.pubsub;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One look at what is due, that takes as much as a consumer has room for. */
final class Taking implements Due.Visitor {
  private static final int MOST_AT_A_TIME = 100;

  private final Leases leases;
  private final int most;
  private final List<Delivery> taken = new ArrayList<>();
  private long bytesLeft;
  private Due.Cursor last;
  private boolean stopped;

  /**
   * @param leases what is held by one of them is not taken
   */
  Taking(Leases leases, Consumer.Room room) {
    this.leases = leases;
    this.most = Math.min(room.messages(), MOST_AT_A_TIME);
    this.bytesLeft = room.bytes();
  }

  /**
   * @return when the next look can find more
   */
  Instant from(Connection db, long subscription, Due.Cursor cursor, Instant now)
      throws SQLException {
    Due.visit(db, subscription, cursor, now, this);
    return stopped ? now : Due.next(db, subscription, now).orElse(Instant.MAX);
  }

  @Override
  public boolean visit(Due.Cursor position, Due.Content content) throws SQLException {
    if (!leases.holds(position.messageId())) {
      Delivery delivery = content.read();
      if (!taken.isEmpty() && delivery.sizeBytes() > bytesLeft) {
        stopped = true;
        return false;
      }
      bytesLeft -= delivery.sizeBytes();
      taken.add(delivery);
    }
    last = position;
    stopped = taken.size() >= most || bytesLeft <= 0;
    return !stopped;
  }

  List<Delivery> taken() {
    return taken;
  }

  /** Where the look ended; empty when there was nothing. */
  Optional<Due.Cursor> end() {
    return Optional.ofNullable(last);
  }
}
