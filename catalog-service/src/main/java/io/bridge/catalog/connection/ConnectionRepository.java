package io.bridge.catalog.connection;

import io.bridge.model.connection.Connection;
import io.bridge.model.event.ConnectionEvent.ConnectionFailed;
import io.bridge.model.event.ConnectionEvent.ConnectionRemoved;
import io.bridge.model.event.ConnectionEvent.ConnectionValidated;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Connections of all teams. What was removed stays as a row, so that nothing brings it back. */
@ApplicationScoped
class ConnectionRepository implements PanacheRepositoryBase<ConnectionEntity, UUID> {
  static final String REMOVED = "REMOVED";

  private static final String VALIDATED =
      """
      insert into connection (id, team_id, project_id, status, changed_at)
      values (:id, :team, :project, 'VALIDATED', :at)
      on conflict (id) do update set project_id = excluded.project_id, status = excluded.status,
        changed_at = excluded.changed_at
      where connection.status <> 'REMOVED' and connection.changed_at <= excluded.changed_at
      """;

  private static final String FAILED =
      """
      update connection set status = 'FAILED', changed_at = :at
      where id = :id and status <> 'REMOVED' and changed_at <= :at
      """;

  private static final String REMOVE =
      """
      insert into connection (id, team_id, status, changed_at) values (:id, :team, 'REMOVED', :at)
      on conflict (id) do update set status = excluded.status, changed_at = excluded.changed_at
      """;

  private static final String FOUND =
      """
      insert into connection (id, team_id, project_id, status, changed_at)
      values (:id, :team, :project, :status, :at)
      on conflict (id) do nothing
      """;

  /** Those through which the team's facts about a project can be seen. */
  Uni<List<ConnectionEntity>> validated(UUID teamId, String projectId) {
    return list("teamId = ?1 and projectId = ?2 and status = 'VALIDATED'", teamId, projectId);
  }

  Uni<Integer> apply(ConnectionValidated fact) {
    return query(VALIDATED, fact.connectionId())
        .map(q -> q.setParameter("team", fact.teamId()).setParameter("at", fact.at()))
        .chain(q -> q.setParameter("project", fact.projectId()).executeUpdate());
  }

  Uni<Integer> apply(ConnectionFailed fact) {
    return query(FAILED, fact.connectionId())
        .chain(q -> q.setParameter("at", fact.at()).executeUpdate());
  }

  Uni<Integer> apply(ConnectionRemoved fact) {
    return query(REMOVE, fact.connectionId())
        .map(q -> q.setParameter("team", fact.teamId()))
        .chain(q -> q.setParameter("at", fact.at()).executeUpdate());
  }

  /** What connection-service told when it was asked; any fact is newer. */
  Uni<Integer> add(Connection found) {
    return query(FOUND, found.id())
        .map(q -> q.setParameter("team", found.teamId()).setParameter("at", found.createdAt()))
        .map(q -> q.setParameter("status", found.status().name()))
        .chain(q -> q.setParameter("project", found.projectId()).executeUpdate());
  }

  private static Uni<Mutiny.Query<Object>> query(String sql, UUID id) {
    return Panache.getSession()
        .map(session -> session.createNativeQuery(sql).setParameter("id", id));
  }
}
