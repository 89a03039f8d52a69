package io.bridge.agent.generation;

import static io.bridge.model.error.ErrorCode.NOTHING_TO_CHART;

import io.bridge.model.agent.TaskResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Makes a dashboard for a brief. Any number of runs for one task make one dashboard. */
@ApplicationScoped
public class DashboardMaker {
  private final Connections connections;
  private final Surveyor surveyor;
  private final Prover prover;
  private final Shelf shelf;

  DashboardMaker(Connections connections, Surveyor surveyor, Prover prover, Shelf shelf) {
    this.connections = connections;
    this.surveyor = surveyor;
    this.prover = prover;
    this.shelf = shelf;
  }

  /**
   * The dashboard that was saved. Fails with {@code NOTHING_TO_CHART}, with a code of a peer such
   * as {@code FORBIDDEN}, or with {@code SERVICE_UNAVAILABLE} where a peer stays silent.
   */
  public Uni<TaskResult> make(Brief brief, Notes notes) {
    return connections
        .choose(brief, notes)
        .map(connection -> new Work(brief, connection, notes))
        .chain(this::make);
  }

  private Uni<TaskResult> make(Work work) {
    return surveyor
        .survey(work)
        .chain(stars -> prover.prove(work, stars))
        .map(DashboardMaker::require)
        .chain(proven -> shelf.save(work, proven));
  }

  private static Proven require(Optional<Proven> proven) {
    return proven.orElseThrow(
        () -> NOTHING_TO_CHART.with("No table here gives six tiles with data under the cap"));
  }
}
