package io.bridge.dashboard.serve;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A dashboard's data as it leaves, and as it is kept: the tag in front, then gzip.
 *
 * @param tag hash of the JSON, hex; the ETag's value
 */
record Page(String tag, Buffer gzip) {
  private static final int TAG = 32;

  static Page of(byte[] json) {
    return new Page(tag(json), Buffer.buffer(zip(json)));
  }

  /** Copies nothing: a page is most of what a request for one moves about. */
  static Page stored(Buffer bytes) {
    String tag = bytes.getString(0, TAG, StandardCharsets.US_ASCII.name());
    return new Page(tag, bytes.slice(TAG, bytes.length()));
  }

  byte[] toBytes() {
    return Buffer.buffer(tag, StandardCharsets.US_ASCII.name()).appendBuffer(gzip).getBytes();
  }

  /** Weak: the same data, whatever its encoding. */
  String etag() {
    return "W/\"" + tag + "\"";
  }

  boolean matches(String ifNoneMatch) {
    return ifNoneMatch != null && (ifNoneMatch.contains(tag) || ifNoneMatch.strip().equals("*"));
  }

  Buffer plain() {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip.getBytes()))) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(byte[] json) {
    var bytes = new ByteArrayOutputStream(json.length / 4);
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String tag(byte[] json) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(hash, 0, TAG / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
