package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.sql.Name;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import java.sql.SQLException;

/** ALTER and DROP of tables and views that are there. */
final class TableChanging {
  private final Context context;
  private final Tables tables;

  TableChanging(Context context) {
    this.context = context;
    this.tables = context.tables();
  }

  String alter(Effect.Alter alter) throws SQLException {
    var name = alter.name();
    context.granted("bigquery.tables.get", name.dataset());
    context.granted("bigquery.tables.update", name.dataset());
    var table = find(name, alter.ifExists());
    if (table == null) {
      return "SKIP";
    }
    requireKind(table, alter.kind());
    new Alteration(context, table).apply(alter.actions());
    return "ALTER";
  }

  String drop(Name name, String kind, boolean ifExists) throws SQLException {
    context.granted("bigquery.tables.delete", name.dataset());
    var table = find(name, ifExists);
    if (table == null) {
      return "SKIP";
    }
    requireKind(table, kind);
    tables.remove(context.connection(), table);
    return "DROP";
  }

  private Table find(Name name, boolean mayMiss) throws SQLException {
    var found = tables.find(context.connection(), name.dataset(), name.table());
    return mayMiss
        ? found.orElse(null)
        : found.orElseThrow(() -> tables.notFound(name.dataset(), name.table()));
  }

  private void requireKind(Table table, String kind) {
    if (table.isView() && !kind.equals("VIEW")) {
      throw tables.isView(table);
    }
    if (!table.isView() && kind.equals("VIEW")) {
      throw new TableMaking(context).isTable(table);
    }
  }
}
