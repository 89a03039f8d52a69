package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.warehouse.Constraints;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a table that is altered.
 *
 * @param table its name in messages
 */
record AlteredKeys(Constraints before, String table) {

  /** Fails with 400 for a key that is there, or is not. */
  Constraints apply(Effect.Action action) {
    return switch (action) {
      case Effect.SetPrimaryKey(var key) -> {
        if (!before.primaryKey().isEmpty()) {
          throw GoogleError.invalid("Table " + table + " already has a primary key");
        }
        yield new Constraints(key, before.foreignKeys());
      }
      case Effect.AddForeignKey(var key) -> {
        var keys = new ArrayList<>(before.foreignKeys());
        keys.add(TableMaking.foreignKey(key));
        yield new Constraints(before.primaryKey(), keys);
      }
      case Effect.DropPrimaryKey(var ifExists) -> {
        if (before.primaryKey().isEmpty() && !ifExists) {
          throw GoogleError.invalid("Table " + table + " has no primary key");
        }
        yield new Constraints(List.of(), before.foreignKeys());
      }
      case Effect.DropConstraint(var constraint, var ifExists) -> {
        var keys = new ArrayList<>(before.foreignKeys());
        if (!keys.removeIf(key -> constraint.equalsIgnoreCase(key.name())) && !ifExists) {
          throw GoogleError.invalid("Table " + table + " has no constraint " + constraint);
        }
        yield new Constraints(before.primaryKey(), keys);
      }
      default -> throw new IllegalArgumentException("Not about keys: " + action);
    };
  }
}
