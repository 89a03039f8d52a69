package io.bridge.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes what the whole process has")
class OneLineLogTest {
  @AfterEach
  void restore() throws Exception {
    LogManager.getLogManager().readConfiguration();
  }

  @Test
  void writesOneLineForEachRecord() {
    var bytes = new ByteArrayOutputStream();
    OneLineLog.install(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    var log = Logger.getLogger("io.bridge.cloud.Some");

    log.info("started\nport=1");
    log.log(Level.SEVERE, "failed", new IllegalStateException("a\nb", new Error("cause")));
    log.fine("not shown");

    var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("INFO    [Some] started | port=1"), lines.get(0));
    assertTrue(lines.get(1).contains("IllegalStateException: a b at "), lines.get(1));
    assertTrue(lines.get(1).contains("java.lang.Error: cause"), lines.get(1));
  }
}
