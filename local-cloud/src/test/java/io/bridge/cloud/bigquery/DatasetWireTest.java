package io.bridge.cloud.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.Acl;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.BigQuery.DatasetListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatasetWireTest {
  @TempDir static Path dir;
  private static BigQueryServer server;
  private static BigQuery bigquery;

  @BeforeAll
  static void start() {
    server = BigQueryServer.start(dir);
    bigquery = server.client("editor");
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
  void keepsWhatADatasetWasCreatedWith() {
    var created =
        bigquery.create(
            DatasetInfo.newBuilder("sales")
                .setLocation("eu")
                .setDescription("Sales of 'all' stores")
                .setFriendlyName("Sales")
                .setLabels(Map.of("bridge-team", "6f0c", "env", "test"))
                .build());

    var found = bigquery.getDataset("sales");
    assertEquals(DatasetId.of(BigQueryServer.PROJECT, "sales"), found.getDatasetId());
    assertEquals("EU", found.getLocation());
    assertEquals("Sales of 'all' stores", found.getDescription());
    assertEquals("Sales", found.getFriendlyName());
    assertEquals(Map.of("bridge-team", "6f0c", "env", "test"), found.getLabels());
    assertNotNull(found.getCreationTime());
    assertEquals(created.getEtag(), found.getEtag());
    assertTrue(found.getAcl().stream().anyMatch(acl -> acl.getRole() == Acl.Role.OWNER));
  }

  @Test
  void tellsThatADatasetIsMissing() {
    assertNull(bigquery.getDataset("absent"));
    var update =
        assertThrows(
            BigQueryException.class, () -> server.client("editor").create(table("absent", "t")));
    assertEquals(404, update.getCode());
    assertEquals("notFound", update.getReason());
    assertEquals("Not found: Dataset bridge-test:absent", update.getMessage());
  }

  @Test
  void refusesASecondDatasetOfThatName() {
    bigquery.create(DatasetInfo.of("sales"));
    var refused = refused(() -> bigquery.create(DatasetInfo.of("sales")));
    assertEquals(409, refused.getCode());
    assertEquals("duplicate", refused.getReason());
    assertEquals("Already Exists: Dataset bridge-test:sales", refused.getMessage());
    // Names of datasets are case-sensitive.
    assertNotNull(bigquery.create(DatasetInfo.of("SALES")));
  }

  @Test
  void refusesNamesThatAreNone() {
    for (var name : List.of("a-b", "a.b", "a b", "a\"b", "ä", "x".repeat(1025))) {
      var refused = refused(() -> bigquery.create(DatasetInfo.of(name)));
      assertEquals(400, refused.getCode(), name);
      assertEquals("invalid", refused.getReason(), name);
    }
  }

  @Test
  void patchesLabelsAndWords() {
    var dataset =
        bigquery.create(
            DatasetInfo.newBuilder("sales")
                .setDescription("old")
                .setLabels(Map.of("a", "1", "b", "2"))
                .build());

    var labels = new HashMap<String, String>(Map.of("b", "3", "c", "4"));
    labels.put("a", null);
    var patched = dataset.toBuilder().setDescription(null).setLabels(labels).build().update();

    assertEquals(Map.of("b", "3", "c", "4"), patched.getLabels());
    assertNull(patched.getDescription());
    assertNotEquals(dataset.getEtag(), patched.getEtag());
    assertEquals(patched.getEtag(), bigquery.getDataset("sales").getEtag());
  }

  @Test
  void refusesLabelsThatAreNone() {
    for (var key : List.of("Upper", "1digit", "-dash", "a".repeat(64), "with space")) {
      var info = DatasetInfo.newBuilder("sales").setLabels(Map.of(key, "v")).build();
      assertEquals(400, refused(() -> bigquery.create(info)).getCode(), key);
    }
    var info = DatasetInfo.newBuilder("sales").setLabels(Map.of("k", "Not Lower")).build();
    assertEquals(400, refused(() -> bigquery.create(info)).getCode());
  }

  @Test
  void listsByLabelAndInPages() {
    for (int i = 0; i < 5; i++) {
      var labels = Map.of("team", i < 3 ? "blue" : "red", "n", "" + i);
      bigquery.create(DatasetInfo.newBuilder("d" + i).setLabels(labels).build());
    }

    assertEquals(
        List.of("d0", "d1", "d2"), names(DatasetListOption.labelFilter("labels.team:blue")));
    assertEquals(List.of("d4"), names(DatasetListOption.labelFilter("labels.team:red labels.n:4")));
    assertEquals(List.of(), names(DatasetListOption.labelFilter("labels.other")));
    assertEquals(List.of("d0", "d1", "d2", "d3", "d4"), names(DatasetListOption.pageSize(2)));
    var bad = refused(() -> names(DatasetListOption.labelFilter("name:x")));
    assertEquals(400, bad.getCode());
  }

  @Test
  void deletesADatasetWithItsTablesOnlyWhenAsked() {
    bigquery.create(DatasetInfo.of("sales"));
    bigquery.create(table("sales", "t"));

    var refused = refused(() -> bigquery.delete(DatasetId.of("sales")));
    assertEquals(400, refused.getCode());
    assertEquals("resourceInUse", refused.getReason());
    assertTrue(bigquery.delete(DatasetId.of("sales"), DatasetDeleteOption.deleteContents()));
    assertFalse(bigquery.delete(DatasetId.of("sales")));
    bigquery.create(DatasetInfo.of("sales"));
    assertNull(bigquery.getTable("sales", "t"));
  }

  @Test
  void letsOnlyTheRolesDoWhatTheyMay() {
    bigquery.create(DatasetInfo.of("sales"));
    var viewer = server.client("viewer");
    assertNotNull(viewer.getDataset("sales"));
    assertEquals(403, refused(() -> viewer.create(DatasetInfo.of("mine"))).getCode());
    assertEquals(403, refused(() -> viewer.delete(DatasetId.of("sales"))).getCode());
    var nobody = server.client("nobody");
    var refused = refused(() -> nobody.getDataset("sales"));
    assertEquals(403, refused.getCode());
    assertEquals("accessDenied", refused.getReason());
    assertEquals(403, refused(() -> nobody.listDatasets()).getCode());
    // An editor owns what it created; another one may not take it away, as in BigQuery.
    var other = server.client("other-editor");
    assertEquals(403, refused(() -> other.delete(DatasetId.of("sales"))).getCode());
    assertEquals(401, refused(() -> server.anonymous().getDataset("sales")).getCode());
    var forged = BigQueryServer.client(dir, server.host(), "ya29.forged");
    assertEquals(401, refused(() -> forged.getDataset("sales")).getCode());
  }

  @Test
  void refusesWhatItDoesNotPlay() {
    var expiring = DatasetInfo.newBuilder("d").setDefaultTableLifetime(3_600_000L).build();
    var refused = refused(() -> bigquery.create(expiring));
    assertEquals(501, refused.getCode());
    assertTrue(refused.getMessage().contains("defaultTableExpirationMs"), refused.getMessage());
    assertNull(bigquery.getDataset("d"));
  }

  private static TableInfo table(String dataset, String table) {
    return TableInfo.of(TableId.of(dataset, table), StandardTableDefinition.of(Schema.of()));
  }

  private List<String> names(DatasetListOption option) {
    var names = new ArrayList<String>();
    bigquery
        .listDatasets(option)
        .iterateAll()
        .forEach(d -> names.add(d.getDatasetId().getDataset()));
    return names;
  }

  private static BigQueryException refused(Executable call) {
    return assertThrows(BigQueryException.class, call);
  }
}
