package io.bridge.app.source;

import static io.bridge.model.error.ErrorCode.TABLE_NOT_FOUND;

import io.bridge.app.source.Selection.Skipped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A table or view of a DuckDB file, and the choice among them. */
record Relation(String schema, String name, boolean view) {
  private static final String MAIN = "main";
  private static final int MAX_SHOWN = 20;

  String shown() {
    return isMain() ? name : schema + "." + name;
  }

  private boolean isMain() {
    return schema.equals(MAIN);
  }

  private SourceTable toTable(String database) {
    String relation =
        DuckDb.identifier(database)
            + "."
            + DuckDb.identifier(schema)
            + "."
            + DuckDb.identifier(name);
    return new SourceTable(shown(), isMain() ? name : schema + "_" + name, relation);
  }

  static List<Relation> all(DuckDb duckDb, String database) {
    String mine = " WHERE NOT internal AND NOT temporary AND database_name = ";
    String sql =
        """
        SELECT schema_name, table_name, false FROM duckdb_tables() %1$s %2$s
        UNION ALL SELECT schema_name, view_name, true FROM duckdb_views() %1$s %2$s"""
            .formatted(mine, DuckDb.literal(database));
    return duckDb
        .query(sql, row -> new Relation(row.getString(1), row.getString(2), row.getBoolean(3)))
        .stream()
        .sorted(Comparator.comparing(Relation::shown))
        .toList();
  }

  /**
   * @param wanted names, or {@code schema.name}; empty: every table of the main schema
   */
  static Selection select(List<Relation> all, List<String> wanted, Path file) {
    Selection selection = wanted.isEmpty() ? usual(all, file) : named(all, wanted, file);
    if (selection.tables().isEmpty()) {
      String only = all.isEmpty() ? "" : " in its main schema; choose with --table: " + shown(all);
      throw FileKind.unreadable(file, "it has no table" + only);
    }
    return selection;
  }

  private static Selection usual(List<Relation> all, Path file) {
    List<SourceTable> tables = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    for (Relation relation : all) {
      Optional<String> reason = relation.reasonToSkip();
      if (reason.isPresent()) {
        skipped.add(new Skipped(relation.shown(), reason.get()));
      } else {
        tables.add(relation.toTable(DuckDb.alias(file)));
      }
    }
    return new Selection(List.copyOf(tables), List.copyOf(skipped));
  }

  private Optional<String> reasonToSkip() {
    if (!isMain()) {
      return Optional.of("in another schema than main; take it with --table " + shown());
    }
    return view ? Optional.of("a view; take it with --table " + shown()) : Optional.empty();
  }

  private static Selection named(List<Relation> all, List<String> wanted, Path file) {
    List<SourceTable> tables =
        wanted.stream()
            .map(name -> find(all, name, file))
            .distinct()
            .map(relation -> relation.toTable(DuckDb.alias(file)))
            .toList();
    return new Selection(tables, List.of());
  }

  /** As DuckDB compares names: the case makes no difference. */
  private static Relation find(List<Relation> all, String wanted, Path file) {
    return all.stream()
        .filter(relation -> relation.shown().equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                TABLE_NOT_FOUND.with(
                    "There is no table '%s' in %s. There are: %s"
                        .formatted(wanted, file.getFileName(), shown(all))));
  }

  private static String shown(List<Relation> all) {
    String names =
        all.stream().limit(MAX_SHOWN).map(Relation::shown).collect(Collectors.joining(", "));
    return all.size() > MAX_SHOWN ? names + ", and " + (all.size() - MAX_SHOWN) + " more" : names;
  }
}
