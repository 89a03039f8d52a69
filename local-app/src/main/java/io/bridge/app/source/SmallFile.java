package io.bridge.app.source;

import static io.bridge.model.error.ErrorCode.FILE_UNREADABLE;
import static io.bridge.model.error.ErrorCode.PAYLOAD_TOO_LARGE;

import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is sent as it is. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Its bytes; a pipe will do.
   *
   * @throws BridgeException {@code FILE_UNREADABLE}, or {@code PAYLOAD_TOO_LARGE} where there are
   *     more than {@code most} bytes
   */
  public static byte[] read(Path file, int most) {
    byte[] bytes = bytes(file, most + 1);
    if (bytes.length > most) {
      throw PAYLOAD_TOO_LARGE.with(
          "%s is larger than %d KiB; nothing was sent.".formatted(file, most / 1024));
    }
    return bytes;
  }

  private static byte[] bytes(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw FILE_UNREADABLE.with(
          "%s cannot be read (%s).".formatted(file, e.getClass().getSimpleName()));
    }
  }
}
