package io.bridge.cloud.bigquery.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The values that were used last, so many of them; thread-safe. */
final class Recent<K, V> {
  private final Map<K, V> kept;

  Recent(int most) {
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<V> find(K key) {
    return Optional.ofNullable(kept.get(key));
  }

  synchronized void keep(K key, V value) {
    kept.put(key, value);
  }
}
