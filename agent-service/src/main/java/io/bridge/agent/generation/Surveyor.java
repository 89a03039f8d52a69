package io.bridge.agent.generation;

import static io.bridge.model.error.ErrorCode.NOTHING_TO_CHART;

import io.bridge.agent.AgentConfig;
import io.bridge.agent.catalog.CatalogClient;
import io.bridge.agent.planner.ProfileQuery;
import io.bridge.agent.planner.Schema;
import io.bridge.agent.planner.Star;
import io.bridge.agent.planner.Stars;
import io.bridge.agent.planner.Survey;
import io.bridge.model.catalog.TableSchema;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the catalog and profiles of the tables that matter. */
@ApplicationScoped
class Surveyor {
  private final CatalogClient catalog;
  private final Warehouse warehouse;
  private final Patience patience;
  private final AgentConfig.Planner config;

  Surveyor(CatalogClient catalog, Warehouse warehouse, Patience patience, AgentConfig config) {
    this.catalog = catalog;
    this.warehouse = warehouse;
    this.patience = patience;
    this.config = config.planner();
  }

  /** Stars, the best first. Fails with {@code NOTHING_TO_CHART} where no table has rows. */
  Uni<List<Star>> survey(Work work) {
    return tables(work)
        .map(tables -> Schema.of(tables, work.brief().prompt()))
        .invoke(Surveyor::requireTables)
        .chain(schema -> survey(work, schema));
  }

  private Uni<List<TableSchema>> tables(Work work) {
    CatalogClient.Wanted wanted =
        new CatalogClient.Wanted(
            work.brief().person(), work.target().id(), work.brief().dataset(), config.tables());
    return patience.with(work.notes(), () -> catalog.tables(wanted));
  }

  private static void requireTables(Schema schema) {
    if (schema.size() == 0) {
      throw NOTHING_TO_CHART.with("The catalog has no table with rows here; push some, then scan");
    }
  }

  private Uni<List<Star>> survey(Work work, Schema schema) {
    List<ProfileQuery> queries = Survey.of(schema, limits());
    long looked = queries.stream().map(ProfileQuery::table).distinct().count();
    return work.notes()
        .step("Found %d tables; looking into %d of them.".formatted(schema.size(), looked))
        .chain(() -> warehouse.run(work.place(), statements(queries), work.notes()))
        .map(answers -> Stars.of(schema, answers, config.facts()));
  }

  private Survey.Limits limits() {
    return new Survey.Limits(config.facts(), config.queries(), config.queryBytes(), config.bytes());
  }

  private static Map<ProfileQuery, String> statements(List<ProfileQuery> queries) {
    Map<ProfileQuery, String> statements = new LinkedHashMap<>();
    queries.forEach(query -> statements.put(query, query.sql()));
    return statements;
  }
}
