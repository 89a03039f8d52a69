package io.bridge.sync.upload;

import java.util.UUID;

/** Names of objects: never used twice, and nothing in them has a meaning to a file system. */
final class ObjectNames {
  private static final int MAX_TABLE = 200;

  private ObjectNames() {}

  static String of(UUID teamId, UUID uploadId, String table) {
    String plain = table.replaceAll("[^A-Za-z0-9_-]", "_");
    String cut = plain.substring(0, Math.min(plain.length(), MAX_TABLE));
    return "teams/" + teamId + "/uploads/" + uploadId + "/" + cut + ".parquet";
  }
}
