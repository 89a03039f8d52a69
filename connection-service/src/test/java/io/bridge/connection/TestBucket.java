package io.bridge.connection;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.bridge.cloud.fixture.LocalCloudResource;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;

/** The bucket of credentials, as an account of the project meets it. */
public record TestBucket(Storage storage) {
  public static final String NAME = LocalCloudResource.PROJECT + "-bridge-credentials";

  /**
   * @param account short name, such as {@code sync-service}
   */
  public static TestBucket as(String account) {
    String email = account + "@" + LocalCloudResource.PROJECT + ".iam.gserviceaccount.com";
    Duration hour = Duration.ofHours(1);
    String token = LocalCloudResource.cloud().tokens().accessToken(email, hour);
    Date expiry = new Date(System.currentTimeMillis() + hour.toMillis());
    return new TestBucket(
        StorageOptions.newBuilder()
            .setHost(LocalCloudResource.cloud().https().toString())
            .setProjectId(LocalCloudResource.PROJECT)
            .setCredentials(GoogleCredentials.create(new AccessToken(token, expiry)))
            .build()
            .getService());
  }

  public static String object(Team team, UUID connection) {
    return "teams/" + team.id() + "/connections/" + connection;
  }

  public boolean has(Team team, UUID connection) {
    return storage.get(BlobId.of(NAME, object(team, connection))) != null;
  }

  public byte[] read(Team team, UUID connection) {
    return storage.readAllBytes(BlobId.of(NAME, object(team, connection)));
  }

  public void delete(Team team, UUID connection) {
    storage.delete(BlobId.of(NAME, object(team, connection)));
  }

  /** Answers the new generation. */
  public long write(Team team, UUID connection, byte[] bytes) {
    BlobInfo object = BlobInfo.newBuilder(NAME, object(team, connection)).build();
    return storage.create(object, bytes).getGeneration();
  }
}
