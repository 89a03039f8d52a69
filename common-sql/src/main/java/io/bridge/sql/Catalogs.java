package io.bridge.sql;

import com.google.common.collect.ImmutableList;
import com.google.zetasql.Constant;
import com.google.zetasql.FileDescriptorSetsBuilder;
import com.google.zetasql.Function;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleConstantProtos.SimpleConstantProto;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lends catalogs that know BigQuery's functions, and takes them back without the tables that were
 * put in: building one costs 30 ms, the first of a process more than a second.
 */
final class Catalogs {
  /** BigQuery's other names of INT64; the analyzer itself knows those of the other types. */
  private static final List<String> INTEGERS =
      List.of("INT", "SMALLINT", "INTEGER", "BIGINT", "TINYINT", "BYTEINT");

  private final Queue<SimpleCatalog> idle = new ConcurrentLinkedQueue<>();
  private final Language language;
  private SimpleCatalog functionsOnly;
  private ZetaSQLBuiltinFunctionOptions builtin;

  Catalogs(Language language) {
    this.language = language;
  }

  /**
   * One without tables, which nobody may change. ZetaSQL's native side keeps it: sending a catalog
   * along costs more than the analysis of a short text.
   */
  synchronized SimpleCatalog functionsOnly() {
    if (functionsOnly == null) {
      functionsOnly = create();
      functionsOnly.register();
    }
    return functionsOnly;
  }

  Lent borrow() {
    SimpleCatalog catalog = idle.poll();
    return new Lent(catalog == null ? create() : catalog);
  }

  private SimpleCatalog create() {
    SimpleCatalog catalog = new SimpleCatalog("bridge");
    catalog.addZetaSQLFunctionsAndTypes(builtin());
    AddedFunctions.all().forEach(catalog::addFunction);
    INTEGERS.forEach(name -> catalog.addType(name, Types.toZeta(SqlType.Scalar.INT64)));
    return catalog;
  }

  /** The same object for all; nothing changes it. */
  private synchronized ZetaSQLBuiltinFunctionOptions builtin() {
    if (builtin == null) {
      builtin = WithheldFunctions.without(language);
    }
    return builtin;
  }

  /** A catalog with the tables of one statement in it. */
  final class Lent implements AutoCloseable {
    private final SimpleCatalog catalog;
    private final Map<Long, SqlTable> tables = new HashMap<>();
    private final List<Function> functions = new ArrayList<>();

    private Lent(SimpleCatalog catalog) {
      this.catalog = catalog;
    }

    SimpleCatalog catalog() {
      return catalog;
    }

    Map<Long, SqlTable> tables() {
      return tables;
    }

    /**
     * Registers a table under the path by which the statement names it: each part but the last is a
     * catalog.
     */
    void add(List<String> path, SqlTable table) {
      SimpleCatalog place = catalog;
      for (String part : path.subList(0, path.size() - 1)) {
        SimpleCatalog next = place.getCatalog(part);
        place = next == null ? place.addNewSimpleCatalog(part) : next;
      }
      SimpleTable added = zeta(path, table);
      if (place.getTableNameList().contains(path.getLast().toLowerCase(Locale.ROOT))) {
        throw ambiguous(path);
      }
      place.addSimpleTable(path.getLast(), added);
      tables.put(added.getId(), table);
    }

    /** Fails where the name is taken: the library ends the process for one name twice. */
    void add(Function function) {
      String name = function.getNamePath().getLast().toLowerCase(Locale.ROOT);
      if (function.getNamePath().size() > 1 || isTaken(name)) {
        throw new SqlProblem(
            SqlProblem.Kind.INVALID,
            "A function of this name cannot be made: " + String.join(".", function.getNamePath()),
            0,
            0);
      }
      catalog.addFunction(function);
      functions.add(function);
    }

    /** Makes a variable known, by name and type. */
    void add(SqlType.Column variable) {
      Type type = Types.toZeta(variable.type());
      var descriptors = new FileDescriptorSetsBuilder();
      var constant =
          SimpleConstantProto.newBuilder()
              .addNamePath(variable.name())
              .setType(type.serialize(descriptors))
              .setValue(Value.createNullValue(type).serialize())
              .build();
      catalog.addConstant(
          Constant.deserialize(constant, ImmutableList.of(), TypeFactory.nonUniqueNames()));
    }

    private boolean isTaken(String name) {
      return catalog.getFunctionList().stream()
          .anyMatch(
              known ->
                  known.getNamePath().getLast().equalsIgnoreCase(name)
                      || known.getOptions().getAliasName().equalsIgnoreCase(name));
    }

    /** Table names are case-sensitive for BigQuery and are not for the analyzer. */
    private static SqlProblem ambiguous(List<String> path) {
      return new SqlProblem(
          SqlProblem.Kind.INVALID,
          "Tables whose names differ only in case are not supported in one statement: "
              + String.join(".", path),
          0,
          0);
    }

    private static SimpleTable zeta(List<String> path, SqlTable table) {
      List<SimpleColumn> columns = new ArrayList<>();
      table.columns().forEach(column -> columns.add(zeta(path, column, false)));
      table.pseudo().forEach(column -> columns.add(zeta(path, column, true)));
      SimpleTable zeta = new SimpleTable(path.getLast(), columns);
      zeta.setFullName(String.join(".", path));
      return zeta;
    }

    private static SimpleColumn zeta(List<String> path, SqlType.Column column, boolean pseudo) {
      return new SimpleColumn(
          path.getLast(), column.name(), Types.toZeta(column.type()), pseudo, !pseudo);
    }

    @Override
    public void close() {
      catalog.getTableNameList().forEach(catalog::removeSimpleTable);
      catalog.getCatalogList().forEach(catalog::removeSimpleCatalog);
      functions.forEach(catalog::removeFunction);
      if (catalog.getConstantList().isEmpty()) {
        // A constant cannot be taken out again.
        idle.add(catalog);
      }
    }
  }
}
