package io.bridge.catalog.scan;

import io.bridge.catalog.bigquery.BigQueryMetadata;
import io.bridge.catalog.bigquery.WarehouseDataset;
import io.bridge.catalog.connection.KnownConnection;
import io.bridge.catalog.dataset.CatalogWriter;
import io.bridge.catalog.dataset.Snapshot;
import io.bridge.model.catalog.ScanResult;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.event.CatalogEvent;
import io.bridge.model.event.CatalogEvent.CatalogScanned;
import io.bridge.model.event.SyncEvent.TableLoaded;
import io.bridge.runtime.event.Outbox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Brings the catalog up to date with the warehouse and says what changed. */
@ApplicationScoped
class ScanService {
  static final Supplier<Uni<Void>> NOTHING = () -> Uni.createFrom().voidItem();

  private static final Logger LOG = Logger.getLogger(ScanService.class);
  private static final Set<ErrorCode> CLOSED =
      EnumSet.of(
          ErrorCode.CONNECTION_NOT_FOUND,
          ErrorCode.CONNECTION_NOT_VALIDATED,
          ErrorCode.CREDENTIAL_UNUSABLE);

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
   * Makes the catalog exactly what the warehouse has now: tables that are gone disappear. Fails as
   * {@link BigQueryMetadata} does, and then nothing is changed.
   */
  Uni<ScanResult> scan(KnownConnection connection) {
    return look(connection)
        .call(seen -> outbox.publishing(() -> replace(seen)))
        .map(ScanService::count);
  }

  /**
   * Looks at everything and gives what is to be written; nothing where the connection cannot be
   * looked through any more.
   */
  Uni<Supplier<Uni<Void>>> prepare(KnownConnection connection) {
    return look(connection)
        .<Supplier<Uni<Void>>>map(seen -> () -> unlessClosed(replace(seen)))
        .onFailure(ScanService::isClosed)
        .recoverWithItem(() -> NOTHING);
  }

  /**
   * Looks at the loaded table through each of the connections and gives what is to be written.
   * Idempotent: the table is written as it is now, whatever the fact said.
   */
  Uni<Supplier<Uni<Void>>> rescan(TableLoaded loaded, List<KnownConnection> connections) {
    return Multi.createFrom()
        .iterable(connections)
        .onItem()
        .transformToUniAndConcatenate(connection -> rescan(loaded, connection))
        .collect()
        .asList()
        .map(writes -> () -> inTurn(writes));
  }

  /** No other look begins with what the connection gave until now. */
  void close(UUID connectionId) {
    warehouse.drop(connectionId);
  }

  private Uni<Supplier<Uni<Void>>> rescan(TableLoaded loaded, KnownConnection connection) {
    Instant at = clock.instant();
    return warehouse
        .table(connection, loaded.dataset(), loaded.table())
        .map(dataset -> snapshot(connection, at, dataset.stream().toList()))
        .<Supplier<Uni<Void>>>map(seen -> () -> unlessClosed(write(seen, loaded)))
        .onFailure(ScanService::isClosed)
        .recoverWithItem(() -> NOTHING);
  }

  private Uni<Snapshot> look(KnownConnection connection) {
    Instant at = clock.instant();
    return warehouse.datasetsOf(connection).map(datasets -> snapshot(connection, at, datasets));
  }

  private Uni<Void> replace(Snapshot seen) {
    return catalog.replace(seen).chain(changes -> outbox.addAll(facts(seen, changes)));
  }

  private Uni<Void> write(Snapshot seen, TableLoaded loaded) {
    boolean found = seen.datasets().stream().anyMatch(d -> !d.tables().isEmpty());
    return found
        ? catalog.merge(seen).chain(outbox::addAll)
        : catalog.forgetTable(seen, fqn(loaded));
  }

  /** One session, one stream. */
  private static Uni<Void> inTurn(List<Supplier<Uni<Void>>> writes) {
    return writes.stream()
        .reduce(NOTHING, (before, next) -> () -> before.get().chain(next::get))
        .get();
  }

  private static Snapshot snapshot(
      KnownConnection connection, Instant at, List<WarehouseDataset> datasets) {
    return new Snapshot(connection.teamId(), connection.id(), at, datasets);
  }

  /** A connection may go while it is looked through. */
  private static Uni<Void> unlessClosed(Uni<Void> write) {
    return write.onFailure(ScanService::isClosed).recoverWithNull();
  }

  /** Trying again will not help before somebody validates the connection, and then all is read. */
  private static boolean isClosed(Throwable failure) {
    return failure instanceof BridgeException e && CLOSED.contains(e.code());
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
