package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of an upload that have come so far. What a method returns is on disk.
 *
 * @param declared size of the whole object; null when the session did not say
 */
record ResumableFile(Path path, Long declared) {
  private static final int BUFFER_BYTES = 1 << 17;

  /** Cloud Storage keeps only whole multiples of this before the last piece. */
  private static final long GRAIN_BYTES = 256 * 1024;

  /** How many bytes there are, from the beginning. */
  long size() throws IOException {
    if (Files.notExists(path)) {
      return 0;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(true);
      return channel.size();
    }
  }

  /**
   * Takes a piece; of one that breaks off it keeps the whole multiples.
   *
   * @return how many bytes there are then
   * @throws GoogleError 503 for a gap, 400 for a body of another length than its range
   */
  long receive(ContentRange range, InputStream body) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long received = channel.size();
      requireNoGap(range, received);
      try {
        append(channel, range, body, received);
      } finally {
        channel.force(true);
      }
      return channel.size();
    }
  }

  private void append(FileChannel channel, ContentRange range, InputStream body, long received)
      throws IOException {
    long before = received;
    boolean whole = false;
    try {
      // What came before is sent again by a client that missed our answer.
      skip(body, Math.min(received - range.first(), range.length()));
      channel.position(received);
      long room = Math.max(0, limit(range) - (received - range.first()));
      copy(body, channel, room);
      requireLength(range, received, channel.size());
      before = channel.size();
      whole = range.isLast();
    } catch (BrokenBody e) {
      before = channel.size();
      throw e;
    } finally {
      channel.truncate(whole ? before : Math.max(received, before / GRAIN_BYTES * GRAIN_BYTES));
    }
  }

  /** Of the body; a client that goes on beyond it is not listened to. */
  private long limit(ContentRange range) {
    long declaredRest = declared == null ? Long.MAX_VALUE : Math.max(0, declared - range.first());
    return Math.min(range.length(), declaredRest);
  }

  private static void requireNoGap(ContentRange range, long received) {
    if (range.first() > received) {
      throw new GoogleError(
          503,
          "backendError",
          "According to the Content-Range header, the upload offset is "
              + range.first()
              + " byte(s), which exceeds already uploaded size of "
              + received
              + " byte(s).");
    }
  }

  private static void requireLength(ContentRange range, long received, long size) {
    if (range.last() != null && size < Math.max(received, range.last() + 1)) {
      throw GoogleError.invalid("The request carries fewer bytes than its Content-Range says.");
    }
  }

  private static void skip(InputStream body, long count) throws IOException {
    byte[] scrap = new byte[8192];
    for (long rest = count; rest > 0; ) {
      int read = body.read(scrap, 0, (int) Math.min(scrap.length, rest));
      if (read < 0) {
        throw GoogleError.invalid("The request carries fewer bytes than its Content-Range says.");
      }
      rest -= read;
    }
  }

  private static void copy(InputStream body, FileChannel channel, long room) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long rest = room;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      if (read > rest) {
        throw GoogleError.invalid("The request carries more bytes than the upload has room for.");
      }
      rest -= read;
      for (ByteBuffer piece = ByteBuffer.wrap(buffer, 0, read); piece.hasRemaining(); ) {
        channel.write(piece);
      }
    }
  }
}
