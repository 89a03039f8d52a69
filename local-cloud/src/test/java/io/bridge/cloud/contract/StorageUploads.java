package io.bridge.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.RestorableState;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** How the client writes objects: at once, as a session, or as one that many clients go on with. */
record StorageUploads(Storage storage) {
  private static final int GRAIN = 256 * 1024;

  void upload(BlobId id, JsonNode with) throws IOException {
    BlobInfo wanted = wanted(id, with);
    byte[] bytes = bytes(with);
    if (!isSession(with)) {
      storage.create(wanted, bytes, StorageConditions.ofTarget(with));
      return;
    }
    try (WriteChannel writer = storage.writer(wanted, options(with))) {
      writer.setChunkSize(chunkSize(with));
      writer.write(ByteBuffer.wrap(bytes));
    }
  }

  /** After every chunk another client goes on, with nothing but what the one before wrote down. */
  int uploadInChunks(BlobId id, JsonNode with) throws IOException {
    byte[] bytes = bytes(with);
    int chunkSize = chunkSize(with);
    WriteChannel writer = storage.writer(wanted(id, with), options(with));
    int clients = 1;
    for (int from = 0; from < bytes.length; from += chunkSize) {
      writer.setChunkSize(chunkSize);
      writer.write(ByteBuffer.wrap(bytes, from, Math.min(chunkSize, bytes.length - from)));
      RestorableState<WriteChannel> writtenDown = writer.capture();
      writer = writtenDown.restore();
      clients++;
    }
    writer.close();
    return clients;
  }

  /** Only a session sends the sums that the caller says. */
  private static boolean isSession(JsonNode with) {
    return with.path("resumable").asBoolean() || with.has("crc32c") || with.has("md5");
  }

  private static int chunkSize(JsonNode with) {
    return with.has("chunkKib") ? with.path("chunkKib").intValue() * 1024 : GRAIN;
  }

  /** The client has no other word for an MD5 sum of the caller's. */
  @SuppressWarnings("deprecation")
  private static BlobWriteOption[] options(JsonNode with) {
    List<BlobWriteOption> options = new ArrayList<>(List.of(StorageConditions.ofWrite(with)));
    if (with.has("crc32c")) {
      options.add(BlobWriteOption.crc32cMatch());
    }
    if (with.has("md5")) {
      options.add(BlobWriteOption.md5Match());
    }
    return options.toArray(BlobWriteOption[]::new);
  }

  static BlobInfo wanted(BlobId id, JsonNode with) {
    Map<String, String> metadata = new HashMap<>();
    with.path("metadata")
        .properties()
        .forEach(it -> metadata.put(it.getKey(), it.getValue().textValue()));
    return BlobInfo.newBuilder(id)
        .setContentType(with.path("contentType").asText("application/octet-stream"))
        .setContentEncoding(with.path("encoding").textValue())
        .setMetadata(metadata)
        .setCrc32c(with.path("crc32c").textValue())
        .setMd5(with.path("md5").textValue())
        .build();
  }

  private static byte[] bytes(JsonNode with) throws IOException {
    byte[] bytes = with.path("text").asText().repeat(with.path("times").asInt(1)).getBytes(UTF_8);
    if (!with.path("encoding").asText().equals("gzip")) {
      return bytes;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
