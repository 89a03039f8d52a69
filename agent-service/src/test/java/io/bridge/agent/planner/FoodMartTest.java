package io.bridge.agent.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.demo.DemoFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's data set as it is, and under names that say nothing. */
class FoodMartTest {
  @TempDir static Path dir;
  private static LocalWarehouse plain;
  private static LocalWarehouse renamed;

  @BeforeAll
  static void write() {
    plain = warehouse(name -> name);
    renamed = warehouse(FoodMartTest::meaningless);
  }

  private static LocalWarehouse warehouse(UnaryOperator<String> renaming) {
    Path file = dir.resolve(renaming.apply("demo") + ".duckdb");
    DemoFile.write(file, renaming);
    return new LocalWarehouse("jdbc:duckdb:" + file);
  }

  private static String meaningless(String name) {
    return "n" + Integer.toHexString(name.hashCode());
  }

  @AfterAll
  static void close() {
    plain.close();
    renamed.close();
  }

  @Test
  void picksTheLongestTableWithItsCalendarAndItsNumbers() {
    Star star = Designer.of(plain, "What do we sell?").best();

    assertEquals("sales_fact_1998", star.fact().name());
    assertEquals(164_558, star.rows());
    assertEquals("the_date", star.time().orElseThrow().source().field().name());
    assertEquals(TimeAxis.Grain.WEEK, star.time().orElseThrow().grain());
    assertEquals(
        List.of("store_sales", "store_cost", "unit_sales"),
        star.measures().stream().map(Measure::name).toList());
    assertTrue(star.measures().stream().allMatch(m -> m.aggregate() == Measure.Aggregate.SUM));
    assertEquals(
        List.of("customer", "product", "promotion", "store", "time_by_day"),
        star.links().stream().map(link -> link.dimension().name()).sorted().toList());
  }

  @Test
  void drawsTenTilesThatAllShowSomething() {
    Sheet sheet = Designer.of(plain, "What do we sell?").sheet().orElseThrow();

    assertEquals(10, sheet.tiles());
    assertEquals(
        List.of("kpi", "kpi", "kpi", "kpi", "area", "donut", "bar", "bar", "heatmap", "table"),
        charts(sheet));
  }

  @Test
  void choosesTheSameUnderNamesThatSayNothing() {
    Star known = Designer.of(plain, "").best();
    Designer designer = Designer.of(renamed, "");
    Star unknown = designer.best();

    assertEquals(meaningless(known.fact().name()), unknown.fact().name());
    assertEquals(
        meaningless(known.time().orElseThrow().source().field().name()),
        unknown.time().orElseThrow().source().field().name());
    assertEquals(
        known.measures().stream().map(m -> meaningless(m.name())).toList(),
        unknown.measures().stream().map(Measure::name).toList());
    assertEquals(
        known.categories().stream().map(c -> meaningless(c.source().field().name())).toList(),
        unknown.categories().stream().map(c -> c.source().field().name()).toList());
    assertEquals(10, designer.sheet().orElseThrow().tiles());
  }

  @Test
  void followsTheWordsOfThePrompt() {
    assertEquals(
        "inventory_fact_1998", Designer.of(plain, "Our inventory in 1998").best().fact().name());
    assertEquals("salary", Designer.of(plain, "salaries paid").best().fact().name());
    Sheet sheet = Designer.of(plain, "sales by store type").sheet().orElseThrow();
    assertTrue(sheet.all().stream().anyMatch(t -> t.query().sql().contains("`store_type`")));
  }

  static List<Object> charts(Sheet sheet) {
    return sheet.all().stream().map(tile -> tile.tile().get("chart")).toList();
  }
}
