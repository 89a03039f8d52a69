package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.table;
import static io.bridge.cloud.contract.bigquery.Arguments.texts;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import io.bridge.cloud.contract.ContractClient.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Files that become tables, and tables that become files. */
record FileCalls(BigQuery bigQuery, Storage storage, String bucket) {
  // The least that the client takes: a file larger than this is sent in several pieces.
  private static final int CHUNK_BYTES = 256 * 1024;

  Map<String, Call> calls() {
    return Map.of(
        "putObject",
        this::put,
        "readObject",
        with -> Map.of("text", new String(bytes(with), UTF_8)),
        "loadObjects",
        this::load,
        "loadFile",
        this::upload,
        "extractTable",
        this::extract);
  }

  private Object put(JsonNode with) throws IOException {
    BlobInfo object = BlobInfo.newBuilder(bucket, with.path("object").asText()).build();
    byte[] text = with.path("text").asText().getBytes(UTF_8);
    storage.create(object, with.path("gzip").asBoolean() ? packed(text) : text);
    return Map.of();
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private Map<String, Object> load(JsonNode with) throws InterruptedException {
    List<String> uris = texts(with.path("objects")).stream().map(this::uri).toList();
    LoadJobConfiguration.Builder load = LoadJobConfiguration.newBuilder(table(with), uris);
    LoadOptions.set(load, with);
    return EndedJob.run(bigQuery, load.build());
  }

  /** The file has a text or is what an object has. */
  private Map<String, Object> upload(JsonNode with) throws InterruptedException, IOException {
    WriteChannelConfiguration.Builder load = WriteChannelConfiguration.newBuilder(table(with));
    LoadOptions.set(load, with);
    TableDataWriteChannel channel = bigQuery.writer(load.build());
    try (channel) {
      channel.setChunkSize(CHUNK_BYTES);
      channel.write(ByteBuffer.wrap(with.has("object") ? bytes(with) : text(with)));
    }
    return EndedJob.of(bigQuery, channel.getJob());
  }

  private static byte[] text(JsonNode with) {
    return with.path("text").asText().repeat(with.path("times").asInt(1)).getBytes(UTF_8);
  }

  private Map<String, Object> extract(JsonNode with) throws InterruptedException {
    ExtractJobConfiguration.Builder extract =
        ExtractJobConfiguration.newBuilder(table(with), uri(with.path("object").asText()))
            .setFormat(with.path("format").asText());
    if (with.has("compression")) {
      extract.setCompression(with.path("compression").asText());
    }
    if (with.has("printHeader")) {
      extract.setPrintHeader(with.path("printHeader").asBoolean());
    }
    if (with.has("fieldDelimiter")) {
      extract.setFieldDelimiter(with.path("fieldDelimiter").asText());
    }
    return EndedJob.run(bigQuery, extract.build());
  }

  private byte[] bytes(JsonNode with) {
    return storage.readAllBytes(bucket, with.path("object").asText());
  }

  private String uri(String object) {
    return "gs://" + bucket + "/" + object;
  }
}
