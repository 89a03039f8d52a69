package io.bridge.connection;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.google.protobuf.ByteString;
import io.bridge.cloud.fixture.LocalCloudResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Date;

/** Cloud KMS as somebody meets it who is not the service. */
public record TestKms(String email) {
  private static final String KEY =
      "projects/"
          + LocalCloudResource.PROJECT
          + "/locations/us-central1/keyRings/bridge-credentials"
          + "/cryptoKeys/service-account-encryption";

  /**
   * @param account short name, such as {@code sync-service}
   */
  public static TestKms as(String account) {
    return new TestKms(account + "@" + LocalCloudResource.PROJECT + ".iam.gserviceaccount.com");
  }

  public static TestKms admin() {
    return new TestKms(LocalCloudResource.cloud().tokens().adminEmail());
  }

  /** Makes a new version and lets it wrap from now on. */
  public void rotate() {
    try (KeyManagementServiceClient client = client()) {
      String made =
          client.createCryptoKeyVersion(KEY, CryptoKeyVersion.newBuilder().build()).getName();
      client.updateCryptoKeyPrimaryVersion(KEY, made.substring(made.lastIndexOf('/') + 1));
    }
  }

  /** Fails with the client's exception where KMS refuses. */
  public byte[] decrypt(StoredKey key) {
    DecryptRequest request =
        DecryptRequest.newBuilder()
            .setName(KEY)
            .setCiphertext(ByteString.copyFrom(key.wrapped()))
            .setAdditionalAuthenticatedData(ByteString.copyFrom(key.aad()))
            .build();
    try (KeyManagementServiceClient client = client()) {
      return client.decrypt(request).getPlaintext().toByteArray();
    }
  }

  /** Fails with the client's exception where KMS refuses. */
  public void encrypt() {
    try (KeyManagementServiceClient client = client()) {
      client.encrypt(KEY, ByteString.copyFromUtf8("x"));
    }
  }

  private KeyManagementServiceClient client() {
    Duration hour = Duration.ofHours(1);
    String token = LocalCloudResource.cloud().tokens().accessToken(email, hour);
    Date expiry = new Date(System.currentTimeMillis() + hour.toMillis());
    try {
      return KeyManagementServiceClient.create(
          KeyManagementServiceSettings.newBuilder()
              .setEndpoint(LocalCloudResource.cloud().grpc())
              .setCredentialsProvider(
                  FixedCredentialsProvider.create(
                      GoogleCredentials.create(new AccessToken(token, expiry))))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
