package io.bridge.cloud.bigquery.warehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.bigquery.sql.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResultsTest {
  private static final String DATASET = "_0123456789";
  private static final Table RESULT =
      new Table(
          DATASET,
          "anon1",
          "r1",
          "EU",
          List.of(Field.of("it's", "INT64"), Field.of("s", "STRING")),
          Details.none(),
          7,
          new TreeMap<>(),
          "o'hara@bridge.example",
          1,
          1,
          2_000L,
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
  void areFoundAsTheyWereAdded() {
    warehouse.write(c -> tables.insertResult(c, RESULT, null));

    var found = warehouse.read(c -> tables.find(c, DATASET, "anon1"));

    assertEquals(Optional.of(RESULT), found);
  }

  @Test
  void areNotFoundInAnotherDataset() {
    warehouse.write(c -> tables.insertResult(c, RESULT, null));

    var found = warehouse.read(c -> tables.find(c, "_9876543210", "anon1"));

    assertTrue(found.isEmpty());
  }

  @Test
  void answerTheSameQuestionUntilTheyExpire() {
    warehouse.write(c -> tables.insertResult(c, RESULT, "what's\0new"));

    var inTime = warehouse.read(c -> tables.findResult(c, "what's\0new", 1_999));

    assertEquals(Optional.of(RESULT), inTime);
    assertTrue(warehouse.read(c -> tables.findResult(c, "what's\0new", 2_000)).isEmpty());
    assertTrue(warehouse.read(c -> tables.findResult(c, "what's", 1_999)).isEmpty());
  }

  @Test
  void goWithTheirRowsWhenTheirTimeIsOver() {
    warehouse.write(
        c -> {
          tables.createRelation(c, RESULT);
          return tables.insertResult(c, RESULT, null);
        });

    int removed = warehouse.write(c -> tables.removeExpired(c, 2_000));

    assertEquals(1, removed);
    assertTrue(warehouse.read(c -> tables.find(c, DATASET, "anon1")).isEmpty());
    assertEquals(
        List.of(0L),
        warehouse.read(
            c ->
                Sql.list(
                    c,
                    row -> row.getLong(1),
                    "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'data'")));
  }

  @Test
  void thatAnEarlierVersionKeptAmongTheTablesAreStillThere() {
    warehouse.write(
        c -> {
          Sql.insert(
              c,
              "meta.entry",
              DATASET,
              "anon1",
              "r1",
              "EU",
              "{\"fields\":[{\"name\":\"it's\",\"type\":\"INTEGER\",\"mode\":\"NULLABLE\"},"
                  + "{\"name\":\"s\",\"type\":\"STRING\",\"mode\":\"NULLABLE\"}]}",
              "{}",
              7L,
              "{}",
              "o'hara@bridge.example",
              1L,
              1L,
              2_000L,
              null,
              "asked before");
          return null;
        });
    warehouse.close();

    warehouse = Warehouse.open(dir, "bridge-test");

    assertEquals(
        Optional.of(RESULT), warehouse.read(c -> tables.findResult(c, "asked before", 1_999)));
  }
}
