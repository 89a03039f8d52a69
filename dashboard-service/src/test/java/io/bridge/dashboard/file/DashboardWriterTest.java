package io.bridge.dashboard.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DashboardWriterTest {
  private static final int FILES = 500;

  @Test
  void writesWhatReadsAsTheSame() {
    for (long seed = 0; seed < FILES; seed++) {
      DashboardFile file = RandomFile.of(seed);

      String written = DashboardWriter.write(file);

      DashboardFile read = Yaml.read(written).file();
      assertEquals(file, read, "seed " + seed + "\n" + written);
      assertEquals(written, DashboardWriter.write(read), "seed " + seed);
    }
  }

  @Test
  void keepsTheMeaningOfTheExample() {
    DashboardFile file = Yaml.read(Yaml.example()).file();

    String written = DashboardWriter.write(file);

    assertEquals(file, Yaml.read(written).file());
  }
}
