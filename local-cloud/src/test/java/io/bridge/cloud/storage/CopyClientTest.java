package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static io.bridge.cloud.dispatch.TestCloud.QUIET_BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import io.bridge.cloud.dispatch.TestCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Objects made of objects, by Google's own Java client. */
class CopyClientTest {
  @TempDir static Path dir;

  private static TestCloud cloud;
  private static Storage storage;

  @BeforeAll
  static void start() {
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
    storage = cloud.storage("writer");
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void copiesBytesAndMetadataToAnotherBucket() {
    Blob source =
        storage.create(
            BlobInfo.newBuilder(BUCKET, "copy/from")
                .setContentType("text/plain")
                .setMetadata(Map.of("a", "1"))
                .build(),
            "Inhalt".getBytes(UTF_8));

    CopyWriter copy = storage.copy(request(source.getBlobId(), QUIET_BUCKET, "copy/to"));

    Blob made = copy.getResult();
    assertTrue(copy.isDone());
    assertEquals(6, copy.getTotalBytesCopied());
    assertEquals("text/plain", made.getContentType());
    assertEquals(Map.of("a", "1"), made.getMetadata());
    assertEquals(source.getMd5(), made.getMd5());
    assertNotEquals(source.getGeneration(), made.getGeneration());
    assertEquals("Inhalt", new String(storage.readAllBytes(QUIET_BUCKET, "copy/to"), UTF_8));
  }

  @Test
  void aCopyOutlivesItsSource() {
    create("outlives/from", "abc");
    storage.copy(request(BlobId.of(BUCKET, "outlives/from"), BUCKET, "outlives/to")).getResult();

    storage.delete(BUCKET, "outlives/from");

    assertEquals("abc", new String(storage.readAllBytes(BUCKET, "outlives/to"), UTF_8));
  }

  @Test
  void replacesTheMetadataOfACopyWhenAsked() {
    storage.create(
        BlobInfo.newBuilder(BUCKET, "replaced/from")
            .setContentType("text/plain")
            .setMetadata(Map.of("a", "1"))
            .build(),
        new byte[1]);
    BlobInfo target = BlobInfo.newBuilder(BUCKET, "replaced/to").setContentType("text/csv").build();

    Blob made =
        storage
            .copy(
                CopyRequest.newBuilder()
                    .setSource(BlobId.of(BUCKET, "replaced/from"))
                    .setTarget(target)
                    .build())
            .getResult();

    assertEquals("text/csv", made.getContentType());
    assertNull(made.getMetadata());
  }

  @Test
  void holdsThePreconditionsOfBothSidesOfACopy() {
    Blob source = create("both/from", "abc");
    Blob target = create("both/to", "before");

    assertEquals(
        412,
        code(
            () ->
                storage.copy(
                    CopyRequest.newBuilder()
                        .setSource(source.getBlobId())
                        .setSourceOptions(
                            BlobSourceOption.generationMatch(source.getGeneration() + 1))
                        .setTarget(BlobId.of(BUCKET, "both/to"))
                        .build())));
    assertEquals(
        412,
        code(
            () ->
                storage.copy(
                    CopyRequest.newBuilder()
                        .setSource(source.getBlobId())
                        .setTarget(target, BlobTargetOption.doesNotExist())
                        .build())));
    assertEquals(404, code(() -> storage.copy(request("nothing", "both/to"))));
    BlobId old = BlobId.of(BUCKET, "both/from", source.getGeneration() - 1);
    assertEquals(404, code(() -> storage.copy(request(old, BUCKET, "both/to"))));
    assertEquals("before", new String(storage.readAllBytes(BUCKET, "both/to"), UTF_8));

    Blob made =
        storage
            .copy(
                CopyRequest.newBuilder()
                    .setSource(source.getBlobId())
                    .setSourceOptions(BlobSourceOption.generationMatch(source.getGeneration()))
                    .setTarget(
                        BlobId.of(BUCKET, "both/to"),
                        BlobTargetOption.generationMatch(target.getGeneration()))
                    .build())
            .getResult();
    assertTrue(made.getGeneration() > target.getGeneration());
  }

  @Test
  void copiesByTheOlderCallToo() throws Exception {
    create("older/from", "abc");
    HttpRequest copy =
        HttpRequest.newBuilder(
                cloud
                    .cloud()
                    .https()
                    .resolve(
                        "/storage/v1/b/%s/o/older%%2Ffrom/copyTo/b/%s/o/older%%2Fto"
                            .formatted(BUCKET, QUIET_BUCKET)))
            .header("Authorization", "Bearer " + cloud.token("writer"))
            .POST(BodyPublishers.noBody())
            .build();

    try (HttpClient http = cloud.http()) {
      HttpResponse<String> answer = http.send(copy, BodyHandlers.ofString());

      assertEquals(200, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("\"storage#object\""), answer.body());
    }
    assertEquals("abc", new String(storage.readAllBytes(QUIET_BUCKET, "older/to"), UTF_8));
  }

  @Test
  void copiesOnlyForWhoMayReadAndWrite() {
    create("roles/from", "abc");

    assertEquals(403, code(() -> cloud.storage("reader").copy(request("roles/from", "roles/to"))));
    assertEquals(403, code(() -> cloud.storage("creator").copy(request("roles/from", "roles/to"))));
    assertNull(storage.get(BUCKET, "roles/to"));
  }

  @Test
  void composesUpToThirtyTwoObjectsInTheirOrder() {
    ComposeRequest.Builder request =
        ComposeRequest.newBuilder()
            .setTarget(BlobInfo.newBuilder(BUCKET, "whole").setContentType("text/csv").build());
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      create("part/" + i, "Teil " + i + ";");
      request.addSource("part/" + i);
      expected.append("Teil ").append(i).append(';');
    }

    Blob made = storage.compose(request.build());

    byte[] bytes = expected.toString().getBytes(UTF_8);
    assertArrayEquals(bytes, storage.readAllBytes(BUCKET, "whole"));
    assertEquals(32, made.getComponentCount());
    assertEquals("text/csv", made.getContentType());
    assertNull(made.getMd5(), "a composed object has none");
    assertEquals(crc32c(bytes), made.getCrc32cToHexString());
    assertEquals(32, storage.get(BUCKET, "whole").getComponentCount(), "also when read again");
  }

