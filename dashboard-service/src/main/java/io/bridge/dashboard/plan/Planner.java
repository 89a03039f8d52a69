package io.bridge.dashboard.plan;

import static io.bridge.model.error.ErrorCode.BYTES_OVER_CAP;
import static io.bridge.model.error.ErrorCode.QUERY_FAILED;
import static io.bridge.model.error.ErrorCode.QUERY_INVALID;
import static io.bridge.model.error.ErrorCode.QUERY_REFUSED;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.file.ParsedFile;
import io.bridge.dashboard.query.Analyzed;
import io.bridge.dashboard.query.Estimate;
import io.bridge.dashboard.query.Origin;
import io.bridge.dashboard.query.QueryGuard;
import io.bridge.dashboard.query.Statement;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.dashboard.PlannedQuery;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Looks at every query of a file before anything runs. */
@ApplicationScoped
public class Planner {
  private static final int AT_ONCE = 4;
  private static final Set<ErrorCode> OF_THE_QUERY =
      Set.of(QUERY_INVALID, QUERY_REFUSED, QUERY_FAILED, BYTES_OVER_CAP);

  private final QueryGuard guard;

  Planner(QueryGuard guard) {
    this.guard = guard;
  }

  /** For whom and over what a file is looked at. */
  public record Scope(UUID teamId, UUID connectionId, UUID person) {}

  /**
   * Tables that the queries read, whatever is chosen. Fails with {@code DASHBOARD_INVALID} where a
   * query is wrong or refused, or a tile names a column that its query does not give, with the
   * places in the file.
   */
  public Uni<List<String>> check(Scope scope, ParsedFile parsed) {
    SqlReport report = new SqlReport(parsed);
    return each(variants(parsed.file()), variant -> analyze(scope, variant, report))
        .map(_ -> report.tables());
  }

  /** With the defaults of the parameters; a query that would be refused says why. */
  public Uni<DashboardPlan> plan(Scope scope, ParsedFile parsed) {
    DashboardFile file = parsed.file();
    Compiler compiler = Compiler.of(file, ParamValues.of(file, Map.of()));
    List<Variant> variants =
        compiler.all().stream().map(query -> new Variant(file, compiler, query)).toList();
    return each(variants, variant -> planned(scope, variant, new SqlReport(parsed)))
        .map(queries -> new DashboardPlan(file.name(), bytes(queries), queries));
  }

  /** A query as it is compiled one way. */
  record Variant(DashboardFile file, Compiler compiler, CompiledQuery query) {
    CompiledText text() {
      return compiler.text(query.id());
    }

    Statement statement(Scope scope) {
      Origin origin = new Origin(Origin.Kind.DASHBOARD, scope.person(), file.name(), query.id());
      return new Statement(
          scope.teamId(),
          scope.connectionId(),
          query.sql(),
          query.params(),
          query.limits(),
          origin);
    }
  }

  /** Each query with all of its clauses, and as the defaults leave it where that differs. */
  private static List<Variant> variants(DashboardFile file) {
    Compiler full = Compiler.of(file, ParamValues.everything(file));
    Compiler plain = Compiler.of(file, ParamValues.of(file, Map.of()));
    List<Variant> variants = new ArrayList<>();
    full.all().forEach(query -> variants.add(new Variant(file, full, query)));
    plain.all().stream()
        .filter(query -> !query.sql().equals(full.text(query.id()).sql()))
        .forEach(query -> variants.add(new Variant(file, plain, query)));
    return variants;
  }

  private Uni<Analyzed> analyze(Scope scope, Variant variant, SqlReport report) {
    return guard
        .analyze(variant.statement(scope))
        .invoke(analyzed -> report.accept(variant, analyzed))
        .onFailure(Planner::isOfTheQuery)
        .recoverWithItem(failure -> report.refuse(variant, (BridgeException) failure));
  }

  private Uni<PlannedQuery> planned(Scope scope, Variant variant, SqlReport report) {
    return estimate(scope, variant)
        .map(estimate -> planned(variant, estimate))
        .onFailure(Planner::isOfTheQuery)
        .recoverWithItem(failure -> report.planned(variant, (BridgeException) failure));
  }

  /** A query that nobody sees by itself is never run by itself and costs nothing. */
  private Uni<Estimate> estimate(Scope scope, Variant variant) {
    Statement statement = variant.statement(scope);
    return variant.file().shown().contains(variant.query().id())
        ? guard.estimate(statement)
        : guard.analyze(statement).map(Planner::free);
  }

  private static Estimate free(Analyzed analyzed) {
    return new Estimate(0, 0, 0, analyzed.tables(), analyzed.columns());
  }

  private static PlannedQuery planned(Variant variant, Estimate estimate) {
    CompiledQuery query = variant.query();
    return new PlannedQuery(
        query.id(),
        query.sql(),
        query.dependencies(),
        estimate.tables(),
        estimate.columns(),
        estimate.bytes(),
        estimate.bytesBilledAtMost(),
        estimate.cap(),
        null);
  }

  private static long bytes(List<PlannedQuery> queries) {
    return queries.stream().mapToLong(PlannedQuery::bytes).sum();
  }

  private static boolean isOfTheQuery(Throwable failure) {
    return failure instanceof BridgeException e && OF_THE_QUERY.contains(e.code());
  }

  private static <A, B> Uni<List<B>> each(List<A> items, Function<A, Uni<B>> work) {
    return Uni.join()
        .all(items.stream().map(work).toList())
        .usingConcurrencyOf(AT_ONCE)
        .andFailFast();
  }
}
