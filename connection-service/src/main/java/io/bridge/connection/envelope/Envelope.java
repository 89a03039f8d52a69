package io.bridge.connection.envelope;

import io.bridge.connection.kms.KeyService;
import io.bridge.connection.kms.WrappedKey;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Arrays;

/** Seals and opens credentials. */
@ApplicationScoped
public class Envelope {
  /** Name of the ciphertext's form. */
  public static final String FORMAT = "kms-aes256gcm-v1";

  private final KeyService keys;
  private final SecureRandom random = new SecureRandom();

  Envelope(KeyService keys) {
    this.keys = keys;
  }

  /** Under a new key each time. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<Sealed> seal(Binding binding, byte[] plaintext) {
    return Uni.createFrom().item(this::newKey).chain(key -> seal(binding, plaintext, key));
  }

  private Uni<Sealed> seal(Binding binding, byte[] plaintext, byte[] key) {
    byte[] aad = binding.aad();
    return keys.wrap(key, aad)
        .map(wrapped -> enclosed(wrapped, Layers.encrypt(key, plaintext, aad)))
        .eventually(() -> Arrays.fill(key, (byte) 0));
  }

  private static Sealed enclosed(WrappedKey key, byte[] payload) {
    return new Sealed(Layers.join(key.bytes(), payload), key.kekName(), key.kekVersion());
  }

  private byte[] newKey() {
    byte[] key = new byte[Layers.KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  /**
   * The plaintext; the caller zeroes it. Fails with {@link #unusable}, whatever is wrong with the
   * bytes, and with {@code SERVICE_UNAVAILABLE}.
   */
  public Uni<byte[]> open(Binding binding, String kekName, byte[] ciphertext) {
    Layers.Parts parts = Layers.split(ciphertext).orElse(null);
    if (parts == null) {
      return Uni.createFrom().failure(Envelope::unusable);
    }
    byte[] aad = binding.aad();
    return keys.unwrap(kekName, parts.wrapped(), aad)
        .map(key -> key.orElseThrow(Envelope::unusable))
        .map(key -> open(key, parts.payload(), aad));
  }

  private static byte[] open(byte[] key, byte[] payload, byte[] aad) {
    try {
      return Layers.decrypt(key, payload, aad).orElseThrow(Envelope::unusable);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The one answer to every stored credential that does not open. */
  public static BridgeException unusable() {
    return ErrorCode.CREDENTIAL_UNUSABLE.with(
        "The stored credential cannot be used; add the connection again with a new key");
  }
}
