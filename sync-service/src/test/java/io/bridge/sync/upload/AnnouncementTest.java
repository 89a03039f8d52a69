package io.bridge.sync.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.UploadColumn;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static final UUID USER = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID TEAM = UUID.fromString("00000000-0000-4000-8000-000000000002");

  @Test
  void mapsTheColumns() {
    Announcement announced = announce("shop", "sales", new UploadColumn("price", "DECIMAL(10,4)"));
    assertEquals("NUMERIC", announced.columns().getFirst().type());
  }

  @Test
  void namesEachColumnThatCannotBeExact() {
    BridgeException refused =
        refused(
            "shop",
            "sales",
            new UploadColumn("t", "TIME"),
            new UploadColumn("id", "INTEGER"),
            new UploadColumn("j", "JSON"));
    assertEquals(ErrorCode.COLUMN_NOT_EXACT, refused.code());
    assertEquals(
        List.of("columns[0].type", "columns[2].type"),
        refused.violations().stream().map(Violation::field).toList());
    assertTrue(refused.getMessage().contains("t (TIME)"), refused::getMessage);
    assertTrue(refused.getMessage().contains("1 more"), refused::getMessage);
  }

  @Test
  void namesEachNameThatIsNotAllowed() {
    BridgeException refused = refused("a-b", "x/y", new UploadColumn("id", "INTEGER"));
    assertEquals(ErrorCode.NAME_NOT_ALLOWED, refused.code());
    assertEquals(
        List.of("dataset", "table"), refused.violations().stream().map(Violation::field).toList());
  }

  @Test
  void tellsRequestsApart() {
    Announcement one = announce("shop", "sales", new UploadColumn("id", "INTEGER"));
    assertEquals(
        one.fingerprint(),
        announce("shop", "sales", new UploadColumn("id", "INTEGER")).fingerprint());
    assertNotEquals(
        one.fingerprint(),
        announce("shop", "sale", new UploadColumn("id", "INTEGER")).fingerprint());
  }

  @Test
  void keepsOutOfObjectNamesWhatMeansSomethingToAFileSystem() {
    assertEquals(
        "teams/" + TEAM + "/uploads/" + USER + "/a___b_.parquet",
        ObjectNames.of(TEAM, USER, "a../b "));
    assertTrue(ObjectNames.of(TEAM, USER, "é".repeat(1024)).length() < 400);
  }

  private static BridgeException refused(String dataset, String table, UploadColumn... columns) {
    return assertThrows(BridgeException.class, () -> announce(dataset, table, columns));
  }

  private static Announcement announce(String dataset, String table, UploadColumn... columns) {
    return Announcement.of(
        new NewUpload(TEAM, dataset, table, 10, 1, List.of(columns)), USER, null);
  }
}
