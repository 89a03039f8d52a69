package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.Map;

/** What a statement that is no query does. */
public sealed interface Effect {

  /** What to do where something has the name already. */
  enum Mode {
    FAIL,
    REPLACE,
    SKIP
  }

  /**
   * A setting that is computed when the statement runs.
   *
   * @param sql an expression of DuckDB without columns; a TIMESTAMP is milliseconds since 1970
   */
  record Option(String name, String sql) {}

  /**
   * A column to make.
   *
   * @param value GoogleSQL of its default; null for none
   * @param description an expression of DuckDB; null for none
   */
  record Column(Field field, String value, String description) {}

  /**
   * How a table is parted.
   *
   * @param unit HOUR, DAY, MONTH or YEAR; null for ranges of numbers
   * @param range start, end and interval; null for a time
   */
  record Parts(String column, String unit, List<Long> range) {}

  /** A foreign key; the columns stand in pairs. */
  record ForeignKey(String name, Name table, List<String> columns, List<String> referenced) {}

  /**
   * A new table.
   *
   * @param rows what it begins with; null for none
   * @param model the table whose columns it takes; null for columns of its own
   * @param copied whether it takes the model's rows, too
   * @param parts null for none
   */
  record CreateTable(
      Name name,
      Mode mode,
      boolean temporary,
      List<Column> columns,
      String rows,
      WarehouseTable model,
      boolean copied,
      Parts parts,
      List<String> clustering,
      List<Option> options,
      List<String> primaryKey,
      List<ForeignKey> foreignKeys)
      implements Effect {}

  /**
   * A new view.
   *
   * @param query GoogleSQL
   * @param columns of its query, with a description each or null
   */
  record CreateView(
      Name name, Mode mode, String query, Map<String, String> columns, List<Option> options)
      implements Effect {}

  /**
   * Takes something away.
   *
   * @param kind TABLE, VIEW or SCHEMA
   * @param cascade whether a dataset may have tables
   */
  record Drop(Name name, String kind, boolean ifExists, boolean cascade) implements Effect {}

  record CreateSchema(Name name, Mode mode, List<Option> options) implements Effect {}

  record AlterSchema(Name name, boolean ifExists, List<Option> options) implements Effect {}

  /**
   * Changes of a table or view, in their order.
   *
   * @param kind TABLE or VIEW
   */
  record Alter(Name name, String kind, boolean ifExists, List<Action> actions) implements Effect {}

  /** One change of a table. */
  sealed interface Action {}

  record AddColumn(Column column, boolean ifNotExists) implements Action {}

  record DropColumn(String name, boolean ifExists) implements Action {}

  record RenameColumn(String name, String newName, boolean ifExists) implements Action {}

  record RenameTo(Name name) implements Action {}

  record SetOptions(List<Option> options) implements Action {}

  record SetType(String column, boolean ifExists, Field type) implements Action {}

  record DropNotNull(String column, boolean ifExists) implements Action {}

  /**
   * Another default of a column.
   *
   * @param value GoogleSQL; null for none any more
   */
  record SetDefault(String column, boolean ifExists, String value) implements Action {}

  record DescribeColumn(String column, boolean ifExists, List<Option> options) implements Action {}

  record SetPrimaryKey(List<String> columns) implements Action {}

  record AddForeignKey(ForeignKey key) implements Action {}

  record DropPrimaryKey(boolean ifExists) implements Action {}

  record DropConstraint(String name, boolean ifExists) implements Action {}

  /**
   * New rows at the end of a table.
   *
   * @param rows a SELECT of all columns of the table, as they are stored
   */
  record Insert(WarehouseTable table, String rows) implements Effect {}

  /**
   * Other rows in a table.
   *
   * @param source a SELECT of what the target is compared with, its rows numbered as {@code sid};
   *     null for nothing. It is to be there as temporary table {@code dml_source}
   * @param actions a SELECT of {@code rid} of a target's row, {@code sid} and {@code act}, an index
   *     of {@code clauses}; each null for none. It is to be there as {@code dml_action}
   * @param kept a SELECT of the target's rows as they will be, in their order
   * @param clauses UPDATE, DELETE or INSERT
   * @param added a SELECT of new rows for each clause that is INSERT, by its index
   */
  record Change(
      WarehouseTable table,
      String source,
      String actions,
      String kept,
      List<String> clauses,
      Map<Integer, String> added)
      implements Effect {}

  /** No rows any more. */
  record Truncate(WarehouseTable table) implements Effect {}
}
