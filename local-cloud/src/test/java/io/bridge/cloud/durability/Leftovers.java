package io.bridge.cloud.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a cloud that was killed, started again and stopped: each is one that its metadata
 * knows, and whole.
 *
 * @param dir of the cloud's state
 */
record Leftovers(Path dir) {
  /**
   * @param inFlight most sessions of uploads that may have begun and not ended
   */
  void assertNone(int inFlight) throws Exception {
    assertEquals(Set.of(), names(dir.resolve("storage/staging")));
    assertObjects();
    assertStorageUploads(inFlight);
    Path bigQuery = dir.resolve("bigquery");
    assertEquals(Set.of(), names(bigQuery.resolve(TestCloud.PROJECT + ".staging")));
    assertEquals(Set.of(), names(bigQuery.resolve(TestCloud.PROJECT + ".tmp")));
    assertBigQueryUploads(names(bigQuery.resolve(TestCloud.PROJECT + ".uploads")), inFlight);
  }

  private void assertObjects() throws Exception {
    Map<String, String> known = rows("SELECT file, size_bytes || ' ' || md5 FROM object");
    Map<String, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.walk(dir.resolve("storage/objects"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        there.put(file.getFileName().toString(), Files.size(file) + " " + md5(file));
      }
    }
    assertEquals(known, there);
  }

  private void assertStorageUploads(int inFlight) throws Exception {
    Set<String> there = names(dir.resolve("storage/uploads"));
    Set<String> known = rows("SELECT id, bucket FROM resumable WHERE finished IS NULL").keySet();
    assertTrue(known.containsAll(there), there + " of " + known);
    assertTrue(known.size() <= inFlight, known.toString());
  }

  /** A session that is not at its end has its description and its bytes. */
  private static void assertBigQueryUploads(Set<String> there, int inFlight) {
    Set<String> sessions =
        there.stream()
            .filter(name -> name.endsWith(".session"))
            .map(name -> name.substring(0, name.lastIndexOf('.')))
            .collect(Collectors.toSet());
    Set<String> expected = new TreeSet<>();
    sessions.forEach(id -> Stream.of(".data", ".session").forEach(end -> expected.add(id + end)));
    assertEquals(expected, there);
    assertTrue(sessions.size() <= inFlight, there.toString());
  }

  private Map<String, String> rows(String sql) throws SQLException {
    Map<String, String> found = new TreeMap<>();
    try (Connection db =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("storage/state.db"));
        Statement statement = db.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
    }
    return found;
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String md5(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    digest.update(Files.readAllBytes(file));
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}
