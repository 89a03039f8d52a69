package io.bridge.cloud.iam;

/**
 * Who calls.
 *
 * @param email of the service account or the user
 * @param kind {@code serviceAccount} or {@code user}
 */
public record Principal(String email, String kind) {
  public static final String SERVICE_ACCOUNT = "serviceAccount";
  public static final String USER = "user";
}
