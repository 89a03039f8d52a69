package io.bridge.cloud.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.process.StartCaches.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCachesTest {
  @TempDir Path root;
  private StartCaches caches;
  private Path jar;

  @BeforeEach
  void build() throws Exception {
    caches = StartCaches.of(root);
    jar = Files.writeString(Files.createDirectories(root.resolve("app")).resolve("run.jar"), "1");
  }

  @Test
  void areReadOnceTheyWereWritten() throws Exception {
    assertEquals(List.of(), caches.options("a-service", jar, Use.READ));

    train();

    assertTrue(caches.holds("a-service", jar));
    assertTrue(
        caches.options("a-service", jar, Use.READ).getFirst().startsWith("-XX:AOTCache=" + root));
    assertFalse(caches.holds("b-service", jar));
  }

  @Test
  void areNotReadAfterAJarChanged() throws Exception {
    train();

    Files.setLastModifiedTime(jar, FileTime.fromMillis(1));

    assertEquals(List.of(), caches.options("a-service", jar, Use.READ));
  }

  @Test
  void areNoneOfWhatIsNotBuilt() {
    Path notBuilt = root.resolve("nowhere/run.jar");

    assertEquals(List.of(), caches.options("a-service", notBuilt, Use.READ));
  }

  @Test
  void takeThePlaceOfOlderOnes() throws Exception {
    train();
    Files.writeString(jar, "another");

    train();

    try (var files = Files.list(root.resolve("target/start-caches"))) {
      assertEquals(1, files.count());
    }
    assertTrue(caches.holds("a-service", jar));
  }

  @Test
  void stayAsTheyAreWhereTheTrainingLeftNothing() {
    caches.keep("a-service", jar);

    assertFalse(caches.holds("a-service", jar));
  }

  private void train() throws Exception {
    String option = caches.options("a-service", jar, Use.WRITE).getFirst();
    Files.writeString(Path.of(option.substring(option.indexOf('=') + 1)), "cache");
    caches.keep("a-service", jar);
  }
}
