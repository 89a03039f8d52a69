package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Undoes the content encoding of a request that Google's Java client packs on the way. */
public final class GzipBody {
  private GzipBody() {}

  /**
   * @param encoding null for none
   * @throws GoogleError 415 for an encoding we do not read, 400 for what is no gzip
   */
  public static InputStream of(String encoding, InputStream body) throws IOException {
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" -> unpacked(body);
      default -> throw new GoogleError(415, "invalid", "Unsupported content encoding");
    };
  }

  private static InputStream unpacked(InputStream body) throws IOException {
    try {
      return new Unpacked(new GZIPInputStream(body, 1 << 16));
    } catch (ZipException | EOFException _) {
      throw noGzip();
    }
  }

  private static GoogleError noGzip() {
    return GoogleError.invalid("The request body is not valid gzip");
  }

  /** Says whose fault it is when the middle or the end of a body is broken. */
  private static final class Unpacked extends FilterInputStream {
    Unpacked(GZIPInputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (ZipException | EOFException _) {
        throw noGzip();
      }
    }
  }
}
