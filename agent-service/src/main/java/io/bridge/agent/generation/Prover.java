package io.bridge.agent.generation;

import io.bridge.agent.dashboard.DashboardClient;
import io.bridge.agent.planner.Draft;
import io.bridge.agent.planner.Star;
import io.bridge.model.dashboard.DashboardPlan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns stars into a file of which every query was dry-run under its cap and every tile has data.
 */
@ApplicationScoped
class Prover {
  private final DashboardClient dashboards;
  private final Warehouse warehouse;
  private final Patience patience;

  Prover(DashboardClient dashboards, Warehouse warehouse, Patience patience) {
    this.dashboards = dashboards;
    this.warehouse = warehouse;
    this.patience = patience;
  }

  /** The file of the first star that gives enough tiles; empty where none does. */
  Uni<Optional<Proven>> prove(Work work, List<Star> stars) {
    if (stars.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    Star star = stars.getFirst();
    return work.notes()
        .step(star.sentence())
        .chain(() -> round(work, Proof.of(Draft.of(star))))
        .chain(proven -> proven.isPresent() ? done(proven) : prove(work, rest(stars)));
  }

  private static List<Star> rest(List<Star> stars) {
    return stars.subList(1, stars.size());
  }

  private static Uni<Optional<Proven>> done(Optional<Proven> proven) {
    return Uni.createFrom().item(proven);
  }

  private Uni<Optional<Proven>> round(Work work, Proof proof) {
    if (proof.isHopeless()) {
      return Uni.createFrom().item(Optional.empty());
    }
    String file = proof.sheet().yaml(work.slug(), work.connection(), work.description());
    return patience
        .with(work.notes(), () -> dashboards.plan(work.place(), file))
        .chain(plan -> judge(work, proof, new Planned(file, plan)));
  }

  private record Planned(String file, DashboardPlan plan) {}

  private Uni<Optional<Proven>> judge(Work work, Proof proof, Planned planned) {
    Set<String> refused = proof.refused(planned.plan());
    return refused.isEmpty() ? look(work, proof, planned) : round(work, proof.without(refused));
  }

  private Uni<Optional<Proven>> look(Work work, Proof proof, Planned planned) {
    return work.notes()
        .step("Looking whether each of %d tiles has data.".formatted(proof.sheet().tiles()))
        .chain(() -> warehouse.run(work.place(), proof.open(planned.plan()), work.notes()))
        .map(proof::answered)
        .chain(looked -> conclude(work, looked, planned));
  }

  private Uni<Optional<Proven>> conclude(Work work, Proof proof, Planned planned) {
    Set<String> empty = proof.empty(planned.plan());
    return empty.isEmpty()
        ? done(Optional.of(Proven.of(proof.sheet(), planned.file(), planned.plan())))
        : round(work, proof.without(empty));
  }
}
