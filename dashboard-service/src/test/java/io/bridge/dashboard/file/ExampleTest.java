package io.bridge.dashboard.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.bridge.model.dashboard.Param;
import io.bridge.model.dashboard.Tile;
import io.bridge.model.dashboard.Tile.ColumnStyle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleTest {
  private final DashboardFile file = Yaml.read(Yaml.example()).file();

  @Test
  void readsWhatTheFileSays() {
    assertEquals("shop-overview", file.name());
    assertEquals("Merchandise shop overview", file.title());
    assertEquals(Duration.ofMinutes(15), file.ttl());
    assertEquals(new FileLimits(100_000_000L, 5000, Duration.ofSeconds(30)), file.limits());
    assertEquals(9, file.queries().size());
    assertEquals(Duration.ofHours(1), file.query("countries").orElseThrow().ttl());
    assertNull(file.connection());
    assertEquals(List.of(1, 3, 3, 3), file.rows().stream().map(row -> row.height()).toList());
  }

  @Test
  void readsParameters() {
    Param period =
        new Param(
            "period", "daterange", null, false, null, null, List.of("2020-11-01", "2021-01-31"));
    Param device = new Param("device", "select", "Device", true, null, "devices", List.of());
    assertEquals(
        List.of(new ParamSpec(period, "DATE"), new ParamSpec(device, "STRING")), file.params());
  }

  @Test
  void readsTiles() {
    Tile bar = file.rows().get(2).tiles().get(0);
    assertEquals(List.of("sessions"), bar.y());
    assertEquals("medium", bar.series());
    assertEquals(true, bar.stack());
    assertEquals(6, bar.w());
    Tile table = file.rows().get(3).tiles().get(1);
    assertEquals(new ColumnStyle("num0", true), table.columns().get("users"));
  }

  @Test
  void knowsWhichQueriesAreSeen() {
    assertEquals(
        List.of(
            "devices",
            "totals",
            "weekly",
            "revenue_weekly",
            "by_medium",
            "funnel",
            "hours",
            "countries"),
        file.shown());
  }

  @Test
  void readsTheLeastThereCanBe() {
    DashboardFile least = Yaml.read(Yaml.LEAST).file();
    assertEquals("sales", least.title());
    assertEquals(1, least.rows().getFirst().height());
    assertEquals(FileLimits.NONE, least.limits());
  }
}
