package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Set;

/**
 * Keys of a table, which BigQuery keeps and does not enforce.
 *
 * @param primaryKey its columns; empty for none
 */
public record Constraints(List<String> primaryKey, List<ForeignKey> foreignKeys) {
  private static final int MAX_KEY_COLUMNS = 16;

  public Constraints {
    primaryKey = List.copyOf(primaryKey);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /** Columns of this table that name a row of another, in the same project. */
  public record ForeignKey(String name, String dataset, String table, List<Pair> columns) {}

  /** One column and the one of the other table that it repeats. */
  public record Pair(String referencing, String referenced) {}

  static Constraints none() {
    return new Constraints(List.of(), List.of());
  }

  boolean isEmpty() {
    return primaryKey.isEmpty() && foreignKeys.isEmpty();
  }

  /** Reads {@code tableConstraints}; null is none. */
  static Constraints read(Body body) {
    if (body == null) {
      return none();
    }
    body.known(Set.of("primaryKey", "foreignKeys"), Set.of());
    var primary = body.object("primaryKey");
    return new Constraints(
        primary == null ? List.of() : primary.texts("columns"),
        body.objects("foreignKeys").stream().map(Constraints::foreignKey).toList());
  }

  private static ForeignKey foreignKey(Body body) {
    body.known(Set.of("name", "referencedTable", "columnReferences"), Set.of());
    var table = body.requiredObject("referencedTable");
    var columns =
        body.objects("columnReferences").stream()
            .map(c -> new Pair(c.required("referencingColumn"), c.required("referencedColumn")))
            .toList();
    return new ForeignKey(
        body.text("name"), table.required("datasetId"), table.required("tableId"), columns);
  }

  /** Fails with 400 for a column that the table has not. */
  void requireColumns(List<Field> fields) {
    primaryKey.forEach(column -> require(fields, column));
    foreignKeys.forEach(key -> key.columns().forEach(c -> require(fields, c.referencing())));
    if (primaryKey.size() > MAX_KEY_COLUMNS) {
      throw GoogleError.invalid("A primary key can have at most 16 columns");
    }
  }

  private static void require(List<Field> fields, String column) {
    var field = SchemaChange.find(fields, column);
    if (field == null || field.isRepeated()) {
      throw GoogleError.invalid("Invalid column in a key of the table: " + column);
    }
  }

  void write(String project, ObjectNode table) {
    if (isEmpty()) {
      return;
    }
    var node = table.putObject("tableConstraints");
    if (!primaryKey.isEmpty()) {
      primaryKey.forEach(node.putObject("primaryKey").putArray("columns")::add);
    }
    if (!foreignKeys.isEmpty()) {
      var keys = node.putArray("foreignKeys");
      foreignKeys.forEach(key -> write(project, key, keys.addObject()));
    }
  }

  private static void write(String project, ForeignKey key, ObjectNode node) {
    if (key.name() != null) {
      node.put("name", key.name());
    }
    node.putObject("referencedTable")
        .put("projectId", project)
        .put("datasetId", key.dataset())
        .put("tableId", key.table());
    var columns = node.putArray("columnReferences");
    for (var column : key.columns()) {
      columns
          .addObject()
          .put("referencingColumn", column.referencing())
          .put("referencedColumn", column.referenced());
    }
  }
}
