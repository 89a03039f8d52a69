package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.util.Optional;

/** What a path of the JSON API names. */
sealed interface JsonPath {
  record Buckets() implements JsonPath {}

  record OneBucket(String bucket) implements JsonPath {}

  record Objects(String bucket) implements JsonPath {}

  record OneObject(String bucket, String name) implements JsonPath {}

  /**
   * @param rawPath below {@code …/storage/v1}, still escaped: a slash in a name is not one between
   *     names
   * @return empty for what is none of these
   */
  static Optional<JsonPath> parse(String rawPath) {
    String[] parts = rawPath.substring(1).split("/", -1);
    if (!parts[0].equals("b") || (parts.length > 2 && !parts[2].equals("o"))) {
      return Optional.empty();
    }
    return switch (parts.length) {
      case 1 -> Optional.of(new Buckets());
      case 2 -> Optional.of(new OneBucket(decode(parts[1])));
      case 3 -> Optional.of(new Objects(decode(parts[1])));
      case 4 -> Optional.of(new OneObject(decode(parts[1]), decode(parts[3])));
      default -> Optional.empty();
    };
  }

  private static String decode(String part) {
    try {
      return Percent.decode(part);
    } catch (IllegalArgumentException e) {
      throw GoogleError.invalid("The path is malformed: " + e.getMessage());
    }
  }
}
