package io.bridge.dashboard.query;

import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.FoundTables;
import io.bridge.model.catalog.FoundTables.FoundTable;
import io.bridge.model.catalog.TableSchema;
import io.bridge.sql.SqlTable;
import io.bridge.sql.SqlType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables that a statement names, as the team's catalog knows them.
 *
 * @param byName by the name as the statement has it
 * @param defaultDataset where names without a dataset are; null where there are none
 */
record NamedTables(Map<String, SqlTable> byName, DatasetName defaultDataset) {
  private static final int MOST_NAMES = 99;

  /** A dataset with its project. */
  record DatasetName(String project, String dataset) {
    static DatasetName of(TableSchema table) {
      String fqn = table.table().fqn();
      return new DatasetName(fqn.substring(0, fqn.indexOf('.')), table.dataset());
    }
  }

  /** The names to look up. Fails where one of them may not be looked up at all. */
  static List<String> names(Collection<List<String>> paths) {
    List<String> names = paths.stream().map(path -> String.join(".", path)).distinct().toList();
    names.forEach(NamedTables::requirePlain);
    if (names.size() > MOST_NAMES) {
      throw Rule.TABLES.refuse("The statement names more than " + MOST_NAMES + " tables");
    }
    return names;
  }

  /** Fails where a name fits no table of the team, or more than one. */
  static NamedTables of(List<String> names, FoundTables found) {
    Map<String, List<TableSchema>> fitting = new HashMap<>();
    for (FoundTable table : found.tables()) {
      fitting.computeIfAbsent(table.name(), _ -> new ArrayList<>()).add(table.schema());
    }
    DatasetName home = home(names, fitting);
    Map<String, SqlTable> tables = new HashMap<>();
    names.forEach(name -> choose(name, fitting, home).ifPresent(it -> tables.put(name, table(it))));
    return new NamedTables(Map.copyOf(tables), home);
  }

  Optional<SqlTable> find(List<String> path) {
    return Optional.ofNullable(byName.get(String.join(".", path)));
  }

  private static void requirePlain(String name) {
    List<String> parts = List.of(name.toUpperCase(Locale.ROOT).split("\\."));
    if (parts.contains("INFORMATION_SCHEMA") || parts.getLast().startsWith("__TABLES")) {
      throw Rule.INFORMATION_SCHEMA.refuse("Metadata is in Bridge's catalog, not in a query");
    }
    if (name.contains("*")) {
      throw Rule.TABLES.refuse("Tables are named one by one, without a wildcard");
    }
  }

  /** The one dataset that has all tables which are named without theirs. */
  private static DatasetName home(List<String> names, Map<String, List<TableSchema>> fitting) {
    Set<DatasetName> homes = null;
    for (String name : names) {
      if (isBare(name) && fitting.containsKey(name)) {
        Set<DatasetName> here =
            new HashSet<>(fitting.get(name).stream().map(DatasetName::of).toList());
        homes = homes == null ? here : intersection(homes, here);
      }
    }
    if (homes != null && homes.size() != 1) {
      throw Rule.TABLES.refuse("Tables of several datasets: write dataset.table");
    }
    return homes == null ? null : homes.iterator().next();
  }

  private static Set<DatasetName> intersection(Set<DatasetName> some, Set<DatasetName> others) {
    some.retainAll(others);
    return some;
  }

  /** Empty where the catalog has none: then the analyzer says where the name stands. */
  private static Optional<TableSchema> choose(
      String name, Map<String, List<TableSchema>> fitting, DatasetName home) {
    List<TableSchema> all = fitting.getOrDefault(name, List.of());
    List<TableSchema> possible =
        isBare(name) ? all.stream().filter(it -> DatasetName.of(it).equals(home)).toList() : all;
    if (possible.size() > 1) {
      throw Rule.TABLES.refuse("The name " + name + " fits several tables: write all of it");
    }
    return possible.stream().findFirst();
  }

  private static boolean isBare(String name) {
    return name.indexOf('.') < 0;
  }

  /** Columns of types that Bridge does not know are left out: nothing can be said about them. */
  private static SqlTable table(TableSchema schema) {
    List<SqlType.Column> columns =
        schema.columns().stream()
            .map(NamedTables::column)
            .filter(column -> isKnown(column.type()))
            .toList();
    return new SqlTable(schema.table().fqn(), columns);
  }

  private static SqlType.Column column(Column column) {
    return new SqlType.Column(column.name(), SqlType.of(column.type()));
  }

  private static boolean isKnown(SqlType type) {
    return switch (type) {
      case SqlType.Scalar _ -> true;
      case SqlType.Array(var element) -> isKnown(element);
      case SqlType.Struct(var members) -> members.stream().allMatch(it -> isKnown(it.type()));
      case SqlType.Other _ -> false;
    };
  }
}
