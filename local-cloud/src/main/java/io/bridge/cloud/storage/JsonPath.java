package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.util.Map;

/** What a path of the JSON API names. */
sealed interface JsonPath {
  record Buckets() implements JsonPath {}

  record OneBucket(String bucket) implements JsonPath {}

  record Objects(String bucket) implements JsonPath {}

  record OneObject(String bucket, String name) implements JsonPath {}

  record Compose(OneObject into) implements JsonPath {}

  /**
   * @param rewrite as {@code rewriteTo}; else as {@code copyTo}
   */
  record Copy(OneObject from, OneObject to, boolean rewrite) implements JsonPath {}

  /** Which permissions the caller has on a bucket. */
  record TestPermissions(String bucket) implements JsonPath {}

  /**
   * Something of Google's that local-cloud does not play.
   *
   * @param what as Google calls it
   */
  record NotPlayed(String what) implements JsonPath {}

  Map<String, String> OF_A_BUCKET =
      Map.of(
          "acl", "storage.bucketAccessControls",
          "defaultObjectAcl", "storage.defaultObjectAccessControls",
          "iam", "the IAM policy of a bucket",
          "notificationConfigs", "storage.notifications",
          "folders", "storage.folders",
          "managedFolders", "storage.managedFolders",
          "anywhereCaches", "storage.anywhereCaches");

  Map<String, String> OF_AN_OBJECT =
      Map.of(
          "acl", "storage.objectAccessControls",
          "iam", "the IAM policy of an object",
          "restore", "storage.objects.restore",
          "moveTo", "storage.objects.move",
          "watch", "storage.objects.watchAll");

  /**
   * @param rawPath below {@code …/storage/v1}, still escaped: a slash in a name is not one between
   *     names
   */
  static JsonPath parse(String rawPath) {
    String[] parts = rawPath.substring(1).split("/", -1);
    if (!parts[0].equals("b")) {
      return unknown();
    }
    return switch (parts.length) {
      case 1 -> new Buckets();
      case 2 -> new OneBucket(decode(parts[1]));
      case 3, 4 -> inBucket(parts);
      case 5 -> ofObject(parts);
      case 9 -> copy(parts);
      default -> unknown();
    };
  }

  private static JsonPath inBucket(String[] parts) {
    if (parts.length == 4 && parts[2].equals("iam") && parts[3].equals("testPermissions")) {
      return new TestPermissions(decode(parts[1]));
    }
    if (!parts[2].equals("o")) {
      return new NotPlayed(OF_A_BUCKET.getOrDefault(parts[2], unknown().what()));
    }
    return parts.length == 3 ? new Objects(decode(parts[1])) : object(parts, 0);
  }

  private static JsonPath ofObject(String[] parts) {
    if (!isObject(parts, 0)) {
      return unknown();
    }
    return parts[4].equals("compose")
        ? new Compose(object(parts, 0))
        : new NotPlayed(OF_AN_OBJECT.getOrDefault(parts[4], unknown().what()));
  }

  private static JsonPath copy(String[] parts) {
    if (!isObject(parts, 0) || !isObject(parts, 5)) {
      return unknown();
    }
    return switch (parts[4]) {
      case "rewriteTo" -> new Copy(object(parts, 0), object(parts, 5), true);
      case "copyTo" -> new Copy(object(parts, 0), object(parts, 5), false);
      default -> unknown();
    };
  }

  private static NotPlayed unknown() {
    return new NotPlayed("storage: this path");
  }

  private static boolean isObject(String[] parts, int at) {
    return parts[at].equals("b") && parts[at + 2].equals("o");
  }

  private static OneObject object(String[] parts, int at) {
    return new OneObject(decode(parts[at + 1]), decode(parts[at + 3]));
  }

  private static String decode(String part) {
    try {
      return Percent.decode(part);
    } catch (IllegalArgumentException e) {
      throw GoogleError.invalid("The path is malformed: " + e.getMessage());
    }
  }
}
