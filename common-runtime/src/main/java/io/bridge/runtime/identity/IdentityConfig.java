package io.bridge.runtime.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Whose tokens count. */
@ConfigMapping(prefix = "bridge.identity")
public interface IdentityConfig {
  /** Issuer of internal tokens. */
  @WithDefault("https://gateway.bridge.internal")
  String issuer();

  /** Where the gateway shows its public keys; absent in the gateway itself. */
  Optional<URI> gatewayJwks();

  /** The gateway's base URL for services; by default the origin of {@link #gatewayJwks}. */
  Optional<URI> gatewayUrl();

  /** Google's public keys for OIDC tokens. */
  @WithDefault("https://www.googleapis.com/oauth2/v3/certs")
  URI googleJwks();

  /** Account in whose name Pub/Sub, Cloud Tasks and Cloud Scheduler call. */
  @WithDefault("bridge-push@${bridge.google.project}.iam.gserviceaccount.com")
  String pushServiceAccount();
}
