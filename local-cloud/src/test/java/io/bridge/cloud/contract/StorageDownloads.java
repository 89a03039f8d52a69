package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** How the client reads objects: at once, as a stream, or a part. */
record StorageDownloads(Storage storage) {
  private static final int PIECE = 64 * 1024;

  byte[] download(BlobId id, JsonNode with) throws IOException {
    if (with.has("first") || with.has("last")) {
      return part(id, with.path("first").asLong(), with.path("last").asLong(Long.MAX_VALUE - 1));
    }
    return with.path("stream").asBoolean()
        ? part(id, 0, Long.MAX_VALUE - 1)
        : storage.readAllBytes(id, StorageConditions.ofSource(with));
  }

  /** The client has no word for the last bytes. */
  byte[] tail(BlobId id, long count) throws IOException {
    long size = storage.get(id).getSize();
    return part(id, Math.max(0, size - count), size - 1);
  }

  private byte[] part(BlobId id, long first, long last) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (ReadChannel reader = storage.reader(id)) {
      reader.seek(first);
      reader.limit(last + 1);
      while (reader.read(piece) >= 0) {
        all.write(piece.array(), 0, piece.position());
        piece.clear();
      }
    }
    return all.toByteArray();
  }
}
