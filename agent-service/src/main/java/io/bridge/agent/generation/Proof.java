package io.bridge.agent.generation;

import io.bridge.agent.planner.Draft;
import io.bridge.agent.planner.Sheet;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.dashboard.PlannedQuery;
import io.bridge.model.dashboard.QueryAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a draft is proven.
 *
 * @param rejected ids of tiles that were found wanting
 * @param answers what queries answered, by their exact text
 * @param rounds how often a file was put together
 */
record Proof(Draft draft, Set<String> rejected, Map<String, QueryAnswer> answers, int rounds) {
  private static final int MOST_ROUNDS = 16;

  /** Rounds in which one alternative after the other is tried; later, a place stays empty. */
  private static final int PATIENT_ROUNDS = 4;

  static Proof of(Draft draft) {
    return new Proof(draft, Set.of(), Map.of(), 1);
  }

  Sheet sheet() {
    return draft.without(rejected);
  }

  boolean isHopeless() {
    return rounds > MOST_ROUNDS || sheet().tiles() < Draft.LEAST_TILES;
  }

  /** The next round without these tiles. */
  Proof without(Set<String> tiles) {
    Set<String> all = new HashSet<>(rejected);
    all.addAll(rounds < PATIENT_ROUNDS ? tiles : draft.places(tiles));
    return new Proof(draft, Set.copyOf(all), answers, rounds + 1);
  }

  Proof answered(Map<String, QueryAnswer> more) {
    Map<String, QueryAnswer> all = new HashMap<>(answers);
    all.putAll(more);
    return new Proof(draft, rejected, Map.copyOf(all), rounds);
  }

  /** Tiles whose queries would be refused or read more than they may. */
  Set<String> refused(DashboardPlan plan) {
    Set<String> queries =
        plan.queries().stream()
            .filter(Proof::isRefused)
            .map(PlannedQuery::id)
            .collect(Collectors.toUnmodifiableSet());
    return sheet().fedBy(queries);
  }

  private static boolean isRefused(PlannedQuery query) {
    return query.error() != null || query.cap() > 0 && query.bytes() > query.cap();
  }

  /** Statements of the plan that were not run yet. */
  Map<String, String> open(DashboardPlan plan) {
    return plan.queries().stream()
        .map(PlannedQuery::sql)
        .filter(sql -> !answers.containsKey(sql))
        .distinct()
        .collect(Collectors.toUnmodifiableMap(sql -> sql, sql -> sql));
  }

  /** Tiles that would show nothing. */
  Set<String> empty(DashboardPlan plan) {
    Map<String, QueryAnswer> byId = new HashMap<>();
    plan.queries().stream()
        .filter(query -> answers.containsKey(query.sql()))
        .forEach(query -> byId.put(query.id(), answers.get(query.sql())));
    return sheet().emptyWith(byId);
  }
}
