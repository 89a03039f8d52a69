package io.bridge.connection.envelope;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of an envelope, and its inner layer. Nothing here says why something does not open. */
final class Layers {
  static final int KEY_BYTES = 32;

  /** As Tink's own envelope has it. */
  private static final int MAX_WRAPPED = 4096;

  private static final int IV_AND_TAG = 12 + 16;

  private Layers() {}

  record Parts(byte[] wrapped, byte[] payload) {}

  static byte[] join(byte[] wrapped, byte[] payload) {
    if (wrapped.length == 0 || wrapped.length > MAX_WRAPPED) {
      throw new IllegalArgumentException("a wrapped key of " + wrapped.length + " bytes");
    }
    return ByteBuffer.allocate(Integer.BYTES + wrapped.length + payload.length)
        .putInt(wrapped.length)
        .put(wrapped)
        .put(payload)
        .array();
  }

  /** Empty where the bytes are no envelope. */
  static Optional<Parts> split(byte[] envelope) {
    if (envelope.length < Integer.BYTES) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(envelope).getInt();
    if (length < 1
        || length > MAX_WRAPPED
        || envelope.length - Integer.BYTES - length < IV_AND_TAG) {
      return Optional.empty();
    }
    int payloadAt = Integer.BYTES + length;
    return Optional.of(
        new Parts(
            Arrays.copyOfRange(envelope, Integer.BYTES, payloadAt),
            Arrays.copyOfRange(envelope, payloadAt, envelope.length)));
  }

  static byte[] encrypt(byte[] key, byte[] plaintext, byte[] aad) {
    try {
      return new AesGcmJce(key).encrypt(plaintext, aad);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work here", e);
    }
  }

  /** Empty where key, text or binding is another. */
  static Optional<byte[]> decrypt(byte[] key, byte[] payload, byte[] aad) {
    if (key.length != KEY_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(new AesGcmJce(key).decrypt(payload, aad));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }
}
