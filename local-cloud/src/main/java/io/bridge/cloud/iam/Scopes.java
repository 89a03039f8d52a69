package io.bridge.cloud.iam;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What an OAuth scope lets a token be used for, whatever roles its holder has. */
public final class Scopes {
  public static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";

  private static final String AUTH = "https://www.googleapis.com/auth/";
  private static final Set<String> READ = Set.of("get", "list", "getData", "getMetadata");
  private static final Map<String, Predicate<String>> ALLOWED =
      Map.of(
          CLOUD_PLATFORM,
          _ -> true,
          AUTH + "cloud-platform.read-only",
          Scopes::reads,
          AUTH + "bigquery",
          permission -> permission.startsWith("bigquery."),
          AUTH + "bigquery.readonly",
          permission -> permission.startsWith("bigquery.") && reads(permission),
          AUTH + "devstorage.read_only",
          permission -> permission.startsWith("storage.") && reads(permission),
          AUTH + "devstorage.read_write",
          permission -> permission.startsWith("storage.objects."),
          AUTH + "devstorage.full_control",
          permission -> permission.startsWith("storage."),
          AUTH + "cloudkms",
          permission -> permission.startsWith("cloudkms."),
          AUTH + "pubsub",
          permission -> permission.startsWith("pubsub."));

  private Scopes() {}

  /** Whether a token may be asked for with this scope. */
  public static boolean known(String scope) {
    return ALLOWED.containsKey(scope);
  }

  /** Whether one of the scopes covers the permission. */
  static boolean cover(Set<String> scopes, String permission) {
    return scopes.stream().anyMatch(it -> ALLOWED.getOrDefault(it, _ -> false).test(permission));
  }

  private static boolean reads(String permission) {
    return READ.contains(permission.substring(permission.lastIndexOf('.') + 1));
  }
}
