package io.bridge.cloud.bigquery.warehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.bigquery.sql.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetadataTest {
  private static final Table TABLE =
      new Table(
          "shop",
          "sales",
          "r1",
          "US",
          List.of(Field.of("n", "INT64")),
          Details.none(),
          0,
          new TreeMap<>(),
          "owner@bridge.example",
          0,
          0,
          null,
          Definition.none());

  @TempDir Path dir;
  private Warehouse warehouse;
  private final Tables tables = new Tables("bridge-test");

  @BeforeEach
  void open() {
    warehouse = Warehouse.open(dir, "bridge-test");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void tellsOfATableThatWasNotThereBefore() {
    assertTrue(warehouse.read(this::find).isEmpty());

    warehouse.write(c -> tables.insert(c, TABLE));

    assertEquals(List.of(0L), warehouse.read(this::find));
  }

  @Test
  void tellsNothingOfATableThatIsGone() {
    warehouse.write(c -> tables.insert(c, TABLE));
    assertEquals(List.of(0L), warehouse.read(this::find));

    warehouse.write(
        c -> {
          tables.createRelation(c, TABLE);
          tables.remove(c, TABLE);
          return null;
        });

    assertTrue(warehouse.read(this::find).isEmpty());
  }

  @Test
  void aTransactionThatChangesATableSeesItsOwnChange() {
    warehouse.write(c -> tables.insert(c, TABLE));
    warehouse.read(this::find);

    var seen =
        warehouse.write(
            c -> {
              tables.update(c, TABLE.with("r1", 7, new TreeMap<>()));
              return find(c);
            });

    assertEquals(List.of(7L), seen);
  }

  @Test
  void aTransactionIsNotCurrentWhenAnotherChangedATable() {
    warehouse.write(c -> tables.insert(c, TABLE));

    var seen =
        warehouse.read(
            c -> {
              var before = find(c);
              assertTrue(warehouse.metadata().isCurrent(c));
              CompletableFuture.runAsync(() -> rows(9)).join();
              assertFalse(warehouse.metadata().isCurrent(c));
              assertEquals(before, find(c));
              return before;
            });

    assertEquals(List.of(0L), seen);
    assertEquals(List.of(9L), warehouse.read(this::find));
  }

  @Test
  void nobodyIsToldOfAStateOlderThanWhatWasCommittedBefore() {
    warehouse.write(c -> tables.insert(c, TABLE));
    var committed = new AtomicLong();
    var writer =
        CompletableFuture.runAsync(
            () -> {
              for (long n = 1; n <= 100; n++) {
                rows(n);
                committed.set(n);
              }
            });
    var readers = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < 3; i++) {
      readers.add(CompletableFuture.runAsync(() -> readUntil(committed, 100)));
    }

    CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)).join();

    writer.join();
  }

  private void readUntil(AtomicLong committed, long last) {
    for (long known = committed.get(); known < last; known = committed.get()) {
      long before = known;
      long seen = warehouse.read(this::find).getFirst();
      assertTrue(seen >= before, () -> seen + " is older than " + before);
    }
  }

  private void rows(long n) {
    warehouse.write(c -> tables.update(c, TABLE.with("r1", n, new TreeMap<>())));
  }

  /** Its number of rows; empty when it is not there. */
  private List<Long> find(Connection c) throws SQLException {
    return warehouse.metadata().table(c, "shop", "sales").map(Table::rows).stream().toList();
  }
}
