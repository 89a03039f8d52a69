package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.Table;
import com.google.zetasql.resolvedast.ResolvedCreateStatementEnums.CreateMode;
import com.google.zetasql.resolvedast.ResolvedCreateStatementEnums.CreateScope;
import com.google.zetasql.resolvedast.ResolvedDropStmtEnums.DropMode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterSchemaStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterTableSetOptionsStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterTableStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterViewStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateSchemaStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableAsSelectStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableStmtBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateViewStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDropStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedForeignKey;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOptionsAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import io.bridge.sql.ResolvedTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads statements that define tables, views and datasets. */
final class DdlReader {
  private static final Set<String> DROPPED = Set.of("TABLE", "VIEW", "SCHEMA");

  private final ResolvedTree tree;
  private final TableNames tables;
  private final Scans scans;
  private final ColumnReader columns;

  DdlReader(ResolvedTree tree, TableNames tables, Scans scans) {
    this.tree = tree;
    this.tables = tables;
    this.scans = scans;
    this.columns = new ColumnReader(scans.expressions());
  }

  /** Null for a statement that defines nothing. */
  Effect read(ResolvedStatement statement) {
    return switch (statement) {
      case ResolvedCreateTableStmt create -> table(create);
      case ResolvedCreateTableAsSelectStmt create -> table(create);
      case ResolvedCreateViewStmt create -> view(create);
      case ResolvedDropStmt drop -> drop(drop);
      case ResolvedCreateSchemaStmt create -> schema(create);
      case ResolvedAlterSchemaStmt alter ->
          new Effect.AlterSchema(
              tables.schema(alter.getNamePath()),
              alter.getIsIfExists(),
              alter.getAlterActionList().stream()
                  .map(ResolvedSetOptionsAction.class::cast)
                  .flatMap(action -> columns.options(action.getOptionList()).stream())
                  .toList());
      case ResolvedAlterTableStmt alter ->
          new Effect.Alter(
              tables.name(alter.getNamePath()),
              "TABLE",
              alter.getIsIfExists(),
              new AlterReader(tables, columns, this).actions(alter.getAlterActionList()));
      case ResolvedAlterViewStmt alter ->
          new Effect.Alter(
              tables.name(alter.getNamePath()),
              "VIEW",
              alter.getIsIfExists(),
              new AlterReader(tables, columns, this).actions(alter.getAlterActionList()));
      case ResolvedAlterTableSetOptionsStmt alter ->
          new Effect.Alter(
              tables.name(alter.getNamePath()),
              "TABLE",
              alter.getIsIfExists(),
              List.of(new Effect.SetOptions(columns.options(alter.getOptionList()))));
      default -> null;
    };
  }

  private Effect table(ResolvedCreateTableStmt create) {
    ResolvedTableScan copied =
        create.getCopyFrom() != null
            ? (ResolvedTableScan) create.getCopyFrom()
            : (ResolvedTableScan) create.getCloneFrom();
    Table model = copied == null ? create.getLikeTable() : copied.getTable();
    return table(
        create,
        null,
        model == null ? null : tables.warehouseTable(tree.table(model)),
        copied != null,
        new Layout(create.getPartitionByList(), create.getClusterByList()));
  }

  private Effect table(ResolvedCreateTableAsSelectStmt create) {
    var query =
        ResolvedQueryStmt.builder()
            .setOutputColumnList(create.getOutputColumnList())
            .setIsValueTable(create.getIsValueTable())
            .setQuery(create.getQuery())
            .build();
    List<Field> fields =
        create.getColumnDefinitionList().stream()
            .map(columns::read)
            .map(Effect.Column::field)
            .toList();
    String rows =
        new StoredRows(scans.expressions().bindings()).of(fields, Output.of(query, scans).sql());
    return table(
        create,
        rows,
        null,
        false,
        new Layout(create.getPartitionByList(), create.getClusterByList()));
  }

  private record Layout(List<ResolvedExpr> partitionBy, List<ResolvedExpr> clusterBy) {}

