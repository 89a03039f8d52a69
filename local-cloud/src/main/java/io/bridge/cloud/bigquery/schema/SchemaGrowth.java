package io.bridge.cloud.bigquery.schema;

import io.bridge.cloud.bigquery.sql.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The schema of a table after a load that may change it.
 *
 * @param updates what the load may do
 */
public record SchemaGrowth(Set<Update> updates) {

  /** {@code schemaUpdateOptions}. */
  public enum Update {
    ALLOW_FIELD_ADDITION,
    ALLOW_FIELD_RELAXATION
  }

  /**
   * The table's fields, with the load's new ones at their ends, and REQUIRED made NULLABLE where
   * the load has it so or has nothing. What the load may not do is left undone.
   */
  public List<Field> merge(List<Field> table, List<Field> load) {
    var merged = new ArrayList<Field>();
    for (var field : table) {
      merged.add(merge(field, SchemaChange.find(load, field.name())));
    }
    if (updates.contains(Update.ALLOW_FIELD_ADDITION)) {
      load.stream()
          .filter(field -> SchemaChange.find(table, field.name()) == null)
          .forEach(merged::add);
    }
    return merged;
  }

  private Field merge(Field field, Field load) {
    boolean relaxes =
        updates.contains(Update.ALLOW_FIELD_RELAXATION)
            && field.mode().equals("REQUIRED")
            && (load == null || load.mode().equals("NULLABLE"));
    return new Field(
        field.name(),
        field.type(),
        relaxes ? "NULLABLE" : field.mode(),
        field.precision(),
        field.scale(),
        load == null ? field.fields() : merge(field.fields(), load.fields()),
        field.description());
  }
}
