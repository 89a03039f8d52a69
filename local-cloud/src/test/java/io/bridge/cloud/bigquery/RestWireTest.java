package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Google's Java client does not send, and other clients do. */
@Timeout(60)
class RestWireTest {
  private static final String PROJECT = "/projects/bridge-test";
  private static final String SHOP = PROJECT + "/datasets/shop";

  @TempDir static Path dir;
  private static BigQueryServer server;
  private static RawClient raw;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    raw = new RawClient(server, dir, "editor");
  }

  @AfterEach
  void clear() {
    server.clear();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void changesOnlyWhatTheCallerHasSeen() {
    create();
    var etag = raw.get(SHOP).path("etag").asText();

    assertEquals(412, raw.send("PATCH", SHOP, "{}", "If-Match", "other"));
    assertEquals(200, raw.send("PATCH", SHOP, "{\"description\": \"a\"}", "If-Match", etag));
    assertEquals(412, raw.send("PATCH", SHOP, "{\"description\": \"b\"}", "If-Match", etag));
    assertEquals(412, raw.send("DELETE", SHOP, "", "If-Match", etag));
    assertEquals("a", raw.get(SHOP).path("description").asText());
  }

  @Test
  void replacesEverythingThatAnUpdateDoesNotSay() {
    create();
    raw.send("PATCH", SHOP, "{\"description\": \"a\", \"labels\": {\"k\": \"v\"}}");

    assertEquals(200, raw.send("PUT", SHOP, "{\"friendlyName\": \"Shop\"}"));

    var dataset = raw.get(SHOP);
    assertEquals("Shop", dataset.path("friendlyName").asText());
    assertTrue(dataset.path("description").isMissingNode());
    assertTrue(dataset.path("labels").isMissingNode());
    assertEquals(400, raw.send("PATCH", SHOP, "{\"location\": \"EU\"}"));
  }

  @Test
  void refusesRequestsThatAreNone() {
    create();
    assertEquals(400, raw.send("POST", PROJECT + "/datasets", "{"));
    assertEquals(400, raw.send("POST", PROJECT + "/datasets", "[]"));
    assertEquals(400, raw.send("POST", PROJECT + "/datasets", "{}"));
    assertEquals(400, raw.send("PATCH", SHOP, "{\"labels\": []}"));
    assertEquals(400, raw.send("PATCH", SHOP, "{\"description\": {}}"));
    assertEquals(400, raw.send("PATCH", SHOP, "{\"description\": \"a\\u0000b\"}"));
    assertEquals(400, raw.status(SHOP + "/tables?maxResults=-1"));
    assertEquals(400, raw.status(SHOP + "/tables?pageToken=forged"));
    assertEquals(400, raw.status(PROJECT + "/jobs?stateFilter=odd"));
    assertEquals(404, raw.status("/projects/other-project/datasets"));
    assertEquals(501, raw.send("POST", SHOP, "{}"));
    assertEquals(501, raw.status("/projects"));
    assertEquals(501, raw.status(PROJECT + "/serviceAccount"));
    assertEquals(400, raw.send("POST", PROJECT + "/jobs", "{\"configuration\": {}}"));
    var many = "{\"query\": \"SELECT 1\", \"useLegacySql\": false, \"maximumBytesBilled\": \"x\"}";
    assertEquals(400, raw.send("POST", PROJECT + "/queries", many));
  }

  @Test
  void takesGoogleSqlOnlyWhenItIsAskedFor() {
    var refused =
        assertThrows(
            BigQueryException.class,
            () -> raw.post(PROJECT + "/queries", "{\"query\": \"SELECT 1\"}"));
    assertEquals(501, refused.getCode());
    assertTrue(refused.getMessage().contains("useLegacySql"), refused.getMessage());
  }

  @Test
  void dryRunsInTheQueryCall() {
    var answer =
        raw.post(
            PROJECT + "/queries",
            "{\"query\": \"SELECT 1 AS a\", \"useLegacySql\": false, \"dryRun\": true}");
    assertEquals("0", answer.path("totalBytesProcessed").asText());
    assertEquals("a", answer.path("schema").path("fields").path(0).path("name").asText());
    assertTrue(answer.path("jobReference").path("jobId").isMissingNode());
    assertTrue(answer.path("rows").isMissingNode());
  }

  @Test
  void pagesThroughTheResultsOfAJob() {
    var answer =
        raw.post(
            PROJECT + "/queries",
            """
            {"query": "SELECT x FROM UNNEST([1, 2, 3]) AS x ORDER BY x", "useLegacySql": false,
             "maxResults": 2}""");
    assertEquals(2, answer.path("rows").size());
    var job = answer.path("jobReference").path("jobId").asText();
    var token = answer.path("pageToken").asText();
    var last = raw.get(PROJECT + "/queries/" + job + "?pageToken=" + token);
    assertEquals("[{\"f\":[{\"v\":\"3\"}]}]", last.path("rows").toString());
    assertTrue(last.path("pageToken").isMissingNode());
    assertEquals("3", last.path("totalRows").asText());
    assertEquals(0, raw.get(PROJECT + "/queries/" + job + "?maxResults=0").path("rows").size());
    assertEquals(404, raw.status(PROJECT + "/queries/" + job + "?location=EU"));
    assertEquals(400, raw.status(PROJECT + "/queries/" + job + "?pageToken=forged"));
  }

  @Test
  void listsJobsInPagesWithTheirConfiguration() {
    for (int i = 0; i < 3; i++) {
      raw.post(PROJECT + "/queries", "{\"query\": \"SELECT 1\", \"useLegacySql\": false}");
    }
    var first = raw.get(PROJECT + "/jobs?maxResults=2&projection=full&stateFilter=done");
    assertEquals(2, first.path("jobs").size());
    assertEquals("DONE", first.path("jobs").path(0).path("state").asText());
    assertTrue(first.path("jobs").path(0).path("configuration").has("query"));
    var token = first.path("nextPageToken").asText();
    assertTrue(!raw.get(PROJECT + "/jobs?pageToken=" + token).path("jobs").isEmpty());
    assertEquals(403, raw.status(PROJECT + "/jobs?allUsers=true"));
  }

  private static void create() {
    raw.post(PROJECT + "/datasets", "{\"datasetReference\": {\"datasetId\": \"shop\"}}");
  }
}
