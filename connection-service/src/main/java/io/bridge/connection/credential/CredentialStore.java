package io.bridge.connection.credential;

import io.bridge.connection.envelope.Binding;
import io.bridge.connection.envelope.Envelope;
import io.bridge.connection.envelope.Sealed;
import io.bridge.connection.google.TokenAnswer;
import io.bridge.connection.google.TokenEndpoint;
import io.bridge.connection.storage.CredentialBucket;
import io.bridge.model.error.BridgeException;
import io.bridge.runtime.google.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;

/**
 * Keeps credentials and turns them into access tokens. The one place where a stored key is in
 * clear, for the time of one signature.
 */
@ApplicationScoped
public class CredentialStore {
  private final Envelope envelope;
  private final CredentialBucket bucket;
  private final TokenEndpoint google;
  private final Clock clock;

  CredentialStore(Envelope envelope, CredentialBucket bucket, TokenEndpoint google, Clock clock) {
    this.envelope = envelope;
    this.bucket = bucket;
    this.google = google;
    this.clock = clock;
  }

  /** Encrypts and writes the key; the caller closes it. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<StoredCredential> keep(Binding binding, ServiceAccountKey key) {
    return Uni.createFrom().item(key::toFile).chain(file -> seal(binding, file));
  }

  private Uni<StoredCredential> seal(Binding binding, byte[] file) {
    return envelope
        .seal(binding, file)
        .eventually(() -> Arrays.fill(file, (byte) 0))
        .chain(secret -> write(binding, secret));
  }

  private Uni<StoredCredential> write(Binding binding, Sealed secret) {
    return bucket
        .create(objectName(binding), secret.ciphertext())
        .map(generation -> stored(binding, secret, generation));
  }

  private static StoredCredential stored(Binding binding, Sealed secret, long generation) {
    return new StoredCredential(
        binding,
        secret.kekName(),
        secret.kekVersion(),
        Envelope.FORMAT,
        Sha256.hex(secret.ciphertext()),
        generation);
  }

  /**
   * A token of the account, or that Google does not take its key any more. Fails with {@code
   * CREDENTIAL_UNUSABLE} where what is stored is not what was written, without saying how it
   * differs, with {@code SERVICE_UNAVAILABLE} and {@code WAREHOUSE_UNAVAILABLE}.
   */
  public Uni<TokenAnswer> token(StoredCredential stored, TokenScope scope) {
    return bucket
        .read(objectName(stored.binding()), stored.generation())
        .map(bytes -> bytes.orElseThrow(Envelope::unusable))
        .invoke(bytes -> requireSame(bytes, stored))
        .chain(bytes -> envelope.open(stored.binding(), stored.kekName(), bytes))
        .chain(file -> assertion(file, scope))
        .chain(google::exchange);
  }

  private static void requireSame(byte[] ciphertext, StoredCredential stored) {
    if (!Envelope.FORMAT.equals(stored.format())
        || !stored.sha256().equals(Sha256.hex(ciphertext))) {
      throw Envelope.unusable();
    }
  }

  private Uni<String> assertion(byte[] file, TokenScope scope) {
    return Blocking.call(() -> sign(file, scope)).eventually(() -> Arrays.fill(file, (byte) 0));
  }

  private String sign(byte[] file, TokenScope scope) {
    try (ServiceAccountKey key = CredentialFile.check(file)) {
      return Assertion.of(key, scope, clock.instant());
    } catch (BridgeException _) {
      throw Envelope.unusable();
    }
  }

  /** Deletes the object, also where it is not there. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<Void> forget(Binding binding) {
    return bucket.delete(objectName(binding));
  }

  private static String objectName(Binding binding) {
    return "teams/" + binding.teamId() + "/connections/" + binding.connectionId();
  }
}
