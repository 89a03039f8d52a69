package io.bridge.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
  private static final Map<String, URI> SERVICES =
      Map.of(
          "catalog-service", URI.create("http://localhost:8082"),
          "sync-service", URI.create("https://sync.example"));
  private final RouteTable table =
      new RouteTable(
          Map.of(
              "/v1/tables", "catalog-service",
              "/v1/tables/uploads", "sync-service",
              "/v1/uploads", "sync-service"),
          Map.of("/api/files", "/v1/uploads"),
          SERVICES);

  @ParameterizedTest
  @CsvSource({
    "/v1/tables, catalog-service",
    "/v1/tables/1, catalog-service",
    "/v1/tables/uploads, sync-service",
    "/v1/tables/uploads/7, sync-service",
    "/v1/tables/uploadsx, catalog-service",
    "/v1/uploads/, sync-service"
  })
  void theLongestPrefixOfWholeSegmentsWins(String path, String service) {
    assertEquals(Optional.of(service), table.find(path).map(Target::service));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/v1/teams", "/v1/uploadsx", "/internal/token", "/q/health", "/"})
  void otherPathsHaveNoService(String path) {
    assertEquals(Optional.empty(), table.find(path));
  }

  @Test
  void anAliasKeepsTheRestOfThePath() {
    assertEquals(Optional.of("/v1/uploads/1"), table.canonical("/api/files/1"));
    assertEquals(Optional.empty(), table.canonical("/api/filesx"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/x",
        "/events",
        "/q/health",
        "/v1",
        "/v1/",
        "/v1/x/",
        "/v1/../q",
        "v1/x"
      })
  void refusesARouteOutsideOfTheApi(String prefix) {
    Map<String, String> routes = Map.of(prefix, "sync-service");
    assertThrows(IllegalStateException.class, () -> new RouteTable(routes, Map.of(), SERVICES));
  }

  @Test
  void refusesARouteToAServiceWithoutAnAddress() {
    Map<String, String> routes = Map.of("/v1/x", "nobody");
    Exception e =
        assertThrows(IllegalStateException.class, () -> new RouteTable(routes, Map.of(), SERVICES));
    assertTrue(e.getMessage().contains("nobody"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8082, localhost, 8082, false, localhost:8082",
    "http://catalog, catalog, 80, false, catalog",
    "https://catalog.example/, catalog.example, 443, true, catalog.example"
  })
  void readsAServicesAddress(String base, String host, int port, boolean tls, String authority) {
    Target target = Target.of("catalog-service", URI.create(base));
    assertEquals(new Target("catalog-service", host, port, tls), target);
    assertEquals(authority, target.authority().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8082/base",
        "http://me@localhost",
        "ftp://localhost",
        "/x",
        "x:y"
      })
  void refusesAnAddressThatIsNoPlainBase(String base) {
    assertThrows(IllegalStateException.class, () -> Target.of("catalog-service", URI.create(base)));
  }
}
