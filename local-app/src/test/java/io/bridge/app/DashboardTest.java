package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.played.PlayedCloud;
import io.bridge.app.played.PlayedWarehouse;
import io.bridge.app.terminal.Json;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import io.bridge.model.error.Violation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardTest {
  @TempDir Path folder;
  private PlayedCloud cloud;
  private App app;
  private UUID team;

  @BeforeEach
  void signIn() throws IOException {
    cloud = PlayedCloud.plain();
    cloud.identity().know("ada@example.com", "correct horse");
    app = new App(folder).at(cloud.address());
    app.typing("correct horse").run("login", "--user", "ada@example.com");
    team = cloud.gateway().makeTeam("Data").id();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void appliesAFileUnderTheNameThatItSays() throws IOException {
    byte[] file = file("version: 1\nname: shop-sales # ours\n");

    App.Outcome outcome = app.run("dashboard", "apply", "d.yaml");

    assertEquals(0, outcome.exitCode(), outcome.err());
    PlayedCloud.Seen sent = cloud.seen("PUT", "/v1/dashboards/").getLast();
    assertEquals("/v1/dashboards/shop-sales?team=" + team, sent.path());
    assertArrayEquals(file, sent.body());
    assertEquals("application/yaml", sent.header("Content-Type"));
    assertTrue(outcome.out().contains("shop-sales  Shop sales         1        2      3"));
    String link = cloud.address() + "/console/dashboards/shop-sales?team=" + team;
    assertTrue(outcome.err().contains("See it: " + link), outcome.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: shop | shop",
        "params:\\n  - name: period\\nname: \"shop\" | shop",
        "'name' : 'shop' | shop",
        "{\"title\": \"x\", \"name\": \"shop\"} | shop",
        "title: none | d",
        "name: | d",
        "title: x\\n  name: inner | d",
      })
  void findsTheNameInTheFile(String text, String slug) throws IOException {
    file(text.replace("\\n", "\n"));

    app.run("dashboard", "apply", "d.yaml");

    PlayedCloud.Seen sent = cloud.seen("PUT", "/v1/dashboards/").getLast();
    assertEquals("/v1/dashboards/" + slug + "?team=" + team, sent.path());
  }

  @Test
  void sendsTheRevisionThatItWasTold() throws IOException {
    file("name: shop\n");

    app.run("dashboard", "apply", "d.yaml", "--revision", "7");

    assertEquals("\"7\"", cloud.seen("PUT", "/v1/dashboards/").getLast().header("If-Match"));
  }

  @Test
  void tellsEachPlaceInTheFileAsEditorsReadIt() throws IOException {
    file("name: shop\n");
    BridgeException invalid =
        new BridgeException(
            ErrorCode.DASHBOARD_INVALID,
            "shop.yaml:3:5: rows[0].tiles[1].chart: is none, allowed: bar, line, and 1 more",
            List.of(
                new Violation(
                    "rows[0].tiles[1].chart",
                    "shop.yaml:3:5: rows[0].tiles[1].chart: is none, allowed: bar, line",
                    3,
                    5,
                    List.of("bar", "line")),
                new Violation("name", "is another", 1, 7, List.of())));
    String body = Json.write(Problem.of(invalid, "/", "trace"));
    cloud.trouble(
        "PUT /v1/dashboards/", new PlayedCloud.Trouble.Status(422, Problem.MEDIA_TYPE, body));
    cloud.trouble(
        "POST /v1/dashboards/plan", new PlayedCloud.Trouble.Status(422, Problem.MEDIA_TYPE, body));

    for (String command : List.of("apply", "plan")) {
      App.Outcome outcome = app.run("dashboard", command, "./d.yaml");

      assertEquals(1, outcome.exitCode());
      assertTrue(
          outcome
              .err()
              .startsWith(
                  """
                  error: The dashboard's file is not valid.
                  ./d.yaml:3:5: rows[0].tiles[1].chart: is none, allowed: bar, line
                  ./d.yaml:1:7: name: is another
                  """),
          outcome.err());
    }
  }

  @Test
  void sendsNoFileThatIsTooLarge() throws IOException {
    file("x".repeat(256 * 1024 + 1));

    App.Outcome outcome = app.run("dashboard", "apply", "d.yaml");

    assertEquals(6, outcome.exitCode());
    assertEquals(List.of(), cloud.seen("PUT", "/v1/dashboards/"));
  }

  @Test
  void plansWithoutStoring() throws IOException {
    file("name: shop\n");

    App.Outcome outcome = app.run("dashboard", "plan", "d.yaml");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(
        """
        QUERY   BYTES  BILLED AT MOST        CAP  AFTER  RESULT
        sales    1500        10485760  100000000         would run
        stores   1500        10485760  100000000  sales  would run
        """,
        outcome.out());
    assertEquals(List.of(), cloud.seen("PUT", "/v1/dashboards/"));
  }

  @Test
  void endsOverACapWhereAQueryIs() throws IOException {
    file("name: shop\n");
    cloud.gateway().warehouse().capQueries();
    cloud.gateway().warehouse().dashboard("shop");

    App.Outcome plan = app.run("dashboard", "plan", "d.yaml");
    App.Outcome data = app.run("dashboard", "data", "shop");

    assertEquals(6, plan.exitCode());
    assertTrue(plan.out().contains("BYTES_OVER_CAP"), plan.out());
    assertEquals(6, data.exitCode());
    assertTrue(data.err().contains("error: stores: 2 GB, cap 100 MB (BYTES_OVER_CAP)"), data.err());
  }

  @Test
  void showsWhatTheQueriesAnswered() throws IOException {
    cloud.gateway().warehouse().dashboard("shop");

    App.Outcome table = app.run("dashboard", "data", "shop");
    JsonNode json = json(app.run("dashboard", "data", "shop", "--output", "json"));

    assertTrue(table.out().contains("sales      2      10485760  0.000062"), table.out());
    assertTrue(table.out().contains("warehouse  job-1"), table.out());
    JsonNode values = json.path("queries").path("sales").path("values");
    assertEquals(12345678, values.path(1).path(0).asLong());
    assertEquals("1079147.47", values.path(2).path(0).asText());
    assertTrue(values.path(2).path(1).isNull());
  }

  @Test
  void showsTheRowsOfOneQuery() {
    cloud.gateway().warehouse().dashboard("shop");

    App.Outcome outcome = app.run("dashboard", "data", "shop", "--query", "sales");

    assertEquals(
        """
        store               n         sum
        north        12345678  1079147.47
        so\\u001buth       0.5
        """,
        outcome.out());
    assertTrue(outcome.err().contains("more rows than the 2"), outcome.err());
    assertEquals(1, cloud.seen("GET", "/v1/dashboards/shop/query/sales/data?team=").size());
  }

  @Test
  void givesParametersAsTheyAreSaid() {
    cloud.gateway().warehouse().dashboard("shop");

    app.run(
        "dashboard", "data", "shop", "--param", "period.from=1998-01-01", "--param", "a=b = c&d");

    String path = cloud.seen("GET", "/v1/dashboards/shop/data").getLast().path();
    assertTrue(path.endsWith("&p.period.from=1998-01-01&p.a=b%20%3D%20c%26d"), path);
    assertEquals(1, app.run("dashboard", "data", "shop", "--param", "nothing").exitCode());
    assertEquals(1, app.run("dashboard", "data", "shop", "--param", "=x").exitCode());
  }

  @Test
  void keepsAStrangeNameInItsPlace() {
    App.Outcome outcome = app.run("dashboard", "data", "../../teams");

    assertEquals(4, outcome.exitCode());
    assertEquals(1, cloud.seen("GET", "/v1/dashboards/..%2F..%2Fteams/data").size());
  }

  @Test
  void printsTheFileAsItWasApplied() throws IOException {
    cloud.gateway().warehouse().dashboard("shop");

    App.Outcome piped = app.run("dashboard", "file", "shop");
    JsonNode json = json(app.run("dashboard", "file", "shop", "--output", "json"));
    App.Outcome seen = app.atATerminal().run("dashboard", "file", "shop");

    assertEquals(PlayedWarehouse.FILE, piped.out());
    assertEquals(PlayedWarehouse.FILE, json.path("file").asText());
    assertEquals("# ours\nname: shop\ntitle: \"\\u001b]0;x\"\n", seen.out());
    assertEquals(4, app.run("dashboard", "file", "none").exitCode());
  }

  @Test
  void listsAndRemoves() throws IOException {
    cloud.gateway().warehouse().dashboard("shop");
    cloud.gateway().warehouse().dashboard("other");
    JsonNode all = json(app.run("dashboard", "list", "--output", "json"));

    App.Outcome outcome = app.run("dashboard", "rm", "shop");

    assertEquals(2, all.size());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(1, json(app.run("dashboard", "list", "--output", "json")).size());
    assertEquals(4, app.run("dashboard", "rm", "shop").exitCode());
  }

  @Test
  void opensThePageInABrowser() {
    cloud.gateway().warehouse().dashboard("shop");
    List<URI> opened = new ArrayList<>();
    app.browser(opened::add);
    String link = cloud.address() + "/console/dashboards/shop?team=" + team;

    App.Outcome outcome = app.run("dashboard", "open", "shop");

    assertEquals(link + "\n", outcome.out());
    assertEquals(List.of(URI.create(link)), opened);
    App.Outcome json = app.run("dashboard", "open", "shop", "--print", "--output", "json");
    assertEquals("{\"dashboard\":\"shop\",\"url\":\"" + link + "\"}\n", json.out());
    assertEquals(1, opened.size());
    assertEquals(4, app.run("dashboard", "open", "none").exitCode());
    assertEquals(1, opened.size());
  }

  private byte[] file(String text) throws IOException {
    return Files.readAllBytes(Files.writeString(folder.resolve("d.yaml"), text));
  }

  private static JsonNode json(App.Outcome outcome) throws IOException {
    assertEquals(0, outcome.exitCode(), outcome.err());
    return Json.read(outcome.out().getBytes(), JsonNode.class);
  }
}