  @Test
  void countsTheComponentsOfComponents() {
    create("count/a", "a");
    create("count/b", "b");
    storage.compose(compose("count/ab", "count/a", "count/b"));

    Blob made = storage.compose(compose("count/abba", "count/ab", "count/b", "count/a"));

    assertEquals(4, made.getComponentCount());
    assertEquals("abba", new String(made.getContent(), UTF_8));
    assertEquals(4, storage.copy(request("count/abba", "count/c")).getResult().getComponentCount());
  }

  @Test
  void composesAnObjectOntoItself() {
    create("log", "one,");
    create("line", "two,");

    storage.compose(compose("log", "log", "line"));

    assertEquals("one,two,", new String(storage.readAllBytes(BUCKET, "log"), UTF_8));
  }

  @Test
  void refusesToComposeThirtyThreeOrNoneOrWhatIsNotThere() {
    create("few/a", "a");
    String[] many = IntStream.range(0, 33).mapToObj(_ -> "few/a").toArray(String[]::new);

    StorageException tooMany =
        assertThrows(StorageException.class, () -> storage.compose(compose("few/b", many)));

    assertEquals(400, tooMany.getCode());
    assertTrue(tooMany.getMessage().contains("(33) exceeds the maximum (32)"));
    assertEquals(404, code(() -> storage.compose(compose("few/b", "few/a", "few/none"))));
    assertNull(storage.get(BUCKET, "few/b"));
  }

  @Test
  void holdsThePreconditionsOfACompose() {
    Blob part = create("pre/a", "a");
    create("pre/b", "b");
    ComposeRequest stale =
        ComposeRequest.newBuilder()
            .addSource("pre/a", part.getGeneration() + 1)
            .setTarget(BlobInfo.newBuilder(BUCKET, "pre/c").build())
            .build();
    ComposeRequest taken =
        ComposeRequest.newBuilder()
            .addSource("pre/a", part.getGeneration())
            .setTarget(BlobInfo.newBuilder(BUCKET, "pre/b").build())
            .setTargetOptions(BlobTargetOption.doesNotExist())
            .build();

    assertEquals(404, code(() -> storage.compose(stale)));
    assertEquals(412, code(() -> storage.compose(taken)));
    assertEquals("b", new String(storage.readAllBytes(BUCKET, "pre/b"), UTF_8));
    assertEquals(
        403, code(() -> cloud.storage("creator").compose(compose("pre/d", "pre/a", "pre/b"))));
  }

  private static ComposeRequest compose(String target, String... sources) {
    return ComposeRequest.of(
        java.util.List.of(sources), BlobInfo.newBuilder(BUCKET, target).build());
  }

  private static CopyRequest request(String from, String to) {
    return request(BlobId.of(BUCKET, from), BUCKET, to);
  }

  private static CopyRequest request(BlobId from, String bucket, String to) {
    return CopyRequest.of(from, BlobId.of(bucket, to));
  }

  private static Blob create(String name, String text) {
    return storage.create(BlobInfo.newBuilder(BUCKET, name).build(), text.getBytes(UTF_8));
  }

  private static String crc32c(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return "%08x".formatted(sum.getValue());
  }

  private static int code(Executable call) {
    return assertThrows(StorageException.class, call).getCode();
  }
}
