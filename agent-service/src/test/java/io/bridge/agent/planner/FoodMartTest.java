package io.bridge.agent.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.demo.DemoFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's data set as it is, and under names that say nothing. */
class FoodMartTest {
  @TempDir static Path dir;
  private static Path file;

  @BeforeAll
  static void write() {
    file = dir.resolve("demo.duckdb");
    DemoFile.write(file, name -> name);
  }

  @Test
  void picksTheLargestStarWithItsCalendar() {
    try (LocalWarehouse warehouse = new LocalWarehouse("jdbc:duckdb:" + file)) {
      Designer designer = Designer.of(warehouse, "Show me what we sell");

      Sheet sheet = designer.sheet().orElseThrow();

      System.out.println(designer.best().sentence());
      designer.stars().forEach(s -> System.out.println(s.fact().name() + " " + s.score()));
      System.out.println(sheet.yaml("x", "c", "d"));
      System.out.println(warehouse.statements());
      assertEquals("sales_fact_1998", designer.best().fact().name());
      assertTrue(sheet.tiles() >= 6);
    }
  }
}
