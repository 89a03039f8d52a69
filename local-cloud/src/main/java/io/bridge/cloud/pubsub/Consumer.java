package io.bridge.cloud.pubsub;

import io.bridge.cloud.http.GoogleError;
import java.time.Instant;
import java.util.List;

/** Who takes the messages of a subscription: a push address, a stream, or one pull. */
interface Consumer {
  /**
   * How much it can take now.
   *
   * @param messages 0 for none
   * @param bytes the first message may be larger, where it is above 0
   */
  record Room(int messages, long bytes) {
    static final Room NONE = new Room(0, 0);

    boolean isNone() {
      return messages <= 0 || bytes <= 0;
    }
  }

  Room room();

  /** Until when what it takes now is its own. */
  Instant deadline(Instant now);

  /** Messages are leased to it, at least one. */
  void take(List<Delivery> deliveries);

  /** A message is no longer leased to it. */
  void released(Delivery delivery);

  /** There is nothing to wait for any longer. */
  void end(GoogleError reason);
}
