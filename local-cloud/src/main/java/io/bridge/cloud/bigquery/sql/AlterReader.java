package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAddColumnAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAddConstraintAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterColumnDropDefaultAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterColumnDropNotNullAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterColumnOptionsAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterColumnSetDataTypeAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterColumnSetDefaultAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDropColumnAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDropConstraintAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDropPrimaryKeyAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedForeignKey;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedPrimaryKey;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRenameColumnAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRenameToAction;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOptionsAction;
import io.bridge.sql.ResolvedTree;
import java.util.List;

/** The actions of ALTER TABLE and ALTER VIEW. */
final class AlterReader {
  private final TableNames tables;
  private final ColumnReader columns;
  private final DdlReader keys;

  AlterReader(TableNames tables, ColumnReader columns, DdlReader keys) {
    this.tables = tables;
    this.columns = columns;
    this.keys = keys;
  }

  List<Effect.Action> actions(List<ResolvedAlterAction> actions) {
    return actions.stream().map(this::action).toList();
  }

  private Effect.Action action(ResolvedAlterAction action) {
    return switch (action) {
      case ResolvedAddColumnAction add ->
          new Effect.AddColumn(columns.read(add.getColumnDefinition()), add.getIsIfNotExists());
      case ResolvedDropColumnAction drop ->
          new Effect.DropColumn(drop.getName(), drop.getIsIfExists());
      case ResolvedRenameColumnAction rename ->
          new Effect.RenameColumn(rename.getName(), rename.getNewName(), rename.getIsIfExists());
      case ResolvedRenameToAction rename -> new Effect.RenameTo(newName(rename));
      case ResolvedSetOptionsAction set ->
          new Effect.SetOptions(columns.options(set.getOptionList()));
      case ResolvedAlterColumnSetDataTypeAction set ->
          new Effect.SetType(
              set.getColumn(),
              set.getIsIfExists(),
              ColumnReader.type(
                  ResolvedTree.type(set.getUpdatedType()), set.getUpdatedAnnotations()));
      case ResolvedAlterColumnDropNotNullAction drop ->
          new Effect.DropNotNull(drop.getColumn(), drop.getIsIfExists());
      case ResolvedAlterColumnSetDefaultAction set ->
          new Effect.SetDefault(
              set.getColumn(), set.getIsIfExists(), set.getDefaultValue().getSql());
      case ResolvedAlterColumnDropDefaultAction drop ->
          new Effect.SetDefault(drop.getColumn(), drop.getIsIfExists(), null);
      case ResolvedAlterColumnOptionsAction set ->
          new Effect.DescribeColumn(
              set.getColumn(), set.getIsIfExists(), columns.options(set.getOptionList()));
      case ResolvedAddConstraintAction add -> constraint(add);
      case ResolvedDropPrimaryKeyAction drop -> new Effect.DropPrimaryKey(drop.getIsIfExists());
      case ResolvedDropConstraintAction drop ->
          new Effect.DropConstraint(drop.getName(), drop.getIsIfExists());
      default -> throw Scans.unsupported(action);
    };
  }

  /** A name alone is one in the same dataset. */
  private Name newName(ResolvedRenameToAction rename) {
    return rename.getNewPath().size() == 1
        ? new Name("", "", rename.getNewPath().getFirst())
        : tables.name(rename.getNewPath());
  }

  private Effect.Action constraint(ResolvedAddConstraintAction add) {
    return switch (add.getConstraint()) {
      case ResolvedPrimaryKey key when key.getUnenforced() ->
          new Effect.SetPrimaryKey(key.getColumnNameList());
      case ResolvedForeignKey key -> new Effect.AddForeignKey(keys.foreignKey(key));
      default -> throw SqlException.invalid("A key must be NOT ENFORCED");
    };
  }
}
