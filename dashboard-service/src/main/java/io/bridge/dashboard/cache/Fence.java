package io.bridge.dashboard.cache;

import java.util.Map;

/**
 * What was current when a computation began: what it gives is kept only while that is still so.
 *
 * @param epochs random text of each dependency; empty where Redis is away, then nothing is kept
 */
public record Fence(Map<String, String> epochs) {
  public static final Fence CLOSED = new Fence(Map.of());

  public Fence {
    epochs = Map.copyOf(epochs);
  }

  boolean covers(Entry entry) {
    return !epochs.isEmpty() && epochs.keySet().containsAll(entry.dependencies());
  }
}
