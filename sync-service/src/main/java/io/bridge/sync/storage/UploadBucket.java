package io.bridge.sync.storage;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.HttpMethod;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.SignUrlOption;
import io.bridge.model.error.BridgeException;
import io.bridge.model.upload.SignedPut;
import io.bridge.runtime.google.BlobSigner;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.bridge.sync.SyncConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Signs addresses for files and looks whether they came. */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class UploadBucket {
  private static final Logger LOG = Logger.getLogger(UploadBucket.class);
  private static final String PARQUET = "application/vnd.apache.parquet";

  /** The number of rows comes after the schema, which is all that is read before it. */
  private static final int MAX_METADATA = 8 * 1024 * 1024;

  private final Storage storage;
  private final BlobSigner signer;
  private final GoogleConfig google;
  private final SyncConfig config;

  UploadBucket(Storage storage, BlobSigner signer, GoogleConfig google, SyncConfig config) {
    this.storage = storage;
    this.signer = signer;
    this.google = google;
    this.config = config;
  }

  /** Name of the bucket. */
  public String name() {
    return config.bucket();
  }

  /**
   * An address that takes one PUT of exactly this many bytes. The type, the size and that nothing
   * is there yet are signed: what is not signed is not enforced. Fails with {@code
   * SERVICE_UNAVAILABLE}.
   *
   * @param expiresAt whole seconds count from {@code now}
   */
  public Uni<SignedPut> sign(String object, long sizeBytes, Instant now, Instant expiresAt) {
    Map<String, String> headers =
        Map.of(
            "content-type",
            PARQUET,
            "x-goog-content-length-range",
            sizeBytes + "," + sizeBytes,
            "x-goog-if-generation-match",
            "0");
    long seconds = Math.max(1, expiresAt.getEpochSecond() - now.getEpochSecond());
    return Blocking.call(() -> signed(object, headers, seconds))
        .map(url -> new SignedPut(url, headers, expiresAt))
        .onFailure()
        .transform(UploadBucket::unavailable);
  }

  private URI signed(String object, Map<String, String> headers, long seconds) throws Exception {
    return storage
        .signUrl(
            BlobInfo.newBuilder(BlobId.of(config.bucket(), object)).build(),
            seconds,
            TimeUnit.SECONDS,
            SignUrlOption.httpMethod(HttpMethod.PUT),
            SignUrlOption.withV4Signature(),
            SignUrlOption.withPathStyle(),
            SignUrlOption.withHostName(google.storageHost().toString()),
            SignUrlOption.withExtHeaders(headers),
            SignUrlOption.signWith(signer))
        .toURI();
  }

  /** The live generation; empty where there is none. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<Optional<StoredFile>> find(String object) {
    return Blocking.call(() -> Optional.ofNullable(storage.get(BlobId.of(config.bucket(), object))))
        .map(blob -> blob.map(UploadBucket::file))
        .onFailure()
        .transform(UploadBucket::unavailable);
  }

  /**
   * Rows that the Parquet file says it has, read from its end. Fails with {@code FILE_UNREADABLE}
   * or {@code SERVICE_UNAVAILABLE}.
   */
  public Uni<Long> rows(StoredFile file) {
    return Blocking.call(() -> footerRows(file)).onFailure().transform(UploadBucket::unavailable);
  }

  private long footerRows(StoredFile file) throws IOException {
    long tailAt = Math.max(0, file.sizeBytes() - ParquetFooter.TAIL);
    int length = ParquetFooter.length(read(file, tailAt, ParquetFooter.TAIL), file.sizeBytes());
    return ParquetFooter.rows(read(file, tailAt - length, Math.min(length, MAX_METADATA)));
  }

  private byte[] read(StoredFile file, long from, int length) throws IOException {
    BlobId id = BlobId.of(file.bucket(), file.name(), file.generation());
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (ReadChannel channel = storage.reader(id)) {
      channel.seek(from);
      channel.limit(from + length);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // The channel gives what it has, up to its end.
      }
    }
    return bytes.array();
  }

  private static StoredFile file(Blob blob) {
    return new StoredFile(blob.getBucket(), blob.getName(), blob.getGeneration(), blob.getSize());
  }

  private static Throwable unavailable(Throwable failure) {
    if (failure instanceof BridgeException) {
      return failure;
    }
    // The client's messages hold addresses; a signed one is a secret.
    LOG.warnf("event=storage-failed error=%s", failure.getClass().getName());
    return SERVICE_UNAVAILABLE.with("Cloud Storage does not answer; try again in a while");
  }
}
