package io.bridge.gateway.team;

import io.bridge.model.identity.TeamRole;
import io.bridge.model.team.Team;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "membership")
class MembershipEntity {
  @Id UUID id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "team_id")
  TeamEntity team;

  UUID userId;

  @Enumerated(EnumType.STRING)
  TeamRole role;

  Instant createdAt;

  static MembershipEntity owner(TeamEntity team) {
    MembershipEntity membership = new MembershipEntity();
    membership.id = UUID.randomUUID();
    membership.team = team;
    membership.userId = team.adminUserId;
    membership.role = TeamRole.OWNER;
    membership.createdAt = team.createdAt;
    return membership;
  }

  /** Does not touch the team's row: its id is in this one. */
  UUID teamId() {
    return team.id;
  }

  Team toTeam() {
    return team.toTeam(role);
  }
}
