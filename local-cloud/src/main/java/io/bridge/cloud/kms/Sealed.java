package io.bridge.cloud.kms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A ciphertext: one byte of format, four of the version's number, twelve of IV, then AES-256-GCM.
 * The name of the version is authenticated with the caller's own data, so that a ciphertext of one
 * key is none of another.
 */
record Sealed(int version, byte[] iv, byte[] content) {
  private static final byte FORMAT = 1;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int LEAST = 1 + 4 + IV_BYTES + TAG_BITS / 8;

  static byte[] seal(StoredVersion with, byte[] plaintext, byte[] aad) {
    var iv = new byte[IV_BYTES];
    new SecureRandom().nextBytes(iv);
    try {
      var content = cipher(Cipher.ENCRYPT_MODE, with, iv, aad).doFinal(plaintext);
      return ByteBuffer.allocate(1 + 4 + IV_BYTES + content.length)
          .put(FORMAT)
          .putInt(with.number())
          .put(iv)
          .put(content)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null for what is no ciphertext. */
  static Sealed parse(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    if (bytes.length < LEAST || buffer.get() != FORMAT) {
      return null;
    }
    int version = buffer.getInt();
    var iv = new byte[IV_BYTES];
    buffer.get(iv);
    var content = new byte[buffer.remaining()];
    buffer.get(content);
    return new Sealed(version, iv, content);
  }

  /** Null when it was altered or sealed with other data. */
  byte[] open(StoredVersion with, byte[] aad) {
    try {
      return cipher(Cipher.DECRYPT_MODE, with, iv, aad).doFinal(content);
    } catch (GeneralSecurityException _) {
      return null;
    }
  }

  private static Cipher cipher(int mode, StoredVersion with, byte[] iv, byte[] aad)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    var key = new SecretKeySpec(with.material(), "AES");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    // The name ends with a byte that no name holds: no other pair reads the same.
    cipher.updateAAD(with.name().getBytes(StandardCharsets.UTF_8));
    cipher.updateAAD(new byte[] {0});
    cipher.updateAAD(aad);
    return cipher;
  }
}
