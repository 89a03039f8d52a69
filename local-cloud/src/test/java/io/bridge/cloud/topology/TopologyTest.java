package io.bridge.cloud.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {
  private static final Path OURS = Path.of("..", "deploy", "topology.yaml");

  @TempDir Path dir;

  @Test
  void readsTheOneOfTheRepository() {
    var topology = Topology.load(OURS, "p1");

    assertEquals(8102, topology.services().get("catalog-service").metadataPort());
    assertTrue(topology.serviceAccounts().get("sync-service").signBlob());
    assertEquals(List.of("bridge-push"), topology.serviceAccounts().get("sync-service").actAs());
    assertEquals(List.of("storage"), topology.topics().get("bridge.ingress.v1").publishers());
    var push = topology.subscriptions().get("sync.bridge.ingress.v1");
    assertEquals(
        new Topology.Target("sync-service", "/events/ingress", "bridge-push"), push.push());
    assertEquals(100, push.deadLetter().maxDeliveryAttempts());
    assertEquals(600, push.retry().maxBackoffSeconds());
    assertNull(topology.subscriptions().get("dead.bridge.sync.v1").push());
    assertFalse(topology.subscriptions().get("dead.bridge.sync.v1").ordering());
    assertEquals(6, topology.queues().get("sync-loads").retry().maxDoublings());
    assertEquals("* * * * *", topology.schedules().get("sync-reaper").cron());
    var bucket = topology.buckets().get("p1-raw-data-ingress");
    assertEquals(List.of("sync-service"), bucket.roles().get("roles/storage.objectAdmin"));
    assertEquals(List.of("OBJECT_FINALIZE"), bucket.notifications().getFirst().eventTypes());
    assertEquals("bridge-push@p1.iam.gserviceaccount.com", topology.email("bridge-push"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          topics: {t: {publishers: [ghost]}}                          | ghost
          topics: {t: {}, t: {}}                                      | Duplicate
          topics: {t: {publisher: [a]}}                               | publisher
          subscriptions: {s: {topic: none}}                           | none
          subscriptions: {s: {topic: t, deadLetter: {topic: lost}}}   | t
          queues: {q: {enqueuers: []}}                                | needs target
          schedules: {s: {cron: x, service: s, path: /p, serviceAccount: a}} | s names the service s
          buckets: {b: {notifications: [{topic: gone}]}}              | gone
          buckets: {b: {roles: {roles/storage.objectViewer: [ghost]}}} | ghost
          serviceAccounts: {a: {actAs: [b]}}                          | b
          surprises: {}                                               | surprises
          just text                                                   | mapping
          """)
  void namesWhatIsWrong(String yaml, String named) throws IOException {
    var file = Files.writeString(dir.resolve("topology.yaml"), yaml);
    var failure = assertThrows(IllegalArgumentException.class, () -> Topology.load(file, "p"));
    assertTrue(failure.getMessage().contains(named), failure::getMessage);
  }

  @Test
  void wantsAbsolutePaths() throws IOException {
    var yaml =
        """
        services: {s: {port: 1, metadataPort: 2}}
        serviceAccounts: {a: {}}
        schedules: {tick: {cron: "* * * * *", service: s, path: relative, serviceAccount: a}}
        """;
    var file = Files.writeString(dir.resolve("topology.yaml"), yaml);
    var failure = assertThrows(IllegalArgumentException.class, () -> Topology.load(file, "p"));
    assertTrue(failure.getMessage().contains("absolute path"), failure::getMessage);
  }
}
