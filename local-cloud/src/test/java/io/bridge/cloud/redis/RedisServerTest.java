package io.bridge.cloud.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  @TempDir Path dir;

  @Test
  void isAdoptedByWhoStartsItAgainAndEndsWhenClosed() throws Exception {
    var server = RedisServer.start(dir, 0);
    try (var again = RedisServer.start(dir, 0)) {
      assertEquals(server.pid(), again.pid());
      assertEquals(server.url(), again.url());
      assertTrue(RedisServer.running(dir).isPresent());
    }
    assertTrue(RedisServer.running(dir).isEmpty());
    assertThrows(IllegalStateException.class, server::pid);
    server.close();
  }

  @Test
  void keepsNothingOverARestartAndNothingAfterClear() throws Exception {
    try (var server = RedisServer.start(dir, 0)) {
      say(server, "SET a 1");
      server.clear();
      assertEquals(":0", say(server, "EXISTS a"));
      say(server, "SET a 1");
    }
    try (var server = RedisServer.start(dir, 0)) {
      assertEquals(":0", say(server, "EXISTS a"));
    }
  }

  @Test
  void letsNobodyInWithoutThePasswordAndTellsItNobody() throws Exception {
    try (var server = RedisServer.start(dir, 0)) {
      assertThrows(IOException.class, () -> new RedisSession(server.port(), "wrong"));
      assertThrows(IOException.class, () -> say(server, "CONFIG GET requirepass"));
      for (var name : new String[] {"password", "redis.conf"}) {
        var mode = Files.getPosixFilePermissions(dir.resolve(name));
        assertEquals("rw-------", PosixFilePermissions.toString(mode));
      }
      var password = Files.readString(dir.resolve("password"));
      var command = ProcessHandle.of(server.pid()).orElseThrow().info().commandLine().orElse("");
      assertFalse(command.contains(password));
      assertFalse(server.toString().contains(password));
    }
  }

  @Test
  void namesAPortThatIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      var failure = assertThrows(IllegalStateException.class, () -> RedisServer.start(dir, port));
      assertTrue(failure.getMessage().contains("Port " + port));
    }
  }

  private static String say(RedisServer server, String command) throws IOException {
    var password = server.url().replaceAll("redis://:(.*)@.*", "$1");
    try (var session = new RedisSession(server.port(), password)) {
      return session.send(command);
    }
  }
}
