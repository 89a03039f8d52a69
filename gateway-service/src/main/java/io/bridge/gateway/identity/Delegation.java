package io.bridge.gateway.identity;

import io.bridge.gateway.GatewayConfig;
import io.bridge.model.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Decides for whom a service may speak: for itself always, for a person only where it is named. */
@Singleton
class Delegation {
  private final Set<String> delegates;
  private final UserService users;
  private final Patience patience;

  Delegation(GatewayConfig config, UserService users, Patience patience) {
    this.delegates = Set.copyOf(config.delegates());
    this.users = users;
    this.patience = patience;
  }

  /**
   * The person with the teams and roles of now, or the service itself where no subject is asked
   * for. Fails with {@link ExchangeRefused}, or {@code SERVICE_UNAVAILABLE} without the database.
   *
   * @param requestedSubject id of a person; may be null
   */
  Uni<Caller> caller(String service, String requestedSubject) {
    if (requestedSubject == null) {
      return Uni.createFrom().item(new Caller(null, service, Map.of(), Set.of()));
    }
    if (!delegates.contains(service)) {
      throw ExchangeRefused.unauthorizedClient();
    }
    return patience.with(users.callerOf(id(requestedSubject)));
  }

  private static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException _) {
      // answered below, like an id in another form
    }
    throw ExchangeRefused.invalidSubject();
  }
}
