package io.bridge.sync;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Leases and waits short enough to be outlived by a test. */
public final class ShortTimes implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "bridge.sync.load.lease", "PT2S",
        "bridge.sync.load.poll", "PT0.05S",
        "bridge.sync.load.max-poll", "PT0.2S",
        "bridge.sync.reap.after", "PT0.5S",
        "bridge.sync.reap.grace", "PT0S");
  }

  @Override
  public void stop() {}
}
