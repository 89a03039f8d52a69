package io.bridge.catalog.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bridge.catalog.Database;
import io.bridge.catalog.bigquery.WarehouseDataset;
import io.bridge.catalog.bigquery.WarehouseTable;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.model.catalog.Column;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.event.CatalogEvent.TableChanged;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
class CatalogWriterTest {
  private static final Instant EARLY = Instant.parse("2026-11-21T10:00:00.000001Z");
  private static final Instant LATE = Instant.parse("2026-11-21T10:00:00.000002Z");

  @Inject CatalogWriter writer;
  @Inject Database database;
  @Inject Vertx vertx;
  private final UUID team = UUID.randomUUID();

  @BeforeEach
  void know() {
    database.rows(
        "insert into connection (id, team_id, project_id, status, changed_at)"
            + " values ($1, $1, 'p', 'VALIDATED', now())",
        team);
  }

  @Test
  void writesNothingOfAConnectionThatIsGone() {
    database.rows("update connection set status = 'REMOVED' where id = $1", team);

    CompletableFuture<List<TableChanged>> write =
        start(() -> writer.replace(snapshot(EARLY, "t", 1, 1)));

    CompletionException failure = assertThrows(CompletionException.class, write::join);
    assertEquals(ErrorCode.CONNECTION_NOT_FOUND, ((BridgeException) failure.getCause()).code());
    assertEquals(0, database.count("select count(*) from dataset where team_id = $1", team));
  }

  @Test
  void doesNotOverwriteALaterLook() {
    write(LATE, "t", 2, 3);

    List<TableChanged> told = write(EARLY, "t", 1, 1);

    assertEquals(2, rowCount("t"));
    assertEquals(3, columns());
    assertEquals(List.of(), told);
  }

  @Test
  void doesNotForgetWhatWasSeenLater() {
    write(LATE, "seen_later", 1, 1);

    on(() -> writer.replace(snapshot(EARLY, "t", 1, 1)));
    on(() -> writer.forgetTable(snapshot(EARLY, "t", 1, 1), "p.d.seen_later").replaceWith(1));

    assertEquals(1, rowCount("seen_later"));
    assertEquals(2, database.count("select count(*) from dataset_table where team_id = $1", team));
  }

  @Test
  void takesNamesAndTextsOfAnyKind() {
    String odd = "we're; drop \"table\" — :at ?1 $1 \\ 表";

    write(EARLY, odd, 1, 1);

    assertEquals(1, rowCount(odd));
  }

  @Test
  void letsManyWritersOfAConnectionQueueUp() {
    List<CompletableFuture<List<TableChanged>>> writes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Instant at = EARLY.plusMillis(i);
      int rows = i;
      Supplier<Uni<List<TableChanged>>> write =
          i % 2 == 0
              ? () -> writer.replace(snapshot(at, "t", rows, 2))
              : () -> writer.merge(snapshot(at, "t", rows, 2));
      writes.add(start(write));
    }

    writes.forEach(CompletableFuture::join);

    assertEquals(11, rowCount("t"));
    assertEquals(2, columns());
  }

  @Test
  void tellsWhatIsNew() {
    List<TableChanged> first = write(EARLY, "t", 1, 1);
    List<TableChanged> same = write(LATE, "t", 1, 1);
    List<TableChanged> more = write(LATE.plusSeconds(1), "t", 1, 2);

    assertEquals(1, first.size());
    assertEquals(0, same.size());
    assertEquals(1, more.size());
    assertEquals(first.getFirst().tableId(), more.getFirst().tableId());
  }

  @Test
  void givesEachNameAnIdOfItsOwn() {
    UUID id = CatalogIds.of(team, "p.d.t");

    assertEquals(8, id.version());
    assertEquals(2, id.variant());
    assertEquals(id, CatalogIds.of(team, "p.d.t"));
    assertNotEquals(id, CatalogIds.of(UUID.randomUUID(), "p.d.t"));
    assertNotEquals(id, CatalogIds.of(team, "p.d.T"));
  }

  private List<TableChanged> write(Instant at, String table, long rows, int columns) {
    return on(() -> writer.merge(snapshot(at, table, rows, columns)));
  }

  private Snapshot snapshot(Instant at, String name, long rows, int columnCount) {
    List<Column> columns =
        IntStream.rangeClosed(1, columnCount)
            .mapToObj(i -> new Column("c" + i, i, "INT64", true, null))
            .toList();
    WarehouseTable table =
        new WarehouseTable(name, "p.d." + name, "TABLE", name, rows, 8, null, columns);
    WarehouseDataset dataset = new WarehouseDataset("d", "p.d", name, "US", EARLY, List.of(table));
    return new Snapshot(team, team, at, List.of(dataset));
  }

  private long rowCount(String table) {
    return database.count(
        "select row_count from dataset_table where team_id = $1 and name = $2", team, table);
  }

  private long columns() {
    return database.count(
        "select count(*) from table_column c join dataset_table t on t.id = c.table_id"
            + " where t.team_id = $1",
        team);
  }

  private <T> T on(Supplier<Uni<T>> work) {
    return start(work).join();
  }

  /** Runs work in a transaction as a request does, on a duplicated context of its own. */
  private <T> CompletableFuture<T> start(Supplier<Uni<T>> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Context context = VertxContext.getOrCreateDuplicatedContext(vertx);
    VertxContextSafetyToggle.setContextSafe(context, true);
    context.runOnContext(
        _ ->
            Panache.withTransaction(work)
                .subscribe()
                .with(result::complete, result::completeExceptionally));
    return result.orTimeout(20, TimeUnit.SECONDS);
  }
}
