package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.bigquery.schema.Reshape;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Moves the rows of a table into a relation of another schema. */
public final class Reshaping {
  private final Tables tables;

  public Reshaping(Tables tables) {
    this.tables = tables;
  }

  /**
   * Carries the rows over when the types differ; the old relation is gone then.
   *
   * @param after the same table with the schema it is to have
   */
  public Table apply(Connection c, Table before, Table after) throws SQLException {
    if (types(before.fields()).equals(types(after.fields()))) {
      return after;
    }
    var moved = after.with(Tables.newRelation(), after.rows(), after.columnBytes());
    tables.createRelation(c, moved);
    if (!before.fields().isEmpty()) {
      var select = Reshape.selectList(before.fields(), after.fields());
      Sql.run(c, "INSERT INTO %s SELECT %s FROM %s".formatted(moved.from(), select, before.from()));
    }
    tables.dropRelation(c, before);
    return moved.with(moved.relation(), moved.rows(), ColumnBytes.of(c, moved, 0));
  }

  private static List<String> types(List<Field> fields) {
    return fields.stream().map(field -> field.name() + " " + DuckType.of(field)).toList();
  }
}
