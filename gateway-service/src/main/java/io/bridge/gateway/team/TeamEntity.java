package io.bridge.gateway.team;

import io.bridge.model.event.IdentityEvent.TeamCreated;
import io.bridge.model.identity.TeamRole;
import io.bridge.model.team.NewTeam;
import io.bridge.model.team.Team;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

@Entity
@Table(name = "team")
class TeamEntity {
  @Id UUID id;
  String name;
  String slug;
  UUID adminUserId;
  Instant createdAt;
  Instant updatedAt;

  static TeamEntity from(NewTeam request, UUID ownerId, Instant now) {
    TeamEntity team = new TeamEntity();
    team.id = UUID.randomUUID();
    team.name = request.name().strip();
    team.slug = request.slug() == null ? Slug.of(team.name, team.id) : request.slug();
    team.adminUserId = ownerId;
    // As exact as the database keeps it, so that the first answer and all later ones are the same.
    team.createdAt = now.truncatedTo(ChronoUnit.MICROS);
    team.updatedAt = team.createdAt;
    return team;
  }

  Team toTeam(TeamRole role) {
    return new Team(id, name, slug, adminUserId, role, createdAt, updatedAt);
  }

  TeamCreated created() {
    return new TeamCreated(id, name, slug, adminUserId, createdAt);
  }
}
