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
class LoadCaseTest {
  @TempDir Path scratch;

  @Test
  void measuresLoadAndQueryAgainstPlainDuckDb() {
    List<String> progress = new ArrayList<>();

    List<Measurement> measured =
        new LoadCase(Path.of("../deploy/topology.yaml"), 1000).run(scratch, progress::add);

    assertEquals(2, measured.size());
    measured.forEach(each -> assertTrue(each.value() > 0 && each.reference() > 0));
    assertFalse(progress.isEmpty());
  }

  @Test
  void missesAGoalOnlyAboveIt() {
    assertTrue(new Measurement("x", 2, 1, "y", 2).met());
    assertFalse(new Measurement("x", 2.1, 1, "y", 2).met());
    assertTrue(new Measurement("x", 9, 1, "y", Double.NaN).met());
  }
}
