package io.bridge.runtime;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** Who this process is in the mesh. */
@ConfigMapping(prefix = "bridge.service")
public interface ServiceConfig {
  /** Name such as {@code sync-service}: audience of internal tokens and source of facts. */
  String name();

  /** Own base URL without a slash at the end; with the path it is the audience of push tokens. */
  URI url();
}
