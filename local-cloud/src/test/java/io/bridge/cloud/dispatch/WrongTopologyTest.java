package io.bridge.cloud.dispatch;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.LocalCloudConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topology that asks for what local-cloud would not do is refused at the start, by name. */
class WrongTopologyTest {
  @TempDir Path dir;

  @Test
  void refusesAScheduleThatIsNone() throws IOException {
    assertRefused("\"* * * * *\"", "\"61 * * * *\"", "tick");
  }

  @Test
  void refusesNotificationsOnATopicThatStorageMayNotUse() throws IOException {
    assertRefused("events: {publishers: [storage]}", "events: {publishers: [writer]}", "events");
  }

  @Test
  void refusesNotificationsThatItDoesNotSend() throws IOException {
    assertRefused("[OBJECT_FINALIZE]", "[OBJECT_ARCHIVE]", "bridge-test-data");
  }

  @Test
  void refusesASubscriptionThatGoogleWouldRefuse() throws IOException {
    assertRefused(
        "pull.pulled: {topic: pulled,",
        "pull.pulled: {topic: pulled, retry: {minBackoffSeconds: 3, maxBackoffSeconds: 2},",
        "pull.pulled");
  }

  private void assertRefused(String right, String wrong, String named) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/messaging-topology.yaml"));
    Path topology = Files.writeString(dir.resolve("topology.yaml"), text.replace(right, wrong));
    LocalCloudConfig config =
        new LocalCloudConfig(
            dir.resolve("state"), TestCloud.PROJECT, topology, 0, 0, Map.of(), Map.of(), 1.0);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> LocalCloud.start(config).close());

    assertTrue(e.getMessage().contains(named), e.getMessage());
  }
}
