package io.bridge.catalog.dataset;

import static io.bridge.model.error.ErrorCode.CONNECTION_NOT_FOUND;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.catalog.dataset.SnapshotRows.TableRow;
import io.bridge.model.event.CatalogEvent.TableChanged;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes what a scan saw, a handful of statements whatever the number of tables. Every method needs
 * a transaction, and those that write fail with {@code CONNECTION_NOT_FOUND} where the connection
 * is gone. Idempotent: ids follow from names, and a look that began earlier never overwrites one
 * that began later.
 */
@ApplicationScoped
public class CatalogWriter {
  private final ObjectMapper mapper;

  CatalogWriter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Makes the catalog of the connection exactly the snapshot; answers what is new or changed. */
  public Uni<List<TableChanged>> replace(Snapshot snapshot) {
    return merge(snapshot)
        .call(() -> run(CatalogSql.FORGET_TABLES, snapshot))
        .call(() -> run(CatalogSql.FORGET_DATASETS, snapshot));
  }

  /** Writes what the snapshot has and leaves the rest; answers what is new or changed. */
  public Uni<List<TableChanged>> merge(Snapshot snapshot) {
    SnapshotRows rows = SnapshotRows.of(snapshot);
    return lock(snapshot)
        .chain(() -> known(snapshot))
        .call(() -> write(snapshot, rows))
        .map(known -> changes(snapshot, rows, known));
  }

  /** Removes the table that was not found, unless a look that began later found it. */
  public Uni<Void> forgetTable(Snapshot snapshot, String fqn) {
    return lock(snapshot)
        .chain(Panache::getSession)
        .chain(session -> forget(session, snapshot, fqn))
        .replaceWithVoid();
  }

  private static Uni<Integer> forget(Mutiny.Session session, Snapshot snapshot, String fqn) {
    return query(session, CatalogSql.FORGET_TABLE, snapshot)
        .setParameter("fqn", fqn)
        .executeUpdate();
  }

  /** Removes everything that was seen through the connection. */
  public Uni<Void> forgetConnection(UUID connectionId) {
    return Panache.getSession()
        .map(session -> session.createNativeQuery(CatalogSql.FORGET_CONNECTION))
        .chain(query -> query.setParameter("connection", connectionId).executeUpdate())
        .replaceWithVoid();
  }

  /**
   * Two writers of a connection queue up here, so that neither sees half of the other's rows, and
   * nothing is written of a connection that is gone.
   */
  private Uni<String> lock(Snapshot snapshot) {
    return Panache.getSession()
        .map(session -> session.createNativeQuery(CatalogSql.LOCK, String.class))
        .map(query -> query.setParameter("connection", snapshot.connectionId()))
        .chain(query -> query.setParameter("team", snapshot.teamId()).getSingleResultOrNull())
        .onItem()
        .ifNull()
        .failWith(() -> CONNECTION_NOT_FOUND.with(CONNECTION_NOT_FOUND.title()));
  }

  /** Id and fingerprint of each table; {@code later} for those that a later look has written. */
  private Uni<Set<String>> known(Snapshot snapshot) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(CatalogSql.KNOWN, String.class)
                    .setParameter("connection", snapshot.connectionId())
                    .setParameter("at", snapshot.at())
                    .getResultList())
        .map(Set::copyOf);
  }

  private Uni<Integer> write(Snapshot snapshot, SnapshotRows rows) {
    return runOfTeam(CatalogSql.DATASETS, snapshot, rows.datasets())
        .chain(() -> runOfTeam(CatalogSql.TABLES, snapshot, rows.tables()))
        .chain(() -> run(CatalogSql.FORGET_COLUMNS, snapshot))
        .chain(() -> runColumns(snapshot, rows));
  }

  private Uni<Integer> runOfTeam(String sql, Snapshot snapshot, List<?> rows) {
    return Panache.getSession()
        .chain(
            session ->
                query(session, sql, snapshot)
                    .setParameter("team", snapshot.teamId())
                    .setParameter("rows", json(rows))
                    .executeUpdate());
  }

  private Uni<Integer> runColumns(Snapshot snapshot, SnapshotRows rows) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(CatalogSql.COLUMNS)
                    .setParameter("at", snapshot.at())
                    .setParameter("rows", json(rows.columns()))
                    .executeUpdate());
  }

  private static Uni<Integer> run(String sql, Snapshot snapshot) {
    return Panache.getSession().chain(session -> query(session, sql, snapshot).executeUpdate());
  }

  private static Mutiny.Query<Object> query(Mutiny.Session session, String sql, Snapshot snapshot) {
    return session
        .createNativeQuery(sql)
        .setParameter("connection", snapshot.connectionId())
        .setParameter("at", snapshot.at());
  }

  private static List<TableChanged> changes(
      Snapshot snapshot, SnapshotRows rows, Set<String> known) {
    return rows.tables().stream()
        .filter(table -> !known.contains(table.id() + " " + table.fingerprint()))
        .filter(table -> !known.contains(table.id() + " later"))
        .map(table -> changed(snapshot, table))
        .toList();
  }

  private static TableChanged changed(Snapshot snapshot, TableRow table) {
    UUID connectionId = snapshot.connectionId();
    return new TableChanged(
        snapshot.teamId(), connectionId, table.id(), table.fqn(), table.rowCount(), snapshot.at());
  }

  /** Bound as text: the client would send a parameter of type jsonb as a JSON string. */
  private String json(List<?> rows) {
    try {
      return mapper.writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
