package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * What a statement gives: its schema, and the last SELECT, whose columns are {@code c0}, {@code
 * c1}, … of exactly the schema's types.
 */
record Output(List<Field> schema, String sql) {
  private static final List<String> RESERVED =
      List.of("_PARTITION", "_TABLE_", "_FILE_", "_ROW_TIMESTAMP", "__ROOT__", "_COLIDENTIFIER");

  static Output of(ResolvedQueryStmt statement, Scans scans) {
    Query query = scans.write(statement.getQuery());
    ResolvedColumn first = statement.getOutputColumnList().getFirst().getColumn();
    if (statement.getIsValueTable()
        && ResolvedTree.type(first.getType()) instanceof Struct struct) {
      return ofStruct(query, Expressions.name(first), struct);
    }
    List<Column> columns = new ArrayList<>();
    List<Query.Renamed> renamed = new ArrayList<>();
    for (ResolvedOutputColumn output : statement.getOutputColumnList()) {
      SqlType type = ResolvedTree.type(output.getColumn().getType());
      renamed.add(
          new Query.Renamed(
              Expressions.name(output.getColumn()), "c" + columns.size(), Fields.duck(type)));
      columns.add(new Column(name(output), type));
    }
    return of(columns, query.rename(renamed));
  }

  /**
   * The analyzer names an unnamed column {@code $col1}, say, and the one of SELECT AS VALUE too.
   */
  private static String name(ResolvedOutputColumn output) {
    return output.getName().startsWith("$") ? "" : output.getName();
  }

  /** SELECT AS STRUCT gives the members as columns. */
  private static Output ofStruct(Query query, String column, Struct struct) {
    List<Field> members = Fields.members(struct);
    SequencedMap<String, String> items = new LinkedHashMap<>();
    for (Field member : members) {
      items.put("c" + items.size(), Sql.call("struct_extract", column, Sql.string(member.name())));
    }
    return of(struct.members(), query.project(items));
  }

  private static Output of(List<Column> columns, Query query) {
    List<Field> schema = schema(columns);
    schema.forEach(field -> requireName(field.name()));
    List<Column> named = new ArrayList<>();
    for (Column column : columns) {
      named.add(new Column(schema.get(named.size()).name(), column.type()));
    }
    return new Output(schema, new Elements().require(query, named).text());
  }

  /** Pseudo columns need another name on their way out. */
  private static void requireName(String name) {
    String start = name.toUpperCase(Locale.ROOT);
    if (RESERVED.stream().anyMatch(start::startsWith)) {
      throw SqlException.invalid(
          "Invalid field name \"%s\". Field names are not allowed to start with the".formatted(name)
              + " (case-insensitive) prefixes _PARTITION, _TABLE_, _FILE_, _ROW_TIMESTAMP, __ROOT__"
              + " and _COLIDENTIFIER");
    }
  }

  /** Unnamed columns are {@code f0_}, {@code f1_}, … counted among themselves. */
  private static List<Field> schema(List<Column> output) {
    List<Field> fields = new ArrayList<>();
    int unnamed = 0;
    for (Column column : output) {
      String name = column.name().isEmpty() ? "f" + unnamed++ + "_" : column.name();
      fields.add(Fields.field(name, column.type()));
    }
    return fields;
  }
}
