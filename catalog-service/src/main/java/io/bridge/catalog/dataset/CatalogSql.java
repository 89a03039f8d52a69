package io.bridge.catalog.dataset;

/**
 * The statements of {@link CatalogWriter}. {@code :connection}, {@code :team} and {@code :at} are
 * the snapshot's, {@code :rows} is a JSON array of {@link SnapshotRows}' records.
 */
final class CatalogSql {
  private CatalogSql() {}

  static final String LOCK =
      """
      select cast(id as text) from connection
      where id = :connection and team_id = :team and status <> 'REMOVED' for update
      """;

  static final String KNOWN =
      """
      select cast(id as text) || ' ' || case when scanned_at > :at then 'later' else fingerprint end
      from dataset_table where connection_id = :connection
      """;

  static final String DATASETS =
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

  static final String TABLES =
      """
      insert into dataset_table (id, dataset_id, team_id, connection_id, name, fqn, table_type,
        description, row_count, size_bytes, last_modified, scanned_at, fingerprint)
      select r.id, r.dataset_id, cast(:team as uuid), cast(:connection as uuid), r.name, r.fqn,
        r.table_type, r.description, r.row_count, r.size_bytes, r.last_modified,
        cast(:at as timestamptz), r.fingerprint
      from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r(id uuid,
        dataset_id uuid, name text, fqn text, table_type text, description text,
        row_count bigint, size_bytes bigint, last_modified timestamptz, fingerprint text)
      on conflict (id) do update set table_type = excluded.table_type,
        description = excluded.description, row_count = excluded.row_count,
        size_bytes = excluded.size_bytes, last_modified = excluded.last_modified,
        scanned_at = excluded.scanned_at, fingerprint = excluded.fingerprint
      where dataset_table.scanned_at <= excluded.scanned_at
      """;

  static final String FORGET_COLUMNS =
      """
      delete from table_column where table_id in (
        select id from dataset_table where connection_id = :connection
          and scanned_at = :at)
      """;

  static final String COLUMNS =
      """
      insert into table_column (table_id, position, name, type, nullable, description)
      select r.table_id, r.position, r.name, r.type, r.nullable, r.description
      from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r(table_id uuid,
        position int, name text, type text, nullable boolean, description text)
      join dataset_table t on t.id = r.table_id and t.scanned_at = :at
      """;

  static final String FORGET_TABLES =
      """
      delete from dataset_table where connection_id = :connection
        and scanned_at < :at
      """;

  static final String FORGET_DATASETS =
      """
      delete from dataset where connection_id = :connection
        and scanned_at < :at
      """;

  static final String FORGET_TABLE =
      """
      delete from dataset_table where connection_id = :connection
        and fqn = :fqn and scanned_at < :at
      """;

  static final String FORGET_CONNECTION = "delete from dataset where connection_id = :connection";
}
