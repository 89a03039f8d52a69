package io.bridge.gateway.team;

import static io.bridge.model.error.ErrorCode.TEAM_NOT_FOUND;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class MembershipRepository implements PanacheRepositoryBase<MembershipEntity, UUID> {

  Uni<List<MembershipEntity>> ofUser(UUID userId) {
    return list("userId", userId);
  }

  /** Teams of the user after the slug, in the order of slugs. */
  Uni<List<MembershipEntity>> teamsOfUser(UUID userId, String afterSlug, int atMost) {
    return find(
            "from MembershipEntity m join fetch m.team t"
                + " where m.userId = ?1 and t.slug > ?2 order by t.slug",
            userId,
            afterSlug)
        .page(0, atMost)
        .list();
  }

  /**
   * Fails with {@code TEAM_NOT_FOUND} and one and the same detail, be the team another's or none.
   */
  Uni<MembershipEntity> require(UUID teamId, UUID userId) {
    return find(
            "from MembershipEntity m join fetch m.team t where t.id = ?1 and m.userId = ?2",
            teamId,
            userId)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(() -> TEAM_NOT_FOUND.with("You are in no team with this id"));
  }
}
