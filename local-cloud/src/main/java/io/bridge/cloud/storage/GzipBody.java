package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Undoes the content encoding of a request that Google's Java client packs on the way. */
final class GzipBody {
  private GzipBody() {}

  /**
   * @param encoding null for none
   * @throws GoogleError 415 for an encoding we do not read, 400 for what is no gzip
   */
  static InputStream of(String encoding, InputStream body) throws IOException {
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" -> unpacked(body);
      default -> throw new GoogleError(415, "invalid", "Unsupported content encoding");
    };
  }

  private static InputStream unpacked(InputStream body) throws IOException {
    try {
      return new GZIPInputStream(body, 1 << 16);
    } catch (ZipException | java.io.EOFException _) {
      throw GoogleError.invalid("The request body is not valid gzip");
    }
  }
}
