package io.bridge.cloud.pubsub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who has which message until when. In memory only: after a restart everything is due again. */
final class Leases {
  private final Map<Long, Lease> byMessage = new HashMap<>();

  /** No lease ends before. Extending one does not move it, so a look may find nothing. */
  private Instant nextEnd = Instant.MAX;

  private record Lease(Delivery delivery, Consumer consumer, Instant end) {}

  synchronized boolean holds(long messageId) {
    return byMessage.containsKey(messageId);
  }

  synchronized void add(Delivery delivery, Consumer consumer, Instant end) {
    byMessage.put(delivery.id().messageId(), new Lease(delivery, consumer, end));
    nextEnd = end.isBefore(nextEnd) ? end : nextEnd;
  }

  /** Changes when a lease ends; an outdated id is passed over. */
  synchronized void extend(AckId id, Instant end) {
    Lease lease = byMessage.get(id.messageId());
    if (lease != null && lease.delivery.id().equals(id)) {
      add(lease.delivery, lease.consumer, end);
    }
  }

  synchronized void release(AckId id) {
    Lease lease = byMessage.get(id.messageId());
    if (lease != null && lease.delivery.id().equals(id)) {
      byMessage.remove(id.messageId());
      lease.consumer.released(lease.delivery);
    }
  }

  synchronized Instant nextEnd() {
    return nextEnd;
  }

  /** What was not acknowledged in time; it stays leased until it is released. */
  synchronized List<AckId> ended(Instant now) {
    List<AckId> ended = new ArrayList<>();
    if (now.isBefore(nextEnd)) {
      return ended;
    }
    nextEnd = Instant.MAX;
    for (Lease lease : byMessage.values()) {
      if (!lease.end.isAfter(now)) {
        ended.add(lease.delivery.id());
      } else if (lease.end.isBefore(nextEnd)) {
        nextEnd = lease.end;
      }
    }
    return ended;
  }
}
