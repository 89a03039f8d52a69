package io.bridge.catalog.dataset;

/** Statements that answer JSON in the form of {@link io.bridge.model.catalog.TableSchema}. */
final class TableSchemaSql {
  private TableSchemaSql() {}

  private static final String SCHEMA =
      """
      json_build_object('dataset', d.name, 'table', json_build_object('id', t.id,
          'datasetId', t.dataset_id, 'name', t.name, 'fqn', t.fqn, 'tableType', t.table_type,
          'description', t.description, 'rowCount', t.row_count, 'sizeBytes', t.size_bytes,
          'lastModified', t.last_modified, 'scannedAt', t.scanned_at),
        'columns', coalesce((
          select json_agg(json_build_object('name', c.name, 'position', c.position,
            'type', c.type, 'nullable', c.nullable, 'description', c.description)
            order by c.position)
          from table_column c where c.table_id = t.id), '[]'))
      """;

  /** {@code :dataset} is empty for all. */
  static final String PAGE =
      """
      select cast(%s as text)
      from dataset_table t join dataset d on d.id = t.dataset_id
      where t.connection_id = :connection
        and (cast(:dataset as text) = '' or d.name = cast(:dataset as text))
        and (d.name, t.name) > (cast(:afterDataset as text), cast(:afterTable as text))
      order by d.name, t.name limit :limit
      """
          .formatted(SCHEMA);

  /** {@code :names} is a JSON array of {@link Wanted}. */
  static final String LOOKUP =
      """
      select cast(json_build_object('name', n.name, 'schema', found.schema) as text)
      from jsonb_to_recordset(cast(cast(:names as text) as jsonb)) as n(name text, last text)
      cross join lateral (
        select d.name as dataset, %s as schema
        from dataset_table t join dataset d on d.id = t.dataset_id
        where t.connection_id = :connection and t.name = n.last
          and n.name in (t.name, d.name || '.' || t.name, t.fqn)
        order by d.name limit 20
      ) found
      order by n.name, found.dataset
      """
          .formatted(SCHEMA);
}
