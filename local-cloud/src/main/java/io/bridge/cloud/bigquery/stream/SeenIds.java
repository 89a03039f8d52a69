package io.bridge.cloud.bigquery.stream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The insert ids of the last minutes, by table. They are not kept over a restart: Google's own
 * de-duplication is best effort too.
 */
final class SeenIds {
  private static final long LIFE_MS = Duration.ofMinutes(2).toMillis();
  private static final int MAX_IDS = 1_000_000;

  private final Map<String, LinkedHashMap<String, Long>> tables = new ConcurrentHashMap<>();

  /** Whether a row came before; one thread at a time for a table. */
  boolean contains(String table, String id, long nowMs) {
    var ids = tables.get(table);
    var at = ids == null || id == null ? null : ids.get(id);
    return at != null && nowMs - at < LIFE_MS;
  }

  /** Takes note of rows that are kept; one thread at a time for a table. */
  void add(String table, Set<String> added, long nowMs) {
    if (added.isEmpty()) {
      return;
    }
    var ids = tables.computeIfAbsent(table, _ -> new LinkedHashMap<>());
    for (var id : added) {
      // Taken out first, so that the oldest stay in front.
      ids.remove(id);
      ids.put(id, nowMs);
    }
    var oldest = ids.values().iterator();
    for (int size = ids.size(); size > 0; size--) {
      boolean over = nowMs - oldest.next() >= LIFE_MS;
      if (!over && size <= MAX_IDS) {
        return;
      }
      oldest.remove();
    }
  }
}
