package io.bridge.gateway.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.GatewayTest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class ConsolePageTest {
  private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

  @ParameterizedTest
  @ValueSource(
      strings = {"/console", "/console/", "/console/dashboards/sales?team=1", "/console/nowhere"})
  void everyAddressOfTheConsoleIsItsPage(String address) {
    given()
        .get(address)
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("cache-control", "no-cache")
        .header("x-content-type-options", "nosniff")
        .header("referrer-policy", "no-referrer")
        .header("cross-origin-opener-policy", "same-origin")
        .header("content-security-policy", containsString("script-src 'self';"))
        .header("content-security-policy", containsString("default-src 'none';"))
        .header("content-security-policy", not(containsString("unsafe")))
        .body(containsString("id=\"app\""));
  }

  @Test
  void thePageHasNothingInline() {
    String page = given().get("/console/").asString();
    assertFalse(page.contains("<style"), page);
    assertFalse(page.contains(" style="), page);
    assertFalse(Pattern.compile("<script(?![^>]* src=)").matcher(page).find(), page);
    assertFalse(Pattern.compile(" on[a-z]+=").matcher(page).find(), page);
  }

  @Test
  void theFilesOfTheBundleNeverChange() {
    Matcher file = FILE.matcher(given().get("/console/").asString());
    List<String> files = file.results().map(found -> found.group(1)).toList();
    assertEquals(2, files.size(), files.toString());
    for (String path : files) {
      assertTrue(path.matches("/console/static/app-[A-Z0-9]+\\.(js|css)"), path);
      given()
          .get(path)
          .then()
          .statusCode(200)
          .header("cache-control", "public, max-age=31536000, immutable")
          .header("x-content-type-options", "nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/static/missing.js", "/console/x.html", "/console/static/.env"})
  void whatIsNoFileOfTheBundleIsNotThere(String path) {
    given().get(path).then().statusCode(404).header("cache-control", "no-store");
  }

  @Test
  void thePageIsOnlyRead() {
    given().post("/console/").then().statusCode(not(is(200)));
  }
}
