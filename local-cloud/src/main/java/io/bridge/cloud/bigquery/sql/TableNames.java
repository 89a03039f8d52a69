package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlTable;
import io.bridge.sql.SqlType.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Completes table names and asks the warehouse for them; remembers what it got. */
final class TableNames {
  private static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";

  private final QueryRequest request;
  private final Map<String, WarehouseTable> found = new HashMap<>();
  private final List<Lookup> lookups = new ArrayList<>();

  TableNames(QueryRequest request) {
    this.request = request;
  }

  /** Of a table that {@link #find} gave. */
  WarehouseTable warehouseTable(SqlTable table) {
    return found.get(table.name());
  }

  /**
   * @param path as in the statement; parts in one pair of backticks may hold dots
   */
  Optional<SqlTable> find(List<String> path) {
    return complete(parts(path)).flatMap(this::ask).map(this::remember);
  }

  /** What was asked of the warehouse so far, and what it answered. */
  List<Lookup> lookups() {
    return List.copyOf(lookups);
  }

  /** Asks the warehouse again. */
  boolean findsTheSame(Lookup lookup) {
    return lookUp(lookup.name()).equals(lookup.table());
  }

  private Optional<WarehouseTable> ask(Name name) {
    Optional<WarehouseTable> table = lookUp(name);
    lookups.add(new Lookup(name, table));
    return table;
  }

  private Optional<WarehouseTable> lookUp(Name name) {
    WarehouseCatalog catalog = request.catalog();
    if (!name.table().endsWith("*")) {
      return catalog.find(name.project(), name.dataset(), name.table());
    }
    String prefix = name.table().substring(0, name.table().length() - 1);
    WildcardTable wildcard = new WildcardTable(name.project(), name.dataset(), prefix);
    return Optional.of(wildcard.of(catalog.findAll(name.project(), name.dataset(), prefix)));
  }

  /** The table that a statement is about, be it there or not. */
  Name name(List<String> path) {
    return complete(parts(path)).orElseThrow(() -> invalid(path));
  }

  /** The dataset that a statement is about. */
  Name schema(List<String> path) {
    List<String> parts = parts(path);
    return switch (parts.size()) {
      case 1 -> new Name(request.project(), parts.get(0), "");
      case 2 -> new Name(parts.get(0), parts.get(1), "");
      default -> throw invalid(path);
    };
  }

  private static SqlException invalid(List<String> path) {
    return SqlException.invalid("Invalid name: " + String.join(".", path));
  }

  private static List<String> parts(List<String> path) {
    List<String> parts = new ArrayList<>();
    path.forEach(part -> parts.addAll(List.of(part.split("\\.", -1))));
    return parts;
  }

  /** How BigQuery names a table that is not there. */
  String display(String path) {
    return complete(List.of(path.replace("`", "").split("\\.")))
        .map(name -> name.project() + ":" + name.dataset() + "." + name.table())
        .orElse(path.replace("`", ""));
  }

  private SqlTable remember(WarehouseTable table) {
    String key = table.project() + ":" + table.dataset() + "." + table.name();
    found.put(key, table);
    return new SqlTable(key, columns(table.fields()), columns(table.pseudo()));
  }

  private static List<Column> columns(List<Field> fields) {
    return fields.stream().map(f -> new Column(f.name(), Fields.type(f))).toList();
  }

  private Optional<Name> complete(List<String> parts) {
    if (parts.size() > 1 && parts.get(parts.size() - 2).equalsIgnoreCase(INFORMATION_SCHEMA)) {
      return view(parts.subList(0, parts.size() - 2), parts.getLast().toUpperCase(Locale.ROOT));
    }
    if (request.scope().holds(parts)) {
      return Optional.of(new Name(request.project(), request.scope().dataset(), parts.getLast()));
    }
    return switch (parts.size()) {
      case 1 ->
          Optional.of(new Name(request.project(), defaultDataset(parts.getLast()), parts.get(0)));
      case 2 -> Optional.of(new Name(request.project(), parts.get(0), parts.get(1)));
      case 3 -> Optional.of(new Name(parts.get(0), parts.get(1), parts.get(2)));
      default -> Optional.empty();
    };
  }

  private String defaultDataset(String table) {
    if (request.defaultDataset() == null) {
      throw new SqlException(
          "Table \"%s\" must be qualified with a dataset (e.g. dataset.table).".formatted(table),
          0,
          0,
          "invalid");
    }
    return request.defaultDataset();
  }

  /**
   * A view of INFORMATION_SCHEMA. One part before it is a dataset or region, but the project for
   * SCHEMATA, which belongs to no dataset, and where it is this very project's name.
   */
  private Optional<Name> view(List<String> before, String view) {
    boolean schemata = view.startsWith("SCHEMATA");
    return switch (before.size()) {
      case 0 ->
          Optional.of(name(request.project(), schemata ? null : request.defaultDataset(), view));
      case 1 -> {
        String part = before.getFirst();
        boolean project = part.equals(request.project()) || schemata && !part.startsWith("region-");
        yield Optional.of(project ? name(part, null, view) : name(request.project(), part, view));
      }
      case 2 -> Optional.of(name(before.get(0), before.get(1), view));
      default -> Optional.empty();
    };
  }

  private static Name name(String project, String place, String view) {
    String dataset = place == null ? INFORMATION_SCHEMA : place + "." + INFORMATION_SCHEMA;
    return new Name(project, dataset, view);
  }

  /** A question to the warehouse and its answer. */
  record Lookup(Name name, Optional<WarehouseTable> table) {}
}
