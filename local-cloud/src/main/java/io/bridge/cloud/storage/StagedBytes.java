package io.bridge.cloud.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Bytes on their way into an object: a file of its own that nobody sees until it is moved. */
final class StagedBytes implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 17;

  private final Path file;
  private final FileChannel channel;
  private final Checksums checksums = new Checksums();

  private StagedBytes(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static StagedBytes in(Path dir) throws IOException {
    Path file = dir.resolve(UUID.randomUUID().toString());
    return new StagedBytes(
        file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /**
   * Takes everything up to the end of the stream, or one byte more than {@code limit}: then the
   * stream is larger than that.
   */
  void copyFrom(InputStream in, long limit) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (checksums.sizeBytes() <= limit) {
      int wanted = (int) Math.min(buffer.length, limit - checksums.sizeBytes() + 1);
      int read = in.read(buffer, 0, wanted);
      if (read < 0) {
        return;
      }
      write(buffer, read);
    }
  }

  private void write(byte[] bytes, int length) throws IOException {
    checksums.update(bytes, 0, length);
    ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  long sizeBytes() {
    return checksums.sizeBytes();
  }

  /** Ends the writing; the bytes are on disk when this returns. */
  Checksums.Sums seal() throws IOException {
    channel.force(true);
    channel.close();
    return checksums.sums();
  }

  Path file() {
    return file;
  }

  /** Gives a sealed file its lasting name, so that it survives a crash under it. */
  static void move(Path file, Path target) throws IOException {
    Path folder = Files.createDirectories(target.getParent());
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(folder);
    syncFolder(folder.getParent());
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes what was not moved. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
