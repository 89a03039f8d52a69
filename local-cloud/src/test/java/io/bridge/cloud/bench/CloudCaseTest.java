package io.bridge.cloud.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark runs and compares; how fast it is, only ./bridge bench says. */
class CloudCaseTest {
  @TempDir Path scratch;

  @Test
  void measuresAgainstPlainDuckDbAndItsBudgets() {
    List<String> progress = new ArrayList<>();

    List<Measurement> measured = new CloudCase(1000, 1000, 20).run(scratch, progress::add);

    assertEquals(5, measured.size());
    measured.subList(0, 2).forEach(each -> assertTrue(each.value() > 0 && each.reference() > 0));
    assertEquals(0, measured.get(4).value());
    assertFalse(progress.isEmpty());
  }

  @Test
  void missesAGoalOnlyAboveIt() {
    assertTrue(new Measurement("x", 2, 1, "y", 2).met());
    assertFalse(new Measurement("x", 2.1, 1, "y", 2).met());
    assertTrue(new Measurement("x", 9, 1, "y", Double.NaN).met());
  }
}
