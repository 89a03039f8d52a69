package io.bridge.cloud.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
  private static final List<Service> SERVICES = List.of(new Service("sync-service", 8085, 8105));

  @Test
  void areTheHousesOwnUnlessTheEnvironmentSaysOtherwise() {
    Ports ports = Ports.standard(SERVICES, Map.of("BRIDGE_PORT_SYNC_SERVICE_METADATA", "9105"));

    assertEquals(8443, ports.of("gateway-https"));
    assertEquals(8085, ports.of("sync-service"));
    assertEquals(9105, ports.of("sync-service.metadata"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "80 80"})
  void refuseWhatIsNoPort(String value) {
    Map<String, String> environment = Map.of("BRIDGE_PORT_POSTGRES", value);

    IllegalArgumentException said =
        assertThrows(IllegalArgumentException.class, () -> Ports.standard(SERVICES, environment));

    assertTrue(said.getMessage().contains("BRIDGE_PORT_POSTGRES"), said.getMessage());
  }

  @Test
  void areDifferentAndFreeForAMeshBesideAnother() {
    Ports ports = Ports.free(SERVICES);

    assertEquals(ports.byName().size(), new HashSet<>(ports.byName().values()).size());
    assertThrows(IllegalArgumentException.class, () -> ports.of("nothing"));
  }
}
