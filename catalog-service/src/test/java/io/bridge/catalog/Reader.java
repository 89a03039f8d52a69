package io.bridge.catalog;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.bridge.cloud.fixture.LocalCloudResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The account that the played connections' leases are for. Its tokens are got as connection-service
 * gets them: an assertion signed by the account's key, read-only scope.
 */
final class Reader {
  private static final String SCOPE = "https://www.googleapis.com/auth/bigquery.readonly";

  private final ServiceAccountCredentials credentials;

  private Reader(ServiceAccountCredentials credentials) {
    this.credentials = credentials;
  }

  static Reader make() {
    String key =
        LocalCloudResource.cloud()
            .issueKey(
                "warehouse-reader", List.of("roles/bigquery.jobUser", "roles/bigquery.dataViewer"));
    try {
      ServiceAccountCredentials file =
          ServiceAccountCredentials.fromStream(
              new ByteArrayInputStream(key.getBytes(StandardCharsets.UTF_8)));
      return new Reader(file.toBuilder().setTokenServerUri(tokenEndpoint()).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String token() {
    try {
      GoogleCredentials scoped = credentials.createScoped(SCOPE);
      return scoped.refreshAccessToken().getTokenValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI tokenEndpoint() {
    return LocalCloudResource.cloud().https().resolve("/token");
  }
}
