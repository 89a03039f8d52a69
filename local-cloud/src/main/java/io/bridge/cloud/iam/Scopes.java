package io.bridge.cloud.iam;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an OAuth scope lets a token be used for, whatever roles its holder has. Here by permission;
 * BigQuery's API asks for scopes by method and looks at them itself.
 */
public final class Scopes {
  private static final String AUTH = "https://www.googleapis.com/auth/";

  public static final String CLOUD_PLATFORM = AUTH + "cloud-platform";
  public static final String CLOUD_PLATFORM_READ_ONLY = AUTH + "cloud-platform.read-only";
  public static final String BIGQUERY = AUTH + "bigquery";
  public static final String BIGQUERY_READ_ONLY = AUTH + "bigquery.readonly";
  public static final String BIGQUERY_INSERT_DATA = AUTH + "bigquery.insertdata";
  public static final String STORAGE_FULL_CONTROL = AUTH + "devstorage.full_control";
  public static final String STORAGE_READ_WRITE = AUTH + "devstorage.read_write";
  public static final String STORAGE_READ_ONLY = AUTH + "devstorage.read_only";

  private static final Set<String> READ = Set.of("get", "list", "getData", "getMetadata");
  private static final Map<String, Predicate<String>> ALLOWED =
      Map.ofEntries(
          Map.entry(CLOUD_PLATFORM, _ -> true),
          Map.entry(CLOUD_PLATFORM_READ_ONLY, Scopes::reads),
          Map.entry(BIGQUERY, _ -> false),
          Map.entry(BIGQUERY_READ_ONLY, _ -> false),
          Map.entry(BIGQUERY_INSERT_DATA, _ -> false),
          Map.entry(
              STORAGE_READ_ONLY,
              permission -> permission.startsWith("storage.") && reads(permission)),
          Map.entry(STORAGE_READ_WRITE, permission -> permission.startsWith("storage.objects.")),
          Map.entry(STORAGE_FULL_CONTROL, permission -> permission.startsWith("storage.")),
          Map.entry(AUTH + "cloudkms", permission -> permission.startsWith("cloudkms.")),
          Map.entry(AUTH + "pubsub", permission -> permission.startsWith("pubsub.")));

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
