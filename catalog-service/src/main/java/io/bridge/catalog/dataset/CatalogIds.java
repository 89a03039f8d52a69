package io.bridge.catalog.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids that follow from the name, so that a scan that is repeated or raced writes the same rows. */
final class CatalogIds {
  private CatalogIds() {}

  /** A UUID of version 8: the first bits of SHA-256 over connection and name. */
  static UUID of(UUID connectionId, String fqn) {
    ByteBuffer hash = ByteBuffer.wrap(sha256(connectionId + "/" + fqn));
    long high = hash.getLong() & ~0xF000L | 0x8000L;
    long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return new UUID(high, low);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
