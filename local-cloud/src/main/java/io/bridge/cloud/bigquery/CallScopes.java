package io.bridge.cloud.bigquery;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import io.bridge.cloud.iam.Scopes;
import java.util.Collections;
import java.util.Set;

/**
 * The scopes of which a token needs one, as Google's reference has them for each method. They are a
 * matter of the method and not of the permissions behind it: who may only read may run a query by
 * {@code jobs.query} and not by {@code jobs.insert}.
 */
enum CallScopes {
  /** Every {@code get} and {@code list}, {@code getQueryResults}, and {@code jobs.query}. */
  READING(
      Scopes.CLOUD_PLATFORM,
      Scopes.CLOUD_PLATFORM_READ_ONLY,
      Scopes.BIGQUERY,
      Scopes.BIGQUERY_READ_ONLY),
  WRITING(Scopes.CLOUD_PLATFORM, Scopes.BIGQUERY),
  /** Of {@code tabledata.insertAll}. */
  INSERTING_ROWS(Scopes.CLOUD_PLATFORM, Scopes.BIGQUERY, Scopes.BIGQUERY_INSERT_DATA),
  /** Of {@code jobs.insert}, which may move data between tables and buckets. */
  INSERTING_A_JOB(
      Scopes.CLOUD_PLATFORM,
      Scopes.BIGQUERY,
      Scopes.STORAGE_FULL_CONTROL,
      Scopes.STORAGE_READ_WRITE,
      Scopes.STORAGE_READ_ONLY);

  private final Set<String> accepted;

  CallScopes(String... accepted) {
    this.accepted = Set.of(accepted);
  }

  /** Fails with 403 {@code insufficientPermissions}. */
  void require(Principal caller) {
    if (Collections.disjoint(accepted, caller.scopes())) {
      throw new GoogleError(
          403, "insufficientPermissions", "Request had insufficient authentication scopes.");
    }
  }
}
