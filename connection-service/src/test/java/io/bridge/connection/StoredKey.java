package io.bridge.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A stored credential taken apart as its form is written down, by no code of the service. */
public record StoredKey(byte[] wrapped, byte[] payload, byte[] aad) {
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  public static StoredKey of(Team team, UUID connection) {
    ByteBuffer object = ByteBuffer.wrap(TestBucket.as("connection-service").read(team, connection));
    byte[] wrapped = new byte[object.getInt()];
    object.get(wrapped);
    byte[] payload = new byte[object.remaining()];
    object.get(payload);
    return new StoredKey(wrapped, payload, aad(team, connection));
  }

  private static byte[] aad(Team team, UUID connection) {
    String text = "bridge/v1|team:" + team.id() + "|conn:" + connection + "|purpose:bq-sa-json";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** The credential's own key, unwrapped by the service's own account. */
  byte[] inClear() {
    return TestKms.as("connection-service").decrypt(this);
  }

  /** The file. */
  public byte[] open() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(inClear(), "AES"),
        new GCMParameterSpec(TAG_BITS, payload, 0, IV_BYTES));
    cipher.updateAAD(aad);
    return cipher.doFinal(payload, IV_BYTES, payload.length - IV_BYTES);
  }
}
