package io.bridge.cloud.iam;

import java.util.regex.Pattern;

/** Brings a resource name to the level and the spelling at which roles are bound. */
final class ResourceName {
  private static final Pattern OBJECT = Pattern.compile("(projects/_/buckets/[^/]+)/objects/.*");
  private static final Pattern LOCATED =
      Pattern.compile("(projects/[^/]+)/locations/[^/]+/(queues/[^/]+)(/tasks/.*)?");
  private static final Pattern KEY_VERSION =
      Pattern.compile("(.*/keyRings/[^/]+/cryptoKeys/[^/]+)/cryptoKeyVersions/[^/]+");
  private static final Pattern ACCOUNT = Pattern.compile("projects/[^/]+/(serviceAccounts/[^/]+)");

  private ResourceName() {}

  static String bound(String resource) {
    var object = OBJECT.matcher(resource);
    if (object.matches()) {
      return object.group(1);
    }
    var located = LOCATED.matcher(resource);
    if (located.matches()) {
      return located.group(1) + "/" + located.group(2);
    }
    var version = KEY_VERSION.matcher(resource);
    if (version.matches()) {
      return version.group(1);
    }
    var account = ACCOUNT.matcher(resource);
    return account.matches() ? "projects/-/" + account.group(1) : resource;
  }
}
