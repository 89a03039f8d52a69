package io.bridge.gateway.identity;

import io.bridge.gateway.GatewayConfig;
import io.bridge.runtime.google.GoogleConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Which service runs as which Google account: each as one of its own name. */
@Singleton
class KnownAccounts {
  private final Set<String> services;
  private final String domain;

  KnownAccounts(GatewayConfig config, GoogleConfig google) {
    this.services = Set.copyOf(config.services().keySet());
    this.domain = "@" + google.project() + ".iam.gserviceaccount.com";
  }

  boolean isService(String name) {
    return name != null && services.contains(name);
  }

  /** The service of the account; empty for a person's and for any other account. */
  Optional<String> serviceOf(String email) {
    return email.endsWith(domain)
        ? Optional.of(email.substring(0, email.length() - domain.length())).filter(this::isService)
        : Optional.empty();
  }
}
