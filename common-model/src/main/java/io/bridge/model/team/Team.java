package io.bridge.model.team;

import io.bridge.model.identity.TeamRole;
import java.time.Instant;
import java.util.UUID;

/**
 * A group of people that owns data.
 *
 * @param slug unique on the platform; lower-case letters, digits and dashes
 * @param adminUserId who made the team
 * @param role role of the caller in it
 */
public record Team(
    UUID id,
    String name,
    String slug,
    UUID adminUserId,
    TeamRole role,
    Instant createdAt,
    Instant updatedAt) {}
