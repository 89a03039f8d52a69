package io.bridge.gateway.team;

import static io.bridge.model.error.ErrorCode.TEAM_SLUG_TAKEN;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.bridge.model.Page;
import io.bridge.model.error.BridgeException;
import io.bridge.model.identity.TeamRole;
import io.bridge.model.team.NewTeam;
import io.bridge.model.team.Team;
import io.bridge.runtime.event.Outbox;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes teams and says who belongs to them. */
@ApplicationScoped
public class TeamService {
  private static final int MOST_TEAMS_AT_ONCE = 1000;

  private final TeamRepository teams;
  private final MembershipRepository memberships;
  private final Outbox outbox;
  private final Clock clock;

  TeamService(TeamRepository teams, MembershipRepository memberships, Outbox outbox, Clock clock) {
    this.teams = teams;
    this.memberships = memberships;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** The maker becomes the owner. Fails with {@code TEAM_SLUG_TAKEN}. */
  Uni<Team> create(UUID ownerId, NewTeam request) {
    TeamEntity team = TeamEntity.from(request, ownerId, clock.instant());
    return outbox
        .publishing(() -> store(team))
        .onFailure(TeamRepository::slugTaken)
        .transform(_ -> slugTaken(team));
  }

  private Uni<Team> store(TeamEntity team) {
    return teams
        .hasSlug(team.slug)
        .invoke(taken -> rejectIf(taken, team))
        .chain(() -> teams.persist(team))
        .chain(() -> memberships.persistAndFlush(MembershipEntity.owner(team)))
        .call(() -> outbox.add(team.created()))
        .map(MembershipEntity::toTeam);
  }

  private static void rejectIf(boolean taken, TeamEntity team) {
    if (taken) {
      throw slugTaken(team);
    }
  }

  private static BridgeException slugTaken(TeamEntity team) {
    return TEAM_SLUG_TAKEN.with(
        "Another team has the slug " + team.slug + "; send one of your own");
  }

  /** Fails with {@code TEAM_NOT_FOUND}, also where the team is another's. */
  @WithSession
  Uni<Team> find(UUID teamId, UUID userId) {
    return memberships.require(teamId, userId).map(MembershipEntity::toTeam);
  }

  /** Teams of the user, in the order of their slugs. */
  @WithSession
  Uni<Page<Team>> list(Paging paging) {
    return memberships
        .teamsOfUser(paging.userId(), paging.after(), paging.size() + 1)
        .map(rows -> rows.stream().map(MembershipEntity::toTeam).toList())
        .map(paging::page);
  }

  /** The first thousand teams of the user. */
  @WithSession
  public Uni<List<Team>> listAll(UUID userId) {
    return memberships
        .teamsOfUser(userId, "", MOST_TEAMS_AT_ONCE)
        .map(rows -> rows.stream().map(MembershipEntity::toTeam).toList());
  }

  /** Role of the user in each of their teams. */
  @WithSession
  public Uni<Map<UUID, TeamRole>> roles(UUID userId) {
    return memberships.ofUser(userId).map(TeamService::byTeam);
  }

  private static Map<UUID, TeamRole> byTeam(List<MembershipEntity> rows) {
    return rows.stream().collect(toUnmodifiableMap(MembershipEntity::teamId, row -> row.role));
  }
}
