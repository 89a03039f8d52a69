package io.bridge.cloud.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Size, CRC32C and MD5 of bytes as they pass. */
final class Checksums {
  private static final int BUFFER_BYTES = 1 << 17;

  private final CRC32C crc32c = new CRC32C();
  private final MessageDigest md5 = newMd5();
  private long sizeBytes;

  /**
   * What was counted.
   *
   * @param crc32c base64 of the four bytes, big-endian, as Cloud Storage writes it
   * @param md5 base64; null for a composed object, of which Cloud Storage knows none
   */
  record Sums(long sizeBytes, String crc32c, String md5) {
    Sums composed() {
      return new Sums(sizeBytes, crc32c, null);
    }

    /** As {@code x-goog-hash} has them. */
    String header() {
      return "crc32c=" + crc32c + (md5 == null ? "" : ",md5=" + md5);
    }

    /** The MD5 in hexadecimal: the XML API's entity tag. */
    String md5Hex() {
      return java.util.HexFormat.of().formatHex(Base64.getDecoder().decode(md5));
    }
  }

  void update(byte[] bytes, int offset, int length) {
    crc32c.update(bytes, offset, length);
    md5.update(bytes, offset, length);
    sizeBytes += length;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Ends the count. */
  Sums sums() {
    byte[] crc = ByteBuffer.allocate(4).putInt((int) crc32c.getValue()).array();
    Base64.Encoder base64 = Base64.getEncoder();
    return new Sums(sizeBytes, base64.encodeToString(crc), base64.encodeToString(md5.digest()));
  }

  static Sums of(Path file) {
    Checksums checksums = new Checksums();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksums.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checksums.sums();
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
