package io.bridge.model.identity;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who a request is made for: a person, however they signed in, or a peer service that acts without
 * one (then {@code service} is set, {@code userId} is null and the teams are empty).
 *
 * @param userId id of the person in Bridge; null for a service
 * @param service name such as {@code catalog-service}; null for a person
 * @param teams role of the person in each of their teams
 */
public record Caller(
    UUID userId, String service, Map<UUID, TeamRole> teams, Set<PlatformRole> roles) {

  public Caller {
    teams = Map.copyOf(teams);
    roles = Set.copyOf(roles);
  }

  /** True where the person holds at least this role in the team. */
  public boolean holds(UUID teamId, TeamRole atLeast) {
    TeamRole held = teams.get(teamId);
    return held != null && held.includes(atLeast);
  }
}
