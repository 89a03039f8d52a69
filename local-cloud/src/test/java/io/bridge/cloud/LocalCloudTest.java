package io.bridge.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.http.PortTaken;
import io.bridge.cloud.iam.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCloudTest {
  private static final Path TOPOLOGY = Path.of("..", "deploy", "topology.yaml");

  @TempDir Path dir;

  @Test
  void startsEveryPortTellsWhereAndCanDoItAgain() {
    for (int run = 0; run < 2; run++) {
      try (var cloud = CloudAtHand.start(dir)) {
        assertTrue(cloud.cloud().grpc().matches("localhost:\\d+"));
        assertTrue(cloud.cloud().metadataPort("sync-service") > 0);
        assertEquals(200, cloud.get("/oauth2/v3/certs").statusCode());
        assertEquals(501, cloud.get("/nobody/plays/this").statusCode());
        assertEquals(dir.resolve("ca/ca.pem"), cloud.cloud().caPem());
        assertThrows(
            IllegalArgumentException.class, () -> cloud.cloud().metadataPort("bridge-push"));
        cloud.cloud().registerService("sync-service", URI.create("http://localhost:1"));
      }
    }
  }

  @Test
  void leavesATokenForThePersonAtThisMachine() throws Exception {
    try (var cloud = CloudAtHand.start(dir)) {
      var file = dir.resolve("iam/admin-token");
      var token = Files.readString(file);
      assertEquals(
          cloud.cloud().tokens().adminEmail(),
          cloud.cloud().tokens().verifyAccessToken(token).email());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      var elsewhere = Tokens.open(dir, CloudAtHand.PROJECT, Clock.systemUTC());
      var list = cloud.request("/bigquery/v2/projects/" + CloudAtHand.PROJECT + "/datasets");
      var bearer = "Bearer " + elsewhere.accessToken(elsewhere.adminEmail());
      assertEquals(200, cloud.send(list.header("Authorization", bearer)).statusCode());
    }
  }

  @Test
  void namesAPortThatIsTakenAndLeavesNothingOpen() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      for (var config :
          List.of(
              config(port, 0, Map.of()),
              config(0, port, Map.of()),
              config(0, 0, Map.of("sync-service", port)))) {
        var failure = assertThrows(PortTaken.class, () -> LocalCloud.start(config));
        assertTrue(failure.getMessage().contains("Port " + port));
      }
    }
    LocalCloud.start(config(0, 0, Map.of())).close();
  }

  @Test
  void refusesAMetadataPortForAnUnknownAccount() {
    var config = config(0, 0, Map.of("ghost-service", 0));
    var failure = assertThrows(IllegalArgumentException.class, () -> LocalCloud.start(config));
    assertTrue(failure.getMessage().contains("ghost-service"));
  }

  @ParameterizedTest
  @CsvSource({"bridge-test,0", "bridge-test,-1", "bridge-test,NaN", "p,1", "Bridge-Test,1"})
  void refusesATimeThatStandsStillAndAProjectThatIsNone(String project, double scale) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LocalCloudConfig(dir, project, TOPOLOGY, 0, 0, Map.of(), Map.of(), scale));
  }

  @Test
  void knowsWhereServicesAre() {
    var urls = new ServiceUrls(Map.of("a", URI.create("http://localhost:1/")));
    assertEquals(URI.create("http://localhost:1/events"), urls.of("a", "/events"));
    urls.register("a", URI.create("http://localhost:2"));
    assertEquals(URI.create("http://localhost:2/events"), urls.of("a", "/events"));
    assertThrows(IllegalArgumentException.class, () -> urls.of("b"));
  }

  private LocalCloudConfig config(int http, int grpc, Map<String, Integer> metadata) {
    return new LocalCloudConfig(
        dir, CloudAtHand.PROJECT, TOPOLOGY, http, grpc, metadata, Map.of(), 0.01);
  }
}
