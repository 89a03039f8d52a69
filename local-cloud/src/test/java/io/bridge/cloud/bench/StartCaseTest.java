package io.bridge.cloud.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.process.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script that does nothing in the place of the real one. */
class StartCaseTest {
  @TempDir Path dir;
  private Path bridge;
  private Path said;

  @BeforeEach
  void name() {
    bridge = dir.resolve("bridge");
    said = dir.resolve("said");
  }

  @Test
  void startsFiveTimesAndStopsEach() throws IOException {
    script("[ $2 = status ] && echo '{\"residentBytes\": 104857600}'; exit 0");

    List<Measurement> measured = new StartCase(bridge, 0).run(dir, _ -> {});

    assertEquals(
        List.of("up, seconds", "idle, MB"), measured.stream().map(Measurement::what).toList());
    assertEquals(100.0, measured.getLast().value());
    assertTrue(measured.stream().allMatch(Measurement::met));
    assertEquals(5, Files.readAllLines(said).stream().filter("up"::equals).count());
    assertEquals(5, Files.readAllLines(said).stream().filter("down"::equals).count());
  }

  @Test
  void stopsWhatItCannotLookAt() throws IOException {
    script("[ $2 != status ]");
    StartCase start = new StartCase(bridge, 0);

    assertThrows(CommandFailure.class, () -> start.run(dir, _ -> {}));

    assertEquals(List.of("up", "status", "down"), Files.readAllLines(said));
  }

  private void script(String text) throws IOException {
    Files.writeString(bridge, "#!/bin/sh\necho $2 >> " + said + "\n" + text + "\n");
    assertTrue(bridge.toFile().setExecutable(true));
  }
}