  private Effect table(
      ResolvedCreateTableStmtBase create,
      String rows,
      WarehouseTable model,
      boolean copied,
      Layout layout) {
    if (!create.getCheckConstraintList().isEmpty()) {
      throw SqlException.unsupported("A CHECK constraint");
    }
    if (create.getCollationName() != null) {
      throw SqlException.unsupported("DEFAULT COLLATE");
    }
    boolean temporary = create.getCreateScope() == CreateScope.CREATE_TEMP;
    var defined =
        model == null
            ? create.getColumnDefinitionList().stream().map(columns::read).toList()
            : List.<Effect.Column>of();
    return new Effect.CreateTable(
        tables.name(create.getNamePath()),
        mode(create),
        temporary,
        defined,
        rows,
        model,
        copied,
        PartsReader.parts(layout.partitionBy()),
        PartsReader.clustering(layout.clusterBy()),
        columns.options(create.getOptionList()),
        create.getPrimaryKey() == null ? List.of() : primaryKey(create),
        create.getForeignKeyList().stream().map(this::foreignKey).toList());
  }

  private static List<String> primaryKey(ResolvedCreateTableStmtBase create) {
    if (!create.getPrimaryKey().getUnenforced()) {
      throw SqlException.invalid("Primary key must be NOT ENFORCED");
    }
    return create.getPrimaryKey().getColumnNameList();
  }

  Effect.ForeignKey foreignKey(ResolvedForeignKey key) {
    if (key.getEnforced()) {
      throw SqlException.invalid("Foreign keys must be NOT ENFORCED");
    }
    WarehouseTable other = tables.warehouseTable(tree.table(key.getReferencedTable()));
    return new Effect.ForeignKey(
        key.getConstraintName() == null || key.getConstraintName().isEmpty()
            ? null
            : key.getConstraintName(),
        new Name(other.project(), other.dataset(), other.name()),
        key.getReferencingColumnList(),
        key.getReferencedColumnOffsetList().stream()
            .map(i -> other.fields().get(Math.toIntExact(i)).name())
            .toList());
  }

  private Effect view(ResolvedCreateViewStmt create) {
    if (create.getRecursive()) {
      throw SqlException.unsupported("A recursive view");
    }
    Map<String, String> described = new LinkedHashMap<>();
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < create.getColumnDefinitionList().size(); i++) {
      var definition = create.getColumnDefinitionList().get(i);
      described.put(definition.getName(), columns.read(definition).description());
      var own = create.getOutputColumnList().get(i).getColumn().getName();
      selected.add("`%s` AS `%s`".formatted(own, definition.getName()));
    }
    // A view of BigQuery has column names beside its query; here they are a part of it.
    String query =
        create.getHasExplicitColumns()
            ? "SELECT %s FROM (\n%s\n)".formatted(String.join(", ", selected), create.getSql())
            : create.getSql();
    return new Effect.CreateView(
        tables.name(create.getNamePath()),
        mode(create),
        query,
        described,
        columns.options(create.getOptionList()));
  }

  private Effect drop(ResolvedDropStmt drop) {
    if (!DROPPED.contains(drop.getObjectType())) {
      throw SqlException.unsupported("DROP " + drop.getObjectType());
    }
    boolean schema = drop.getObjectType().equals("SCHEMA");
    return new Effect.Drop(
        schema ? tables.schema(drop.getNamePath()) : tables.name(drop.getNamePath()),
        drop.getObjectType(),
        drop.getIsIfExists(),
        drop.getDropMode() == DropMode.CASCADE);
  }

  private Effect schema(ResolvedCreateSchemaStmt create) {
    return new Effect.CreateSchema(
        tables.schema(create.getNamePath()), mode(create), columns.options(create.getOptionList()));
  }

  private static Effect.Mode mode(ResolvedCreateStatement create) {
    CreateMode mode = create.getCreateMode();
    return switch (mode) {
      case CREATE_OR_REPLACE -> Effect.Mode.REPLACE;
      case CREATE_IF_NOT_EXISTS -> Effect.Mode.SKIP;
      default -> Effect.Mode.FAIL;
    };
  }
}
