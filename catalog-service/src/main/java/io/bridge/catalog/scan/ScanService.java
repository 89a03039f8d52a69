package io.bridge.catalog.scan;

import io.bridge.catalog.bigquery.BigQueryMetadata;
import io.bridge.catalog.bigquery.WarehouseDataset;
import io.bridge.catalog.dataset.CatalogWriter;
import io.bridge.catalog.dataset.Snapshot;
import io.bridge.model.catalog.ScanResult;
import io.bridge.model.event.CatalogEvent;
import io.bridge.model.event.CatalogEvent.CatalogScanned;
import io.bridge.model.event.SyncEvent.TableLoaded;
import io.bridge.runtime.event.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Brings the catalog up to date with the warehouse and says what changed. */
@ApplicationScoped
class ScanService {
  private static final Logger LOG = Logger.getLogger(ScanService.class);

  private final BigQueryMetadata warehouse;
  private final CatalogWriter catalog;
  private final Outbox outbox;
  private final Clock clock;

  ScanService(BigQueryMetadata warehouse, CatalogWriter catalog, Outbox outbox, Clock clock) {
    this.warehouse = warehouse;
    this.catalog = catalog;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Makes the catalog exactly what the warehouse has now: tables that are gone disappear. Fails
   * with {@code WAREHOUSE_UNAVAILABLE}, and then nothing is changed.
   */
  Uni<ScanResult> scan(UUID teamId, UUID connectionId) {
    Instant at = clock.instant();
    return warehouse
        .datasetsOf(teamId)
        .map(datasets -> new Snapshot(teamId, connectionId, at, datasets))
        .call(seen -> outbox.publishing(() -> replace(seen)))
        .map(ScanService::count);
  }

  /**
   * Looks at the loaded table and gives what is to be written. Idempotent: the table is written as
   * it is now, whatever the fact said.
   */
  Uni<Supplier<Uni<Void>>> rescan(TableLoaded loaded) {
    Instant at = clock.instant();
    return warehouse
        .table(loaded.teamId(), loaded.dataset(), loaded.table())
        .map(dataset -> () -> write(loaded, at, dataset));
  }

  private Uni<Void> replace(Snapshot seen) {
    return catalog.replace(seen).chain(changes -> outbox.addAll(facts(seen, changes)));
  }

  private Uni<Void> write(TableLoaded loaded, Instant at, Optional<WarehouseDataset> dataset) {
    UUID team = loaded.teamId();
    Snapshot seen = new Snapshot(team, team, at, dataset.stream().toList());
    boolean found = seen.datasets().stream().anyMatch(d -> !d.tables().isEmpty());
    return found
        ? catalog.merge(seen).chain(outbox::addAll)
        : catalog.forgetTable(seen, fqn(loaded));
  }

  private static List<CatalogEvent> facts(Snapshot seen, List<CatalogEvent.TableChanged> changes) {
    List<CatalogEvent> facts = new ArrayList<>(changes);
    facts.add(scanned(seen));
    return facts;
  }

  private static CatalogScanned scanned(Snapshot seen) {
    ScanResult counts = count(seen);
    LOG.infof(
        "event=catalog-scanned connection=%s datasets=%d tables=%d columns=%d",
        seen.connectionId(), counts.datasets(), counts.tables(), counts.columns());
    return new CatalogScanned(
        seen.teamId(),
        seen.connectionId(),
        counts.datasets(),
        counts.tables(),
        counts.columns(),
        seen.at());
  }

  static ScanResult count(Snapshot seen) {
    List<WarehouseDataset> datasets = seen.datasets();
    int tables = datasets.stream().mapToInt(dataset -> dataset.tables().size()).sum();
    int columns =
        datasets.stream()
            .flatMap(dataset -> dataset.tables().stream())
            .mapToInt(table -> table.columns().size())
            .sum();
    return new ScanResult(datasets.size(), tables, columns);
  }

  private static String fqn(TableLoaded loaded) {
    return loaded.project() + "." + loaded.dataset() + "." + loaded.table();
  }
}
