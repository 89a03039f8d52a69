package io.bridge.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.GatewayConfig;
import io.bridge.gateway.TestConfig;
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

  @ParameterizedTest
  @CsvSource({
    "/v1/teams/1/connections, connection-service",
    "/v1/teams/1/connections/2, connection-service",
    "/v1/teams/1/dashboards, dashboard-service",
    "/v1/connections, connection-service",
    "/v1/connections/, connection-service",
    "/v1/connections/1, connection-service",
    "/v1/connections/1/validate, connection-service",
    "/v1/connections/1/leases, connection-service",
    "/v1/connections/1/scanned, connection-service",
    "/v1/connections/scan, connection-service",
    "/v1/connections/1/2/scan, connection-service",
    "/v1/connections/1/scan, catalog-service",
    "/v1/connections/1/datasets, catalog-service",
    "/v1/connections/1/tables, catalog-service",
    "/v1/connections/1/tables/lookup, catalog-service",
    "/v1/datasets/1, catalog-service",
    "/v1/tables/1, catalog-service",
    "/v1/dashboards/a/data, dashboard-service",
    "/v1/queries, dashboard-service",
    "/v1/agent/task, agent-service",
    "/v1/agent/status/1, agent-service",
    "/v1/uploads/1, sync-service"
  })
  void theStandardRoutesReachTheServiceThatAnswers(String path, String service) {
    assertEquals(Optional.of(service), standard().find(path).map(Target::service));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/teams", "/v1/teams/1", "/v1/teams//connections", "/v1/teams/1/connectionsx"})
  void theGatewaysOwnPathsAreCarriedNowhere(String path) {
    assertEquals(Optional.empty(), standard().find(path));
  }

  private static RouteTable standard() {
    GatewayConfig config = TestConfig.with(Map.of());
    return new RouteTable(config.routes(), config.aliases(), config.services());
  }

  @Test
  void ofEquallyLiteralPatternsTheOneThatIsLiteralEarlierWins() {
    Map<String, String> routes =
        Map.of("/v1/*/x", "sync-service", "/v1/x/*", "catalog-service", "/v1/*", "sync-service");
    RouteTable ambiguous = new RouteTable(routes, Map.of(), SERVICES);
    assertEquals("catalog-service", ambiguous.find("/v1/x/x").orElseThrow().service());
    assertEquals("sync-service", ambiguous.find("/v1/y/x").orElseThrow().service());
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
        "/v1/a*",
        "/v1/**",
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
