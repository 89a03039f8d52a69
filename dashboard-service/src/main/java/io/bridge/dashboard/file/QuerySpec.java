package io.bridge.dashboard.file;

import java.time.Duration;

/**
 * A query of a file.
 *
 * @param sql with {@code ${query}}, {@code @param} and {@code [[ … ]]} as written
 * @param ttl how long its answer may be kept; null where the dashboard's counts
 */
public record QuerySpec(String id, String sql, Duration ttl, FileLimits limits) {
  /** Its SQL by parts. */
  public Template template() {
    return Template.of(sql);
  }
}
