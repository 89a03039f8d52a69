package io.bridge.runtime.peer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Where the other services are. */
@ConfigMapping(prefix = "bridge.peers")
public interface PeerConfig {
  /** Base address of each peer by its name, such as {@code catalog-service}. */
  @WithParentName
  Map<String, Peer> peers();

  /** One peer. */
  interface Peer {
    /** Base address without a path. */
    URI url();

    /** Longest time for one call. */
    @WithDefault("PT30S")
    Duration timeout();
  }
}
