package io.bridge.dashboard.cache;

import java.time.Duration;
import java.util.Set;

/**
 * A place in the cache.
 *
 * @param key whole key
 * @param dependencies what makes it stale, as {@link Keys} names them
 */
public record Entry(String key, Set<String> dependencies, Duration ttl) {
  public Entry {
    dependencies = Set.copyOf(dependencies);
  }
}
