package io.bridge.connection.kms;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.UnsafeByteOperations;
import io.bridge.connection.ConnectionConfig;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleIdentity;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;

/**
 * Wraps and unwraps keys with Cloud KMS; what travels is checked by CRC-32C both ways. Fails with
 * {@code SERVICE_UNAVAILABLE} where KMS does not answer or its answer was damaged.
 */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class KeyService {
  private static final Logger LOG = Logger.getLogger(KeyService.class);

  /** What KMS says of bytes that it did not encrypt so, or by a version that is gone. */
  private static final Set<StatusCode.Code> NOT_OURS =
      Set.of(StatusCode.Code.INVALID_ARGUMENT, StatusCode.Code.FAILED_PRECONDITION);

  private final KeyManagementServiceClient client;
  private final String keyName;

  KeyService(ConnectionConfig config, GoogleIdentity identity) throws IOException {
    this.keyName = config.kmsKey();
    this.client = KeyManagementServiceClient.create(settings(config, identity));
  }

  /** The caller zeroes the key once this ended. */
  public Uni<WrappedKey> wrap(byte[] key, byte[] aad) {
    EncryptRequest request =
        EncryptRequest.newBuilder()
            .setName(keyName)
            .setPlaintext(UnsafeByteOperations.unsafeWrap(key))
            .setPlaintextCrc32C(crc(key))
            .setAdditionalAuthenticatedData(ByteString.copyFrom(aad))
            .setAdditionalAuthenticatedDataCrc32C(crc(aad))
            .build();
    return Blocking.future(() -> client.encryptCallable().futureCall(request))
        .map(this::wrapped)
        .onFailure()
        .transform(KeyService::unavailable);
  }

  private WrappedKey wrapped(EncryptResponse answer) {
    byte[] bytes = answer.getCiphertext().toByteArray();
    if (!answer.getVerifiedPlaintextCrc32C()
        || !answer.getVerifiedAdditionalAuthenticatedDataCrc32C()
        || answer.getCiphertextCrc32C().getValue() != crc(bytes).getValue()) {
      throw damaged();
    }
    return new WrappedKey(
        bytes, keyName, answer.getName().substring(answer.getName().lastIndexOf('/') + 1));
  }

  /** The key, which the caller zeroes; empty where KMS did not wrap these bytes with this AAD. */
  public Uni<Optional<byte[]>> unwrap(String kekName, byte[] wrapped, byte[] aad) {
    DecryptRequest request =
        DecryptRequest.newBuilder()
            .setName(kekName)
            .setCiphertext(UnsafeByteOperations.unsafeWrap(wrapped))
            .setCiphertextCrc32C(crc(wrapped))
            .setAdditionalAuthenticatedData(ByteString.copyFrom(aad))
            .setAdditionalAuthenticatedDataCrc32C(crc(aad))
            .build();
    return Blocking.future(() -> client.decryptCallable().futureCall(request))
        .map(KeyService::unwrapped)
        .onFailure(KeyService::isNotOurs)
        .recoverWithItem(Optional::empty)
        .onFailure()
        .transform(KeyService::unavailable);
  }

  private static Optional<byte[]> unwrapped(DecryptResponse answer) {
    byte[] key = answer.getPlaintext().toByteArray();
    if (answer.getPlaintextCrc32C().getValue() != crc(key).getValue()) {
      throw damaged();
    }
    return Optional.of(key);
  }

  private static boolean isNotOurs(Throwable failure) {
    return failure instanceof ApiException e && NOT_OURS.contains(e.getStatusCode().getCode());
  }

  private static Int64Value crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Int64Value.of(crc.getValue());
  }

  private static BridgeException damaged() {
    return ErrorCode.SERVICE_UNAVAILABLE.with("An answer of Cloud KMS was damaged; try again");
  }

  private static Throwable unavailable(Throwable failure) {
    if (failure instanceof BridgeException) {
      return failure;
    }
    LOG.warnf(
        "event=kms-failed status=%s",
        failure instanceof ApiException e ? e.getStatusCode().getCode() : failure.getClass());
    return ErrorCode.SERVICE_UNAVAILABLE.with("Cloud KMS does not answer; try again in a while");
  }

  private static KeyManagementServiceSettings settings(
      ConnectionConfig config, GoogleIdentity identity) throws IOException {
    KeyManagementServiceSettings.Builder settings =
        KeyManagementServiceSettings.newBuilder()
            .setEndpoint(config.kmsEndpoint())
            .setCredentialsProvider(FixedCredentialsProvider.create(identity.credentials()));
    RetrySettings retries = retries(config.kmsTimeout());
    settings.encryptSettings().setRetrySettings(retries);
    settings.decryptSettings().setRetrySettings(retries);
    return settings.build();
  }

  private static RetrySettings retries(Duration total) {
    return RetrySettings.newBuilder()
        .setInitialRetryDelayDuration(Duration.ofMillis(100))
        .setRetryDelayMultiplier(2)
        .setMaxRetryDelayDuration(Duration.ofSeconds(1))
        .setInitialRpcTimeoutDuration(total)
        .setRpcTimeoutMultiplier(1)
        .setMaxRpcTimeoutDuration(total)
        .setTotalTimeoutDuration(total)
        .build();
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
