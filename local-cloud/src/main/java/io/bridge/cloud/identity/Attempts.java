package io.bridge.cloud.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Counts wrong passwords by address, so that nobody tries them all. Forgets with the process. */
final class Attempts {
  private static final int LIMIT = 10;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int ADDRESSES = 10_000;

  private record Failures(int count, Instant until) {}

  private final Clock clock;
  private final Map<String, Failures> byEmail =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > ADDRESSES;
        }
      };

  Attempts(Clock clock) {
    this.clock = clock;
  }

  synchronized boolean exhausted(String email) {
    var failures = current(email);
    return failures != null && failures.count() >= LIMIT;
  }

  synchronized void failed(String email) {
    var failures = current(email);
    int count = failures == null ? 1 : failures.count() + 1;
    byEmail.put(key(email), new Failures(count, clock.instant().plus(WINDOW)));
  }

  synchronized void succeeded(String email) {
    byEmail.remove(key(email));
  }

  private Failures current(String email) {
    var failures = byEmail.get(key(email));
    return failures == null || clock.instant().isAfter(failures.until()) ? null : failures;
  }

  private static String key(String email) {
    return email.toLowerCase(Locale.ROOT);
  }
}
