package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.sql.QueryRequest;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.SqlException;
import io.bridge.cloud.bigquery.sql.TableColumns;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Views as relations. A view is compiled anew each time it is used, as who uses it: its tables may
 * have changed since it was made, and it gives nobody a right on them.
 */
final class Views {
  private static final int MAX_DEPTH = 16;

  private final String project;
  private final SqlEngine engine;
  private final List<QueryParameter> parameters;
  private final Catalog catalog;
  private final Deque<String> open = new ArrayDeque<>();

  Views(String project, Catalog.Access access, Catalog catalog) {
    this.project = project;
    this.engine = access.engine();
    this.parameters =
        access.parameters().stream()
            .filter(parameter -> parameter.name() != null && !parameter.name().isEmpty())
            .toList();
    this.catalog = catalog;
  }

  /**
   * The view as a relation.
   *
   * @throws GoogleError {@code invalidQuery} for a view that reads itself, that reads views more
   *     than 16 deep, or whose query is not valid any more
   */
  WarehouseTable open(Table view) {
    var query = compile(view, view.definition().view());
    catalog.uses(query);
    return new WarehouseTable(project, view.dataset(), view.id(), query.schema(), relation(query))
        .asView();
  }

  /** What a use of some columns and rows of a view reads of the tables right behind it. */
  List<TableColumns> reads(Table view, TableColumns use) {
    var wanted = use.columns().stream().map(c -> "`" + c + "`").collect(Collectors.joining(", "));
    // Only so is what the view computes for other columns left out.
    var sql =
        "SELECT %s FROM (\n%s\n)"
            .formatted(
                use.columns().isEmpty() ? "COUNT(*)" : wanted, bare(view.definition().view()));
    return compile(view, use.viewFilter() == null ? sql : sql + " WHERE " + use.viewFilter())
        .reads();
  }

  /** The query without what may stand after it. */
  private String bare(String query) {
    return engine.script(query).getFirst().sql();
  }

  /**
   * The columns of a query that a view is to have.
   *
   * @throws GoogleError as {@link #open}
   */
  List<Field> columns(String dataset, String id, String query) {
    return compile(project + ":" + dataset + "." + id, query).schema();
  }

  private CompiledQuery compile(Table view, String sql) {
    return compile(project + ":" + view.dataset() + "." + view.id(), sql);
  }

  private CompiledQuery compile(String name, String sql) {
    if (open.contains(name)) {
      throw new GoogleError(400, "invalidQuery", "View " + name + " reads itself");
    }
    if (open.size() == MAX_DEPTH) {
      throw new GoogleError(
          400, "invalidQuery", "Views are nested more than 16 levels deep at " + name);
    }
    open.push(name);
    try {
      return engine.compile(
          new QueryRequest(sql, project, null, catalog, parameters, catalog.user()));
    } catch (SqlException e) {
      throw new GoogleError(
          e.reason().equals("notFound") ? 404 : 400,
          e.reason(),
          "Invalid view " + name + ": " + e.getMessage());
    } finally {
      open.pop();
    }
  }

  private static String relation(CompiledQuery query) {
    var fields = query.schema();
    var columns =
        IntStream.range(0, fields.size())
            .mapToObj(i -> "c" + i + " AS " + DuckType.quote(fields.get(i).name()))
            .collect(Collectors.joining(", "));
    return "(SELECT " + columns + " FROM (" + query.duckDbSql() + "))";
  }
}
