package io.bridge.cloud.iam;

import java.util.Set;

/**
 * Who calls.
 *
 * @param email of the service account or the user
 * @param kind {@code serviceAccount} or {@code user}
 * @param scopes OAuth scopes of the token, whole URLs; they narrow what roles allow
 */
public record Principal(String email, String kind, Set<String> scopes) {
  public static final String SERVICE_ACCOUNT = "serviceAccount";
  public static final String USER = "user";

  public Principal {
    scopes = Set.copyOf(scopes);
  }

  /** With the scope that narrows nothing. */
  public Principal(String email, String kind) {
    this(email, kind, Set.of(Scopes.CLOUD_PLATFORM));
  }
}
