package io.bridge.dashboard.storage;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import io.bridge.dashboard.DashboardConfig;
import io.bridge.runtime.google.Blocking;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Keeps files under names made from their content, so that a file once written never changes and
 * one whose row was not written does no harm.
 */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class DashboardBucket {
  private static final Logger LOG = Logger.getLogger(DashboardBucket.class);
  private static final String YAML = "application/yaml";
  private static final int PRECONDITION_FAILED = 412;

  private final Storage storage;
  private final String bucket;

  DashboardBucket(Storage storage, DashboardConfig config) {
    this.storage = storage;
    this.bucket = config.bucket();
  }

  /** Idempotent: the same bytes are one object. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<StoredFile> store(UUID teamId, String slug, byte[] bytes) {
    String name = "teams/%s/dashboards/%s/%s.yaml".formatted(teamId, slug, sha256(bytes));
    return Blocking.call(() -> create(name, bytes)).onFailure().transform(this::unavailable);
  }

  /** The bytes as they were stored. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<byte[]> read(StoredFile file) {
    BlobId id = BlobId.of(bucket, file.name(), file.generation());
    return Blocking.call(
            () -> storage.readAllBytes(id, BlobSourceOption.generationMatch(file.generation())))
        .onFailure()
        .transform(this::unavailable);
  }

  private StoredFile create(String name, byte[] bytes) {
    BlobInfo info = BlobInfo.newBuilder(bucket, name).setContentType(YAML).build();
    try {
      return file(storage.create(info, bytes, BlobTargetOption.doesNotExist()));
    } catch (StorageException e) {
      if (e.getCode() != PRECONDITION_FAILED) {
        throw e;
      }
      return file(storage.get(info.getBlobId()));
    }
  }

  private static StoredFile file(Blob blob) {
    return new StoredFile(blob.getName(), blob.getGeneration());
  }

  private Throwable unavailable(Throwable failure) {
    LOG.warnf("event=storage-failed error=%s", failure.getClass().getName());
    return SERVICE_UNAVAILABLE.with("Cloud Storage does not answer; try again in a while");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
