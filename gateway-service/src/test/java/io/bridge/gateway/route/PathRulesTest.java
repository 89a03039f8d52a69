package io.bridge.gateway.route;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1/teams",
        "/v1/teams/",
        "/v1/tables/orders.2026",
        "/v1/tables/...",
        "/v1/tables/%C3%A9t%C3%A9",
        "/v1/tables/a%20b",
        "/v1/jobs/1:cancel",
        "/v1/tables/~a_b-c!$&'()*+,=@"
      })
  void passesAPathThatReadsInOneWay(String path) {
    assertTrue(PathRules.isPlain(path), path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1/teams",
        "*",
        "http://elsewhere/v1/teams",
        "//v1/teams",
        "/v1//teams",
        "/v1/teams//",
        "/v1/./teams",
        "/v1/../internal/token",
        "/v1/teams/..",
        "/v1/%2e%2e/internal",
        "/v1/%2E%2E/internal",
        "/v1/.%2e/internal",
        "/v1/%252e%252e/internal",
        "/v1/teams%2f..%2finternal",
        "/v1/teams%2F1",
        "/v1/teams%5c1",
        "/v1/teams\\1",
        "/v1/teams;a=b",
        "/v1/teams%3Ba",
        "/v1/teams%00",
        "/v1/teams%0d%0aset-cookie",
        "/v1/teams%7f",
        "/v1/teams%",
        "/v1/teams%2",
        "/v1/teams%zz",
        "/v1/teams%c0%af",
        "/v1/teams%ff",
        "/v1/teams\u0000",
        "/v1/te ams",
        "/v1/teams\u00e9",
        "/v1/<teams>",
        "/v1/{id}"
      })
  void refusesAPathThatReadsInTwoWays(String path) {
    assertFalse(PathRules.isPlain(path), path);
  }
}
