package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.wire.Etag;
import java.util.List;
import java.util.SortedMap;

/**
 * A table, or the anonymous result of a query.
 *
 * @param relation name in schema {@code data}; made here, never a user's word
 * @param columnBytes logical bytes of each top-level column; empty for a result
 * @param owner email of who created it
 * @param createdMs since 1970
 * @param modifiedMs since 1970
 * @param expiresMs since 1970; null for a table, set for a result
 * @param definition partitions, keys and what else a table is; a view's query
 */
public record Table(
    String dataset,
    String id,
    String relation,
    String location,
    List<Field> fields,
    Details details,
    long rows,
    SortedMap<String, Long> columnBytes,
    String owner,
    long createdMs,
    long modifiedMs,
    Long expiresMs,
    Definition definition) {

  public boolean isResult() {
    return expiresMs != null;
  }

  public boolean isView() {
    return definition.isView();
  }

  /** Logical bytes of all columns. */
  public long bytes() {
    return columnBytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The rows, for a FROM. */
  public String from() {
    return "data." + DuckType.quote(relation);
  }

  /** A table whose time is over is gone, before the next sweep takes its rows away. */
  boolean isAlive() {
    return definition.expiresMs() == null || definition.expiresMs() > System.currentTimeMillis();
  }

  /** Whether rows go when their partition's time is over. */
  public boolean hasExpiringPartitions() {
    return definition.partitioning() instanceof Partitioning.ByTime time
        && time.expirationMs() != null;
  }

  /** The rows whose partition's time is not over, with their numbers, for a FROM. */
  public String alive() {
    return hasExpiringPartitions() && definition.partitioning() instanceof Partitioning.ByTime time
        ? "(SELECT *, rowid FROM " + from() + " WHERE " + time.alive() + ")"
        : from();
  }

  /** The columns of {@link #alive}, for a SELECT. */
  public String aliveColumns() {
    return hasExpiringPartitions() ? "* EXCLUDE (rowid)" : "*";
  }

  /** The quoted column that holds a top-level field; a result's names may repeat. */
  public String column(int index) {
    return DuckType.quote(isResult() ? "c" + index : fields.get(index).name());
  }

  public String etag() {
    return Etag.of(
        String.join("\n", dataset, id, relation, "" + modifiedMs, "" + rows, details.encode())
            + SchemaJson.write(fields)
            + definition.encode(""));
  }

  /** This table with other words and another schema. */
  public Table with(Details changedDetails, List<Field> changedFields, long nowMs) {
    return new Table(
        dataset,
        id,
        relation,
        location,
        changedFields,
        changedDetails,
        rows,
        columnBytes,
        owner,
        createdMs,
        nowMs,
        expiresMs,
        definition);
  }

  /** This table with other partitions, keys or another query. */
  public Table with(Definition other) {
    return new Table(
        dataset,
        id,
        relation,
        location,
        fields,
        details,
        rows,
        columnBytes,
        owner,
        createdMs,
        modifiedMs,
        expiresMs,
        other);
  }

  /** This table under another name. */
  public Table named(String otherDataset, String otherId) {
    return new Table(
        otherDataset,
        otherId,
        relation,
        location,
        fields,
        details,
        rows,
        columnBytes,
        owner,
        createdMs,
        modifiedMs,
        expiresMs,
        definition);
  }

  /** This table with other rows. */
  public Table with(String otherRelation, long otherRows, SortedMap<String, Long> otherBytes) {
    return new Table(
        dataset,
        id,
        otherRelation,
        location,
        fields,
        details,
        otherRows,
        otherBytes,
        owner,
        createdMs,
        modifiedMs,
        expiresMs,
        definition);
  }
}
