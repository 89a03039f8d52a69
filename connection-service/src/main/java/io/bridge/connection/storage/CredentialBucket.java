package io.bridge.connection.storage;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import io.bridge.connection.ConnectionConfig;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.Blocking;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/**
 * Objects that are written once and read by their generation. Every method fails with {@code
 * SERVICE_UNAVAILABLE} where Cloud Storage does not answer.
 */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class CredentialBucket {
  private static final Logger LOG = Logger.getLogger(CredentialBucket.class);
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final Storage storage;
  private final String bucket;

  CredentialBucket(Storage storage, ConnectionConfig config) {
    this.storage = storage;
    this.bucket = config.bucket();
  }

  /** Writes a new object and answers its generation; one that is there is never replaced. */
  public Uni<Long> create(String object, byte[] bytes) {
    return call(() -> created(object, bytes));
  }

  private long created(String object, byte[] bytes) {
    BlobInfo wanted =
        BlobInfo.newBuilder(bucket, object).setContentType("application/octet-stream").build();
    try {
      return storage.create(wanted, bytes, BlobTargetOption.doesNotExist()).getGeneration();
    } catch (StorageException e) {
      // The client repeats a call whose answer was lost: then the object is the one meant.
      return Optional.of(e)
          .filter(refused -> refused.getCode() == PRECONDITION_FAILED)
          .flatMap(_ -> same(object, bytes))
          .orElseThrow(() -> e);
    }
  }

  private Optional<Long> same(String object, byte[] bytes) {
    return Optional.ofNullable(storage.get(BlobId.of(bucket, object)))
        .filter(there -> Arrays.equals(bytes, there.getContent()))
        .map(Blob::getGeneration);
  }

  /** The object as this generation; empty where it is gone or was replaced. */
  public Uni<Optional<byte[]>> read(String object, long generation) {
    return call(() -> content(BlobId.of(bucket, object, generation)));
  }

  private Optional<byte[]> content(BlobId id) {
    try {
      return Optional.of(storage.readAllBytes(id));
    } catch (StorageException e) {
      if (e.getCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Deletes the object, also where it is not there. */
  public Uni<Void> delete(String object) {
    return call(() -> storage.delete(BlobId.of(bucket, object))).replaceWithVoid();
  }

  private static <T> Uni<T> call(Callable<T> call) {
    return Blocking.call(call).onFailure().transform(CredentialBucket::unavailable);
  }

  private static Throwable unavailable(Throwable failure) {
    if (failure instanceof BridgeException) {
      return failure;
    }
    LOG.warnf(
        "event=storage-failed error=%s status=%d",
        failure.getClass().getName(), failure instanceof StorageException e ? e.getCode() : 0);
    return ErrorCode.SERVICE_UNAVAILABLE.with(
        "Cloud Storage does not answer; try again in a while");
  }
}
