package io.bridge.catalog.dataset;

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
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes what a scan saw, a handful of statements whatever the number of tables. Every method needs
 * a transaction. Idempotent: ids follow from names, and a look that began earlier never overwrites
 * one that began later.
 */
@ApplicationScoped
public class CatalogWriter {
  private static final String LOCK =
      """
      insert into connection_scan (connection_id, team_id, scanned_at)
      values (:connection, :team, :at)
      on conflict (connection_id) do update
        set scanned_at = greatest(connection_scan.scanned_at, excluded.scanned_at)
      """;

  private static final String KNOWN =
      """
      select cast(id as text) || ' ' || fingerprint from dataset_table
      where connection_id = :connection
      """;

  private static final String DATASETS =
      """
      insert into dataset (id, team_id, connection_id, name, fqn, description, location,
        last_modified, scanned_at)
      select r.id, cast(:team as uuid), cast(:connection as uuid), r.name, r.fqn, r.description,
        r.location, r.last_modified, cast(:at as timestamptz)
      from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r(id uuid, name text, fqn text,
        description text, location text, last_modified timestamptz)
      on conflict (id) do update set description = excluded.description,
        location = excluded.location, last_modified = excluded.last_modified,
        scanned_at = excluded.scanned_at
      where dataset.scanned_at <= excluded.scanned_at
      """;

  private static final String TABLES =
      """
      insert into dataset_table (id, dataset_id, team_id, connection_id, name, fqn, table_type,
        description, row_count, size_bytes, last_modified, scanned_at, fingerprint)
      select r.id, r.dataset_id, cast(:team as uuid), cast(:connection as uuid), r.name, r.fqn,
        r.table_type, r.description, r.row_count, r.size_bytes, r.last_modified,
        cast(:at as timestamptz), r.fingerprint
      from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r(id uuid, dataset_id uuid, name text,
        fqn text, table_type text, description text, row_count bigint, size_bytes bigint,
        last_modified timestamptz, fingerprint text)
      on conflict (id) do update set table_type = excluded.table_type,
        description = excluded.description, row_count = excluded.row_count,
        size_bytes = excluded.size_bytes, last_modified = excluded.last_modified,
        scanned_at = excluded.scanned_at, fingerprint = excluded.fingerprint
      where dataset_table.scanned_at <= excluded.scanned_at
      """;

  private static final String FORGET_COLUMNS =
      """
      delete from table_column where table_id in (
        select id from dataset_table where connection_id = :connection
          and scanned_at = :at)
      """;

  private static final String COLUMNS =
      """
      insert into table_column (table_id, position, name, type, nullable, description)
      select r.table_id, r.position, r.name, r.type, r.nullable, r.description
      from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r(table_id uuid, position int, name text,
        type text, nullable boolean, description text)
      join dataset_table t on t.id = r.table_id and t.scanned_at = :at
      """;

  private static final String FORGET_TABLES =
      """
      delete from dataset_table where connection_id = :connection
        and scanned_at < :at
      """;

  private static final String FORGET_DATASETS =
      """
      delete from dataset where connection_id = :connection
        and scanned_at < :at
      """;

  private static final String FORGET_TABLE =
      """
      delete from dataset_table where connection_id = :connection
        and fqn = :fqn and scanned_at < :at
      """;

  private final ObjectMapper mapper;

  CatalogWriter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Makes the catalog of the connection exactly the snapshot; answers what is new or changed. */
  public Uni<List<TableChanged>> replace(Snapshot snapshot) {
    return merge(snapshot)
        .call(() -> run(FORGET_TABLES, snapshot))
        .call(() -> run(FORGET_DATASETS, snapshot));
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
        .chain(
            session ->
                query(session, FORGET_TABLE, snapshot).setParameter("fqn", fqn).executeUpdate())
        .replaceWithVoid();
  }

  /** Two writers of a connection queue up here, so that neither sees half of the other's rows. */
  private Uni<Integer> lock(Snapshot snapshot) {
    return Panache.getSession()
        .chain(
            session ->
                query(session, LOCK, snapshot)
                    .setParameter("team", snapshot.teamId())
                    .executeUpdate());
  }

  private Uni<Set<String>> known(Snapshot snapshot) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(KNOWN, String.class)
                    .setParameter("connection", snapshot.connectionId())
                    .getResultList())
        .map(Set::copyOf);
  }

  private Uni<Integer> write(Snapshot snapshot, SnapshotRows rows) {
    return runOfTeam(DATASETS, snapshot, rows.datasets())
        .chain(() -> runOfTeam(TABLES, snapshot, rows.tables()))
        .chain(() -> run(FORGET_COLUMNS, snapshot))
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
                    .createNativeQuery(COLUMNS)
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
        .map(table -> changed(snapshot, table))
        .collect(Collectors.toList());
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
