package io.bridge.model.event;

import java.time.Instant;
import java.util.UUID;

/**
 * Facts on topic {@code bridge.identity.v1}, written by gateway-service. Add fields freely; rename
 * or remove only in a v2.
 */
public sealed interface IdentityEvent extends Fact {
  UUID teamId();

  @Override
  default String subject() {
    return teamId().toString();
  }

  /** A team came to be; its maker is its owner. */
  record TeamCreated(UUID teamId, String name, String slug, UUID ownerUserId, Instant at)
      implements IdentityEvent {}
}
