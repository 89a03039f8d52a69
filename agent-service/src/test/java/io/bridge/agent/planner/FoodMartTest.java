package io.bridge.agent.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.demo.DemoFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void namesTilesForPeople() {
    Sheet sheet = Designer.of(plain, "What do we sell?").sheet().orElseThrow();

    assertEquals("Sales 1998", sheet.title());
    assertEquals(
        List.of(
            "Store sales",
            "Store cost",
            "Unit sales",
            "Rows",
            "Store sales per week",
            "Store sales by customer country",
            "Store sales per month and store type",
            "Top 10: store sales by promotion media type",
            "Store sales by customer yearly income and store country",
            "Top 20: figures by product name"),
        titles(sheet));
  }

  @Test
  void showsPiecesWithoutAndMoneyWithAFraction() {
    Sheet sheet = Designer.of(plain, "What do we sell?").sheet().orElseThrow();

    Object columns = sheet.all().getLast().tile().get("columns");

    assertEquals(
        Map.of(
            "store_sales", Map.of("format", "num2", "bar", true),
            "store_cost", Map.of("format", "num2"),
            "unit_sales", Map.of("format", "num0"),
            "row_count", Map.of("format", "num0")),
        columns);
  }

  /** Whatever is asked: no tile twice, no column in two charts, no list without an end. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "What do we sell?", "salaries paid", "Our inventory in 1998", "expenses"})
  void repeatsNothingAndEndsEachList(String prompt) {
    Sheet sheet = Designer.of(plain, prompt).sheet().orElseThrow();

    List<Object> titles = titles(sheet);
    assertEquals(titles.size(), Set.copyOf(titles).size(), titles::toString);
    for (TileDraft draft : sheet.all()) {
      String sql = draft.query().sql();
      switch (draft.tile().get("chart").toString()) {
        case "area", "line" -> assertTrue(sql.endsWith("ORDER BY 1"), sql);
        case "bar" ->
            assertTrue(
                draft.tile().containsKey("series")
                    ? sql.endsWith("ORDER BY 1, 2")
                    : sql.endsWith("ORDER BY 2 DESC, 1\nLIMIT 10"),
                sql);
        case "donut" -> assertTrue(sql.endsWith("ORDER BY 2 DESC, 1\nLIMIT 10"), sql);
        case "table" -> assertTrue(sql.endsWith("ORDER BY 2 DESC, 1\nLIMIT 20"), sql);
        default -> assertTrue(Set.of("kpi", "heatmap").contains(draft.tile().get("chart")));
      }
      assertFalse(sql.matches("(?s).*(SUM|AVG)\\(f.`[a-z_]*_id`\\).*"), sql);
    }
    List<String> grouped = sheet.all().stream().flatMap(tile -> tile.uses().stream()).toList();
    assertEquals(grouped.size(), Set.copyOf(grouped).size(), grouped::toString);
  }

  @Test
  void addsUpNoKeyThoughItsTableHasNoRowOfItsOwnForEach() {
    String prompt = meaningless("salary");

    Star star = Designer.of(renamed, prompt).best();

    assertEquals(meaningless("salary"), star.fact().name());
    assertEquals(
        List.of(meaningless("salary_paid"), meaningless("overtime_paid")),
        star.measures().stream().map(Measure::name).toList());
  }

  private static List<Object> titles(Sheet sheet) {
    return sheet.all().stream().map(tile -> tile.tile().get("title")).toList();
  }

  static List<Object> charts(Sheet sheet) {
    return sheet.all().stream().map(tile -> tile.tile().get("chart")).toList();
  }
}
