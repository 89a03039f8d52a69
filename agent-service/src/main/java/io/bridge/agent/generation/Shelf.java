package io.bridge.agent.generation;

import io.bridge.agent.dashboard.DashboardClient;
import io.bridge.model.agent.TaskResult;
import io.bridge.model.error.BridgeException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Saves what was proven. */
@ApplicationScoped
class Shelf {
  private final DashboardClient dashboards;
  private final Patience patience;

  Shelf(DashboardClient dashboards, Patience patience) {
    this.dashboards = dashboards;
    this.patience = patience;
  }

  /** Idempotent: the same file again changes nothing. */
  Uni<TaskResult> save(Work work, Proven proven) {
    return work.notes()
        .step("Saving %d tiles.".formatted(proven.tiles()))
        .chain(() -> patience.with(work.notes(), () -> put(work, proven)))
        .chain(() -> warm(work))
        .replaceWith(() -> result(work, proven));
  }

  private Uni<Void> put(Work work, Proven proven) {
    return dashboards.save(work.place(), work.slug(), proven.file()).replaceWithVoid();
  }

  /** Makes the first look quick; the dashboard is there without it. */
  private Uni<Void> warm(Work work) {
    return work.notes().alive().chain(() -> warmOrNot(work));
  }

  private Uni<Void> warmOrNot(Work work) {
    return dashboards
        .precompute(work.place(), work.slug())
        .replaceWithVoid()
        .onFailure(BridgeException.class)
        .recoverWithNull();
  }

  private static TaskResult result(Work work, Proven proven) {
    String slug = work.slug();
    String path = "/console/dashboards/" + slug + "?team=" + work.brief().teamId();
    return new TaskResult(slug, proven.title(), path, proven.tiles(), proven.bytes());
  }
}
