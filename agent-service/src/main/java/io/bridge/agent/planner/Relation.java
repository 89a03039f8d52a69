package io.bridge.agent.planner;

import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * A table that the planner may use.
 *
 * @param rows as the last scan saw
 * @param bytes of all columns together
 * @param fields columns of a kind that it can use, in their order
 */
record Relation(
    String project,
    String dataset,
    String name,
    long rows,
    long bytes,
    int columns,
    String description,
    List<Field> fields) {
  private static final int LONGEST_NAME = 128;

  /** Empty for what is no plain table with rows, or is not named as the warehouse names tables. */
  static Optional<Relation> of(TableSchema schema) {
    String tail = "." + schema.dataset() + "." + schema.table().name();
    String fqn = schema.table().fqn();
    boolean plain = "TABLE".equals(schema.table().tableType()) && schema.table().rowCount() > 0;
    if (!plain || !fqn.endsWith(tail) || fqn.length() == tail.length()) {
      return Optional.empty();
    }
    return Optional.of(
        new Relation(
            fqn.substring(0, fqn.length() - tail.length()),
            schema.dataset(),
            schema.table().name(),
            schema.table().rowCount(),
            schema.table().sizeBytes(),
            schema.columns().size(),
            text(schema.table().description()),
            schema.columns().stream().map(Relation::field).filter(Relation::isUsable).toList()));
  }

  private static Field field(Column column) {
    return new Field(
        column.name(), column.position(), Kind.of(column.type()), text(column.description()));
  }

  private static boolean isUsable(Field field) {
    return field.kind() != Kind.OTHER && field.name().length() <= LONGEST_NAME;
  }

  private static String text(String description) {
    return description == null ? "" : description;
  }

  /** Unique in the warehouse. */
  String id() {
    return project + "." + dataset + "." + name;
  }

  /** For FROM, fully qualified. */
  String sql() {
    return String.join(
        ".", Identifiers.quote(project), Identifiers.quote(dataset), Identifiers.quote(name));
  }

  Optional<Field> field(String wanted) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(wanted)).findFirst();
  }

  boolean has(java.util.function.Predicate<Kind> kind) {
    return fields.stream().anyMatch(f -> kind.test(f.kind()));
  }

  /** What reading so many columns may cost, where all were equally wide. */
  long bytesOf(int some) {
    return columns == 0 ? bytes : Math.round((double) bytes * some / columns);
  }
}
