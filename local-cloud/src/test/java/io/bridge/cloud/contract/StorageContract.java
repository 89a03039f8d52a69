package io.bridge.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Cloud Storage's calls, in one bucket unless a step names another. */
record StorageContract(Storage storage, String bucket) implements ContractClient {

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    String in = with.path("bucket").asText(bucket);
    BlobId id =
        with.has("generation")
            ? BlobId.of(in, with.path("name").asText(), with.path("generation").asLong())
            : BlobId.of(in, with.path("name").asText());
    StorageUploads uploads = new StorageUploads(storage);
    StorageDownloads downloads = new StorageDownloads(storage);
    return switch (call) {
      case "upload" -> {
        uploads.upload(id, with);
        yield answer(storage.get(id));
      }
      case "uploadInChunks" -> {
        int clients = uploads.uploadInChunks(id, with);
        Map<String, Object> made = answer(storage.get(id));
        made.put("clients", clients);
        yield made;
      }
      case "stat" -> answer(required(storage.get(id, StorageConditions.ofGet(with))));
      case "update" -> update(id, with);
      case "download" -> Map.of("text", new String(downloads.download(id, with), UTF_8));
      case "downloadSize" -> Map.of("size", downloads.download(id, with).length);
      case "tail" ->
          Map.of("text", new String(downloads.tail(id, with.path("count").asLong()), UTF_8));
      case "list" -> list(with);
      case "copy" -> copy(BlobId.of(bucket, id.getName()), with);
      case "delete" -> delete(id, with);
      case "compose" -> compose(with);
      case "allowed" -> Map.of("allowed", allowed(in, with));
      case "makeBucket" ->
          answer(storage.create(bucket(with).setLocation(with.path("location").asText()).build()));
      case "label" -> answer(storage.update(bucket(with).build()));
      case "deleteBucket" -> Map.of("deleted", storage.delete(with.path("bucket").asText()));
      default -> throw ContractClient.unknown(call);
    };
  }

  /** The client sends what it is told of; the content type stays where none is said. */
  private Map<String, Object> update(BlobId id, JsonNode with) {
    BlobInfo.Builder change = BlobInfo.newBuilder(id);
    change.setMetadata(StorageUploads.wanted(id, with).getMetadata());
    if (with.has("contentType")) {
      change.setContentType(with.path("contentType").asText());
    }
    return answer(storage.update(change.build(), StorageConditions.ofTarget(with)));
  }

  private Map<String, Object> copy(BlobId from, JsonNode with) {
    BlobId to = BlobId.of(with.path("bucket").asText(bucket), with.path("to").asText());
    return answer(
        storage
            .copy(
                CopyRequest.newBuilder()
                    .setSource(from)
                    .setTarget(to, StorageConditions.ofTarget(with))
                    .build())
            .getResult());
  }

  /** The client makes false of a 404. */
  private Map<String, Object> delete(BlobId id, JsonNode with) {
    if (!storage.delete(id, StorageConditions.ofSource(with))) {
      throw new StorageException(404, "Not found");
    }
    return Map.of();
  }

  private Map<String, Object> compose(JsonNode with) {
    ComposeRequest.Builder wanted =
        ComposeRequest.newBuilder()
            .setTarget(BlobInfo.newBuilder(bucket, with.path("to").asText()).build())
            .setTargetOptions(StorageConditions.ofTarget(with));
    for (int i = 0; i < with.path("times").asInt(1); i++) {
      with.path("parts").forEach(part -> wanted.addSource(part.asText()));
    }
    return answer(storage.compose(wanted.build()));
  }

  /** Those of the permissions that the caller has. */
  private List<String> allowed(String in, JsonNode with) {
    List<String> asked = new ArrayList<>();
    with.path("permissions").forEach(it -> asked.add(it.asText()));
    List<Boolean> has = storage.testIamPermissions(in, asked);
    return IntStream.range(0, asked.size()).filter(has::get).mapToObj(asked::get).toList();
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
        "labels", made.getLabels() == null ? Map.of() : made.getLabels());
  }

  private Map<String, Object> list(JsonNode with) {
    List<BlobListOption> options = new ArrayList<>();
    options.add(BlobListOption.prefix(with.path("prefix").asText()));
    if (with.has("delimiter")) {
      options.add(BlobListOption.delimiter(with.path("delimiter").asText()));
    }
    if (with.has("start")) {
      options.add(BlobListOption.startOffset(with.path("start").asText()));
    }
    if (with.has("end")) {
      options.add(BlobListOption.endOffset(with.path("end").asText()));
    }
    if (with.has("pageSize")) {
      options.add(BlobListOption.pageSize(with.path("pageSize").asLong()));
    }
    if (with.has("pageToken")) {
      options.add(BlobListOption.pageToken(with.path("pageToken").asText()));
    }
    Page<Blob> page = storage.list(bucket, options.toArray(BlobListOption[]::new));
    List<String> names = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    page.getValues().forEach(it -> (it.isDirectory() ? prefixes : names).add(it.getName()));
    Map<String, Object> answer = new HashMap<>();
    answer.put("names", names);
    answer.put("prefixes", prefixes);
    answer.put("next", page.getNextPageToken());
    return answer;
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
    answer.put("generation", String.valueOf(blob.getGeneration()));
    answer.put("metageneration", String.valueOf(blob.getMetageneration()));
    return answer;
  }

  @Override
  public void close() {}
}
