package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.LoadBench.T;
import static io.bridge.cloud.bigquery.LoadBench.assertDone;
import static io.bridge.cloud.bigquery.LoadBench.errors;
import static io.bridge.cloud.bigquery.LoadBench.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import io.bridge.cloud.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Loads whose file comes with the request, by the channel of Google's client and in one request.
 */
@Timeout(60)
class UploadLoadTest {
  private static final Schema SCHEMA =
      Schema.of(field("a", StandardSQLTypeName.INT64), field("s", StandardSQLTypeName.STRING));

  private static final String UPLOADS = "/../../upload/bigquery/v2/projects/bridge-test/jobs";

  @RegisterExtension static final LoadBench bench = new LoadBench();

  @Test
  void loadsWhatIsWrittenInSeveralPieces() {
    // Given
    var text =
        IntStream.range(0, 40_000)
            .mapToObj(i -> i + ",some words for number " + i + "\n")
            .collect(Collectors.joining());

    // When
    var job = write(bench.bigquery, text);

    // Then
    assertDone(job);
    assertEquals(40_000L, bench.table().getNumRows());
    assertTrue(text.length() > 4 * 256 * 1024, "more than one piece");
    assertNothingLeft();
  }

  @Test
  void loadsOneRequestWithTheJobAndTheFile() {
    // Given
    var body =
        """
        --edge
        Content-Type: application/json

        {"configuration": {"load": {"sourceFormat": "NEWLINE_DELIMITED_JSON", "autodetect": true,
          "destinationTable": {"projectId": "bridge-test", "datasetId": "shop", "tableId": "t"}}},
         "jobReference": {"projectId": "bridge-test", "jobId": "multipart"}}
        --edge
        Content-Type: application/octet-stream

        {"a": 1}
        {"a": 2}
        --edge--
        """
            .replace("\n", "\r\n");

    // When
    int status =
        bench
            .raw()
            .send(
                "POST",
                UPLOADS + "?uploadType=multipart",
                body,
                "Content-Type",
                "multipart/related; boundary=edge");

    // Then
    assertEquals(200, status);
    assertDone(bench.ended(bench.bigquery.getJob("multipart")));
    assertEquals(List.of("1", "2"), bench.texts());
    assertNothingLeft();
  }

  @Test
  void aSessionThatOutlivedTheEndOfItsUploadEndsAsTheSameJob() throws IOException {
    // Given
    var session = begin();
    var left = new HashMap<Path, byte[]>();
    for (var file : List.of(session + ".session", session + ".data")) {
      var path = uploads().resolve(file);
      left.put(path, Files.readAllBytes(path));
    }
    var first = end(session, "1,x\n");
    bench.ended(bench.bigquery.getJob(first));

    // When
    for (var file : left.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
    var again = end(session, "1,x\n");

    // Then
    assertEquals(first, again);
    assertEquals(List.of("1|x"), bench.texts());
    assertNothingLeft();
  }

  /** The id of a session for a file of CSV. */
  private static String begin() {
    var answer =
        bench
            .raw()
            .request(
                "POST",
                UPLOADS + "?uploadType=resumable",
                """
                {"configuration": {"load": {"sourceFormat": "CSV", "schema": {"fields": [
                    {"name": "a", "type": "INT64"}, {"name": "s", "type": "STRING"}]},
                  "destinationTable":
                    {"projectId": "bridge-test", "datasetId": "shop", "tableId": "t"}}}}
                """);
    return answer.headers().firstValue("X-GUploader-UploadID").orElseThrow();
  }

  /** Sends the whole file; the id of its job. */
  private static String end(String session, String text) {
    var answer =
        bench
            .raw()
            .request(
                "PUT",
                UPLOADS + "?upload_id=" + session,
                text,
                "Content-Range",
                "bytes 0-%d/%d".formatted(text.length() - 1, text.length()));
    assertEquals(200, answer.statusCode());
    return Json.read(answer.body()).path("jobReference").path("jobId").asText();
  }

  @Test
  void tellsWhatIsWrongWithTheFile() {
    var job = write(bench.bigquery, "x,y\n");
    assertTrue(errors(job).get(1).contains("Could not parse 'x' as INT64"), errors(job).get(1));
    assertNull(bench.bigquery.getTable(T));
    assertNothingLeft();
  }

  @Test
  void takesFilesOnlyFromWhoMayLoad() {
    var refused =
        assertThrows(BigQueryException.class, () -> write(bench.server.client("viewer"), "1,x\n"));
    assertEquals(403, refused.getCode());
    assertNothingLeft();
    assertEquals(
        404,
        bench
            .raw()
            .send("PUT", UPLOADS + "?upload_id=../../x", "1,x", "Content-Range", "bytes 0-2/3"));
  }

  /** A file goes just after its job ended. */
  private static void assertNothingLeft() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!leftOver().isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertEquals(List.of(), leftOver());
  }

  private static Path uploads() {
    return bench.dir.resolve("bigquery/bridge-test.uploads");
  }

  private static List<String> leftOver() {
    try (var files = Files.list(uploads())) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Job write(BigQuery client, String text) {
    var configuration =
        WriteChannelConfiguration.newBuilder(T)
            .setFormatOptions(FormatOptions.csv())
            .setSchema(SCHEMA)
            .build();
    var channel = client.writer(configuration);
    try (channel) {
      channel.setChunkSize(256 * 1024);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bench.ended(channel.getJob());
  }
}
