package io.bridge.gateway.session;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

@ApplicationScoped
class SessionRepository implements PanacheRepositoryBase<SessionEntity, String> {

  /** Null where there is none, or none any more. */
  Uni<SessionEntity> findLive(String idHash, Instant usedAfter, Instant createdAfter) {
    return find("idHash = ?1 and usedAt > ?2 and createdAt > ?3", idHash, usedAfter, createdAfter)
        .firstResult();
  }

  Uni<Integer> markUsed(String idHash, Instant now) {
    return update("usedAt = ?1 where idHash = ?2", now, idHash);
  }

  Uni<Long> deleteEnded(Instant usedAfter, Instant createdAfter) {
    return delete("usedAt <= ?1 or createdAt <= ?2", usedAfter, createdAfter);
  }
}
