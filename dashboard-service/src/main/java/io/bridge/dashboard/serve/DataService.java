package io.bridge.dashboard.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.dashboard.cache.AnswerCache;
import io.bridge.dashboard.cache.Entry;
import io.bridge.dashboard.cache.Fence;
import io.bridge.dashboard.cache.Keys;
import io.bridge.dashboard.dashboard.DashboardService;
import io.bridge.dashboard.dashboard.SavedDashboard;
import io.bridge.dashboard.plan.CompiledQuery;
import io.bridge.dashboard.plan.Compiler;
import io.bridge.dashboard.query.Outcome;
import io.bridge.dashboard.query.QueryService;
import io.bridge.dashboard.query.QueryService.Asked;
import io.bridge.dashboard.query.Statement;
import io.bridge.model.dashboard.Precomputed;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.http.Correlation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Serves dashboards: whole pages from the cache, else their queries side by side. */
@ApplicationScoped
class DataService {
  private final DashboardService dashboards;
  private final QueryService queries;
  private final Refusals refusals;
  private final AnswerCache cache;
  private final ObjectMapper mapper;
  private final Clock clock;

  DataService(
      DashboardService dashboards,
      QueryService queries,
      Refusals refusals,
      AnswerCache cache,
      ObjectMapper mapper,
      Clock clock) {
    this.dashboards = dashboards;
    this.queries = queries;
    this.refusals = refusals;
    this.cache = cache;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * All answers in one. Fails with {@code DASHBOARD_NOT_FOUND}, {@code INVALID_REQUEST}, {@code
   * LEASE_ENDED} and what is said of the connection; what concerns one query is in its answer.
   */
  Uni<Page> page(View view) {
    return cache
        .find(view.key())
        .chain(
            found ->
                found == null
                    ? compute(view)
                    : Uni.createFrom().item(Page.stored(found.getDelegate())));
  }

  /** One query's answer. Fails with {@code QUERY_NOT_FOUND} and as its statement does. */
  Uni<QueryAnswer> answer(View view, String query) {
    return dashboards
        .require(view.teamId(), view.slug())
        .map(saved -> statements(view, saved, query::equals))
        .invoke(DataService::requireQuery)
        .chain(queries::answerAll)
        .call(refusals::tell)
        .map(outcomes -> only(outcomes.getFirst()));
  }

  /** Computes what is not in the cache, with the parameters' defaults. */
  Uni<Precomputed> precompute(View view) {
    return assemble(view).map(DataService::count);
  }

  private Uni<Page> compute(View view) {
    return cache
        .fence(Set.of(Keys.file(view.teamId(), view.slug())))
        .chain(fence -> assemble(view).chain(all -> finish(all, fence)));
  }

  private Uni<Assembled> assemble(View view) {
    return dashboards.require(view.teamId(), view.slug()).chain(saved -> assemble(view, saved));
  }

  private Uni<Assembled> assemble(View view, SavedDashboard saved) {
    List<String> shown = saved.file().shown();
    return queries
        .answerAll(statements(view, saved, shown::contains))
        .call(refusals::tell)
        .map(outcomes -> new Assembled(view, saved.dashboard().revision(), outcomes));
  }

  private Uni<Page> finish(Assembled all, Fence file) {
    all.failureOfAll()
        .ifPresent(
            failure -> {
              throw failure;
            });
    Page kept = Page.of(json(all, true));
    Page shown = new Page(kept.tag(), Page.of(json(all, null)).gzip());
    return all.isWhole()
        ? keep(all, kept, all.fence(file)).replaceWith(shown)
        : Uni.createFrom().item(shown);
  }

  /** What the next visitor gets says of every answer that it comes from the cache. */
  private Uni<Void> keep(Assembled all, Page page, Fence fence) {
    Entry entry = new Entry(all.view().key(), fence.epochs().keySet(), life(all));
    return cache.store(entry, page.toBytes(), fence);
  }

  /** Until the first of its answers is too old. */
  private Duration life(Assembled all) {
    Instant now = clock.instant();
    return all.outcomes().stream()
        .map(outcome -> outcome.ttl().minus(Duration.between(outcome.answer().computedAt(), now)))
        .min(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private byte[] json(Assembled all, Boolean cached) {
    String instance = "/v1/dashboards/" + all.view().slug() + "/data";
    try {
      return mapper.writeValueAsBytes(all.answer(instance, Correlation.current(), cached));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Asked> statements(View view, SavedDashboard saved, Predicate<String> wanted) {
    return Compiler.compile(saved.file(), view.params()).stream()
        .filter(query -> wanted.test(query.id()))
        .map(query -> new Asked(statement(view, saved, query), query.ttl()))
        .toList();
  }

  private static Statement statement(View view, SavedDashboard saved, CompiledQuery query) {
    return new Statement(
        view.teamId(),
        saved.dashboard().connectionId(),
        query.sql(),
        query.params(),
        query.limits(),
        view.origin(query.id()));
  }

  private static void requireQuery(List<Asked> found) {
    if (found.isEmpty()) {
      throw ErrorCode.QUERY_NOT_FOUND.with(ErrorCode.QUERY_NOT_FOUND.title());
    }
  }

  static QueryAnswer only(Outcome outcome) {
    if (outcome.failure() != null) {
      throw outcome.failure();
    }
    return outcome.answer();
  }

  private static Precomputed count(Assembled all) {
    int errors = (int) all.outcomes().stream().filter(it -> it.failure() != null).count();
    int hits =
        (int)
            all.outcomes().stream()
                .filter(it -> it.failure() == null && it.answer().cached())
                .count();
    return new Precomputed(all.outcomes().size() - errors - hits, hits, errors);
  }
}
