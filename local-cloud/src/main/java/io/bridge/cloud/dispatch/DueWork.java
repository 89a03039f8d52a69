package io.bridge.cloud.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Work that waits in a table until it is due.
 *
 * @param <K> names one piece of work
 */
public interface DueWork<K> {

  /**
   * What may start at {@code now}, in the order in which it should start.
   *
   * @param running what runs already and must not be in the answer
   * @param limit most pieces wanted, at least 1
   */
  List<K> due(Instant now, Set<K> running, int limit);

  /**
   * When the next piece comes due, strictly after {@code now}; empty when nothing waits. What is
   * due already and could not start is not asked for: the end of what keeps it back looks again.
   */
  Optional<Instant> nextDue(Instant now);

  /**
   * One attempt on its own virtual thread. It records its outcome itself; when interrupted it
   * records nothing, so that the piece is found again.
   */
  void attempt(K key) throws InterruptedException;
}
