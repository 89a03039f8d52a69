package io.bridge.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.paging.Page;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cloud Storage's calls, in one bucket. */
record StorageContract(Storage storage, String bucket) implements ContractClient {

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    BlobId id = BlobId.of(bucket, with.path("name").asText());
    return switch (call) {
      case "upload" -> upload(id, with);
      case "stat" -> answer(required(storage.get(id)));
      case "download" -> Map.of("text", new String(download(id, with), UTF_8));
      case "list" -> list(with);
      case "copy" ->
          answer(
              storage
                  .copy(CopyRequest.of(id, BlobId.of(bucket, with.path("to").asText())))
                  .getResult());
      case "delete" -> Map.of("deleted", storage.delete(id));
      case "compose" -> {
        List<String> parts = new ArrayList<>();
        with.path("parts").forEach(part -> parts.add(part.asText()));
        yield answer(storage.compose(ComposeRequest.of(bucket, parts, with.path("to").asText())));
      }
      case "makeBucket" ->
          answer(storage.create(bucket(with).setLocation(with.path("location").asText()).build()));
      case "label" -> answer(storage.update(bucket(with).build()));
      case "deleteBucket" -> Map.of("deleted", storage.delete(with.path("bucket").asText()));
      default -> throw ContractClient.unknown(call);
    };
  }

  private static BucketInfo.Builder bucket(JsonNode with) {
    Map<String, String> labels = new HashMap<>();
    with.path("labels")
        .properties()
        .forEach(it -> labels.put(it.getKey(), it.getValue().textValue()));
    return BucketInfo.newBuilder(with.path("bucket").asText()).setLabels(labels);
  }

  private static Map<String, Object> answer(Bucket made) {
    return Map.of(
        "location", made.getLocation(),
        "locationType", made.getLocationType(),
        "labels", made.getLabels());
  }

  private Map<String, Object> upload(BlobId id, JsonNode with) throws IOException {
    Map<String, String> metadata = new HashMap<>();
    with.path("metadata")
        .properties()
        .forEach(it -> metadata.put(it.getKey(), it.getValue().asText()));
    BlobInfo wanted =
        BlobInfo.newBuilder(id)
            .setContentType(with.path("contentType").asText("application/octet-stream"))
            .setMetadata(metadata)
            .build();
    byte[] bytes = with.path("text").asText().repeat(with.path("times").asInt(1)).getBytes(UTF_8);
    if (with.path("resumable").asBoolean()) {
      try (WriteChannel writer = storage.writer(wanted, new BlobWriteOption[0])) {
        writer.setChunkSize(256 * 1024);
        writer.write(ByteBuffer.wrap(bytes));
      }
      return answer(storage.get(id));
    }
    BlobTargetOption[] options =
        with.has("ifGenerationMatch")
            ? new BlobTargetOption[] {
              BlobTargetOption.generationMatch(with.path("ifGenerationMatch").longValue())
            }
            : new BlobTargetOption[0];
    return answer(storage.create(wanted, bytes, options));
  }

  private byte[] download(BlobId id, JsonNode with) throws IOException {
    if (!with.has("first")) {
      return storage.readAllBytes(id);
    }
    int first = with.path("first").intValue();
    int last = with.path("last").intValue();
    ByteBuffer part = ByteBuffer.allocate(last - first + 1);
    try (ReadChannel reader = storage.reader(id)) {
      reader.seek(first);
      reader.limit(last + 1L);
      while (part.hasRemaining() && reader.read(part) >= 0) {}
    }
    return part.array();
  }

  private Map<String, Object> list(JsonNode with) {
    List<BlobListOption> options = new ArrayList<>();
    options.add(BlobListOption.prefix(with.path("prefix").asText()));
    if (with.has("delimiter")) {
      options.add(BlobListOption.delimiter(with.path("delimiter").asText()));
    }
    Page<Blob> page = storage.list(bucket, options.toArray(BlobListOption[]::new));
    List<String> names = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    page.iterateAll().forEach(it -> (it.isDirectory() ? prefixes : names).add(it.getName()));
    return Map.of("names", names, "prefixes", prefixes);
  }

  /** The client makes null of a 404. */
  private static Blob required(Blob found) {
    if (found == null) {
      throw new StorageException(404, "Not found");
    }
    return found;
  }

  private static Map<String, Object> answer(Blob blob) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("size", String.valueOf(blob.getSize()));
    answer.put("crc32c", blob.getCrc32c());
    answer.put("contentType", blob.getContentType());
    answer.put("metadata", blob.getMetadata());
    return answer;
  }

  @Override
  public void close() {}
}
