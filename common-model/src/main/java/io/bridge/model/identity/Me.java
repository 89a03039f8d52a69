package io.bridge.model.identity;

import io.bridge.model.team.Team;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The person who asks, as Bridge knows them.
 *
 * @param email as the identity provider last said it; for display only, null where it said none
 * @param teams every team of the person by name, each with the person's own role in it
 */
public record Me(UUID id, String email, Set<PlatformRole> roles, List<Team> teams) {}
