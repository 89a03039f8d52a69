package io.bridge.dashboard.serve;

import io.bridge.dashboard.DashboardConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Computes dashboards again before the next visitor comes; whoever comes first is served anyway.
 */
@ApplicationScoped
class WarmUp {
  private static final Logger LOG = Logger.getLogger(WarmUp.class);

  private final DataService service;
  private final DashboardConfig config;

  WarmUp(DataService service, DashboardConfig config) {
    this.service = service;
    this.config = config;
  }

  /** Slugs by team, one after the other. Never fails. */
  Uni<Void> run(Map<UUID, Set<String>> dashboards) {
    return Multi.createFrom()
        .iterable(dashboards.entrySet())
        .onItem()
        .transformToMultiAndConcatenate(team -> views(team.getKey(), team.getValue()))
        .onItem()
        .transformToUniAndConcatenate(this::compute)
        .collect()
        .last()
        .replaceWithVoid()
        .ifNoItem()
        .after(config.cache().warm())
        .recoverWithItem(() -> null);
  }

  private Uni<Page> compute(View view) {
    return service
        .page(view)
        .onFailure()
        .invoke(e -> LOG.infof("event=warm-up-failed slug=%s error=%s", view.slug(), e))
        .onFailure()
        .recoverWithNull();
  }

  private static Multi<View> views(UUID teamId, Set<String> slugs) {
    return Multi.createFrom().iterable(slugs).map(slug -> View.byDefault(teamId, slug, null));
  }
}
