package io.bridge.model.type;

import io.bridge.model.type.Carried.Exactly;
import io.bridge.model.type.Carried.Not;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DuckDB's columns as BigQuery's, carried by a Parquet file: exactly or not at all. */
public final class TypeMapping {
  private static final int MAX_TYPE_SHOWN = 200;

  private TypeMapping() {}

  /**
   * One mapping for each column, in the same order. Never fails: what is not understood is refused.
   */
  public static List<ColumnMapping> map(List<SourceColumn> columns) {
    List<WarehouseNames.Name> names =
        WarehouseNames.columns(columns.stream().map(SourceColumn::name).toList());
    List<ColumnMapping> mappings = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      mappings.add(one(columns.get(i), names.get(i)));
    }
    return List.copyOf(mappings);
  }

  private static ColumnMapping one(SourceColumn column, WarehouseNames.Name name) {
    if (name.text() == null) {
      return refused(column, new Not("the name occurs twice", "rename one of the columns"));
    }
    Optional<DuckType> type = DuckTypeParser.parse(column.duckDbType());
    if (type.isEmpty()) {
      Not unknown =
          new Not("Bridge does not understand this type", "cast it to VARCHAR in the source");
      return refused(column, unknown);
    }
    return switch (NestedTypes.map(type.get(), quoted(column.name()), 0)) {
      case Exactly exactly -> exact(column, name, exactly);
      case Not not -> refused(column, not);
    };
  }

  private static ColumnMapping exact(
      SourceColumn column, WarehouseNames.Name name, Exactly exactly) {
    Export export = new Export(exactly.select(), exactly.violation());
    return new ColumnMapping.Exact(column.name(), exactly.named(name), export);
  }

  private static ColumnMapping refused(SourceColumn column, Not not) {
    return new ColumnMapping.Refused(
        column.name(), shown(column.duckDbType()), not.reason(), not.hint());
  }

  private static String shown(String type) {
    return type == null || type.length() <= MAX_TYPE_SHOWN
        ? type
        : type.substring(0, MAX_TYPE_SHOWN) + "…";
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
