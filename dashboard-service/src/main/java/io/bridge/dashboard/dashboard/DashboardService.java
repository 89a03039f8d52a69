package io.bridge.dashboard.dashboard;

import static io.bridge.model.error.ErrorCode.DASHBOARD_CHANGED;
import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.dashboard.cache.AnswerCache;
import io.bridge.dashboard.cache.Keys;
import io.bridge.dashboard.file.DashboardFile;
import io.bridge.model.Page;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.event.DashboardEvent.DashboardRemoved;
import io.bridge.runtime.event.Outbox;
import io.bridge.runtime.http.PageRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Keeps each team's dashboards, one row and one immutable file a revision. */
@ApplicationScoped
public class DashboardService {
  private static final Logger LOG = Logger.getLogger(DashboardService.class);

  private final DashboardRepository dashboards;
  private final AnswerCache cache;
  private final FileShelf shelf;
  private final Outbox outbox;
  private final Clock clock;

  DashboardService(
      DashboardRepository dashboards,
      AnswerCache cache,
      FileShelf shelf,
      Outbox outbox,
      Clock clock) {
    this.dashboards = dashboards;
    this.cache = cache;
    this.shelf = shelf;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Fails with {@code DASHBOARD_NOT_FOUND} or {@code SERVICE_UNAVAILABLE}. */
  public Uni<SavedDashboard> require(UUID teamId, String slug) {
    return row(teamId, slug).chain(this::withFile);
  }

  private Uni<SavedDashboard> withFile(DashboardEntity row) {
    return shelf.file(row.file()).map(file -> new SavedDashboard(row.toDashboard(), file));
  }

  /** Fails with {@code DASHBOARD_NOT_FOUND}. */
  Uni<Dashboard> find(UUID teamId, String slug) {
    return row(teamId, slug).map(DashboardEntity::toDashboard);
  }

  /** The file, exactly as it was applied. Fails as {@link #require} does. */
  Uni<byte[]> file(UUID teamId, String slug) {
    return row(teamId, slug).chain(row -> shelf.bytes(row.file()));
  }

  private Uni<DashboardEntity> row(UUID teamId, String slug) {
    return Panache.withSession(() -> dashboards.require(teamId, slug));
  }

  @WithSession
  Uni<Page<Dashboard>> list(UUID teamId, PageRequest page) {
    return dashboards.page(teamId, page).map(rows -> page(rows, page));
  }

  private static Page<Dashboard> page(List<DashboardEntity> rows, PageRequest page) {
    return page.page(rows.stream().map(DashboardEntity::toDashboard).toList(), Dashboard::slug);
  }

  /**
   * Makes the change the newest revision. Idempotent: what is there already stays at its revision.
   * Fails with {@code DASHBOARD_CHANGED} and, where Redis is away, {@code SERVICE_UNAVAILABLE}.
   */
  Uni<Applied> apply(Change change) {
    return changing(change.teamId(), change.file().name(), () -> write(change));
  }

  /**
   * What became of a change.
   *
   * @param isNew true where there was no dashboard of this name before
   */
  record Applied(Dashboard dashboard, boolean isNew) {}

  /**
   * No page of what was there before outlives the change: it is taken out of the cache first, and
   * none is kept until the change is done. Where that cannot be said nothing changes.
   */
  private <T> Uni<T> changing(UUID teamId, String slug, Supplier<Uni<T>> change) {
    String file = Keys.file(teamId, slug);
    return cache
        .hold(file)
        .onFailure()
        .transform(_ -> SERVICE_UNAVAILABLE.with("The cache does not answer; try again"))
        .chain(hold -> change.get().eventually(() -> cache.release(file, hold)));
  }

  private Uni<Applied> write(Change change) {
    return outbox
        .publishing(() -> save(change))
        .onFailure(DashboardRepository::isTaken)
        .recoverWithUni(() -> outbox.publishing(() -> save(change)));
  }

  private Uni<Applied> save(Change change) {
    DashboardFile file = change.file();
    return dashboards
        .lock(change.teamId(), file.name())
        .invoke(row -> requireMatch(change.ifMatch(), row))
        .chain(row -> row.map(r -> update(r, change)).orElseGet(() -> create(change)));
  }

  private Uni<Applied> create(Change change) {
    return dashboards
        .persistAndFlush(DashboardEntity.from(change))
        .call(row -> tell(row, change))
        .map(row -> new Applied(row.toDashboard(), true));
  }

  private Uni<Applied> update(DashboardEntity row, Change change) {
    if (row.isSame(change)) {
      return Uni.createFrom().item(new Applied(row.toDashboard(), false));
    }
    row.apply(change);
    return tell(row, change).map(_ -> new Applied(row.toDashboard(), false));
  }

  private Uni<Void> tell(DashboardEntity row, Change change) {
    LOG.infof(
        "event=dashboard-saved team=%s dashboard=%s revision=%d",
        row.teamId, row.slug, row.revision);
    return outbox.add(row.saved(change));
  }

  /**
   * Fails with {@code DASHBOARD_NOT_FOUND}, {@code DASHBOARD_CHANGED} and, where Redis is away,
   * {@code SERVICE_UNAVAILABLE}.
   */
  Uni<Void> remove(UUID teamId, String slug, String ifMatch) {
    return changing(teamId, slug, () -> outbox.publishing(() -> delete(teamId, slug, ifMatch)));
  }

  private Uni<Void> delete(UUID teamId, String slug, String ifMatch) {
    return dashboards
        .lock(teamId, slug)
        .map(row -> row.orElseThrow(DashboardService::notFound))
        .invoke(row -> requireMatch(ifMatch, Optional.of(row)))
        .call(dashboards::delete)
        .chain(() -> outbox.add(new DashboardRemoved(teamId, slug, clock.instant())));
  }

  private static void requireMatch(String ifMatch, Optional<DashboardEntity> row) {
    String found = row.map(there -> tag(there.revision)).orElse(null);
    if (ifMatch != null && (found == null || !names(ifMatch, found))) {
      throw DASHBOARD_CHANGED.with(
          row.map(there -> "The newest revision is " + there.revision + ", not " + ifMatch)
              .orElse("The dashboard is not there any more"));
    }
  }

  private static boolean names(String ifMatch, String tag) {
    return Arrays.stream(ifMatch.split(","))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || one.equals(tag));
  }

  /** The ETag of a revision. */
  static String tag(int revision) {
    return "\"" + revision + "\"";
  }

  private static BridgeException notFound() {
    return ErrorCode.DASHBOARD_NOT_FOUND.with(ErrorCode.DASHBOARD_NOT_FOUND.title());
  }
}
