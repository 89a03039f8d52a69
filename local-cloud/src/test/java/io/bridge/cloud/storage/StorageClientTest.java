package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static io.bridge.cloud.dispatch.TestCloud.LOUD_BUCKET;
import static io.bridge.cloud.dispatch.TestCloud.QUIET_BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.BucketSourceOption;
import com.google.cloud.storage.StorageException;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's own Java client against Cloud Storage's JSON API. */
class StorageClientTest {
  @TempDir static Path parent;

  private static Path dir;
  private static TestCloud cloud;
  private static Storage storage;

  @BeforeAll
  static void start() {
    dir = parent.resolve("state");
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
    storage = cloud.storage("writer");
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void readsBackWhatItUploaded() {
    byte[] bytes = "eins zwei drei".getBytes(UTF_8);
    BlobInfo wanted =
        BlobInfo.newBuilder(BUCKET, "readback/ein objekt+äß?#%.txt")
            .setContentType("text/plain")
            .setMetadata(Map.of("colour", "blau"))
            .build();

    Blob made = storage.create(wanted, bytes);

    Blob read = storage.get(made.getBlobId().getBucket(), made.getName());
    assertArrayEquals(bytes, read.getContent());
    assertEquals(bytes.length, read.getSize());
    assertEquals("text/plain", read.getContentType());
    assertEquals(Map.of("colour", "blau"), read.getMetadata());
    assertEquals(1, read.getMetageneration());
    assertEquals(made.getGeneration(), read.getGeneration());
    assertEquals("qZtPOw==".length(), read.getCrc32c().length());
    assertEquals(made.getMd5(), read.getMd5());
  }

  @Test
  void keepsTheSumsThatEverybodyComputes() {
    Blob blob =
        storage.create(BlobInfo.newBuilder(BUCKET, "sums").build(), "123456789".getBytes(UTF_8));

    // The check value of CRC-32C, and the MD5 of the same nine digits.
    assertEquals(
        Base64.getEncoder()
            .encodeToString(new byte[] {(byte) 0xe3, 0x06, (byte) 0x92, (byte) 0x83}),
        blob.getCrc32c());
    assertEquals("25f9e794323b453885f5181f1b624d0b", blob.getMd5ToHexString());
  }

  @Test
  void readsAPart() throws IOException {
    byte[] bytes = random(100_000);
    storage.create(BlobInfo.newBuilder(BUCKET, "part").build(), bytes);

    ByteBuffer part = ByteBuffer.allocate(50);
    try (ReadChannel reader = storage.reader(BUCKET, "part")) {
      reader.seek(70_000);
      reader.limit(70_050);
      while (reader.read(part) > 0) {}
    }

    assertArrayEquals(java.util.Arrays.copyOfRange(bytes, 70_000, 70_050), part.array());
  }

  @Test
  void readsAnEmptyObject() {
    storage.create(BlobInfo.newBuilder(BUCKET, "empty").build(), new byte[0]);

    assertEquals(0, storage.readAllBytes(BUCKET, "empty").length);
  }

  @Test
  void takesAnUploadInPieces() throws IOException {
    byte[] bytes = random(3 * 256 * 1024 + 12_345);
    BlobInfo wanted = BlobInfo.newBuilder(BUCKET, "pieces").setContentType("x/y").build();

    try (WriteChannel writer = storage.writer(wanted)) {
      writer.setChunkSize(256 * 1024);
      for (int i = 0; i < bytes.length; i += 100_000) {
        writer.write(ByteBuffer.wrap(bytes, i, Math.min(100_000, bytes.length - i)));
      }
    }

    assertArrayEquals(bytes, storage.readAllBytes(BUCKET, "pieces"));
    assertEquals("x/y", storage.get(BUCKET, "pieces").getContentType());
  }

  @Test
  void takesAnEmptyUploadInPieces() throws IOException {
    storage.writer(BlobInfo.newBuilder(BUCKET, "no-pieces").build()).close();

    assertEquals(0, storage.get(BUCKET, "no-pieces").getSize());
  }

  @Test
  void takesAWholeFile(@TempDir Path files) throws IOException {
    byte[] bytes = random(20 * 1024 * 1024 + 7);
    Path file = Files.write(files.resolve("large"), bytes);

    storage.createFrom(BlobInfo.newBuilder(BUCKET, "file").build(), file);

    assertArrayEquals(bytes, storage.readAllBytes(BUCKET, "file"));
  }

  @Test
  void listsByPrefixAndDelimiterInPages() {
    for (String name :
        List.of("list/a", "list/b/1", "list/b/2", "list/c", "list/d/", "list/é", "list/😀")) {
      storage.create(BlobInfo.newBuilder(QUIET_BUCKET, name).build(), new byte[1]);
    }

    assertEquals(
        List.of("list/a", "list/b/1", "list/b/2", "list/c", "list/d/", "list/é", "list/😀"),
        names(BlobListOption.prefix("list/"), BlobListOption.pageSize(2)));
    List<String> rolledUp =
        names(
            BlobListOption.prefix("list/"),
            BlobListOption.currentDirectory(),
            BlobListOption.pageSize(2));
    assertEquals(
        List.of("list/a", "list/b/", "list/c", "list/d/", "list/é", "list/😀"),
        rolledUp.stream().sorted().toList());
    assertEquals(
        List.of("list/b/2", "list/c"),
        names(BlobListOption.startOffset("list/b/2"), BlobListOption.endOffset("list/d")));
    assertEquals(List.of(), names(BlobListOption.prefix("nothing/")));
  }

  private static List<String> names(BlobListOption... options) {
    Iterable<Blob> blobs = storage.list(QUIET_BUCKET, options).iterateAll();
    return StreamSupport.stream(blobs.spliterator(), false).map(Blob::getName).toList();
  }

  @Test
  void rollsUpNamesThatGoOnWithTheLastCharacterThereIs() {
    String last = Character.toString(Character.MAX_CODE_POINT);
    for (String name :
        List.of("last/a/x", "last/a/" + last + "1", "last/a/" + last + "2", "last/b")) {
      storage.create(BlobInfo.newBuilder(QUIET_BUCKET, name).build(), new byte[1]);
    }

    List<String> names =
        names(
            BlobListOption.prefix("last/"),
            BlobListOption.currentDirectory(),
            BlobListOption.pageSize(1));

    assertEquals(List.of("last/a/", "last/b"), names);
  }

  @Test
  void refusesAForeignPageToken() {
    StorageException e =
        assertThrows(
            StorageException.class,
            () -> storage.list(QUIET_BUCKET, BlobListOption.pageToken("*")));
    assertEquals(400, e.getCode());
  }

  @Test
  void deletesOnceAndForgetsTheBytes() {
    storage.create(BlobInfo.newBuilder(BUCKET, "gone").build(), new byte[3]);

    assertTrue(storage.delete(BUCKET, "gone"));

    assertNull(storage.get(BUCKET, "gone"));
    assertFalse(storage.delete(BUCKET, "gone"));
    assertEquals(
        404,
        assertThrows(StorageException.class, () -> storage.readAllBytes(BUCKET, "gone")).getCode());
  }

  @Test
  void changesMetadataAndCountsIt() {
    BlobInfo wanted = BlobInfo.newBuilder(BUCKET, "meta").setMetadata(Map.of("a", "1")).build();
    Blob made = storage.create(wanted, new byte[1]);

    Map<String, String> change = new java.util.HashMap<>();
    change.put("a", null);
    change.put("b", "2");
    Blob changed =
        made.toBuilder()
            .setContentType("text/csv")
            .setMetadata(change)
            .build()
            .update(BlobTargetOption.metagenerationMatch());

    assertEquals(2, changed.getMetageneration());
    assertEquals(made.getGeneration(), changed.getGeneration());
    assertEquals("text/csv", changed.getContentType());
    assertEquals(Map.of("b", "2"), storage.get(BUCKET, "meta").getMetadata());
    StorageException stale =
        assertThrows(
            StorageException.class,
            () ->
                made.toBuilder()
                    .setContentType("x/y")
                    .build()
                    .update(BlobTargetOption.metagenerationMatch()));
    assertEquals(412, stale.getCode());
  }

  @Test
  void holdsPreconditionsOfGenerations() {
    BlobInfo wanted = BlobInfo.newBuilder(BUCKET, "once").build();
    Blob first = storage.create(wanted, new byte[] {1}, BlobTargetOption.doesNotExist());

    StorageException again =
        assertThrows(
            StorageException.class,
            () -> storage.create(wanted, new byte[] {2}, BlobTargetOption.doesNotExist()));
    Blob second =
        storage.create(
            wanted, new byte[] {3}, BlobTargetOption.generationMatch(first.getGeneration()));

    assertEquals(412, again.getCode());
    assertEquals("conditionNotMet", again.getReason());
    assertTrue(second.getGeneration() > first.getGeneration());
    assertArrayEquals(new byte[] {3}, storage.readAllBytes(BUCKET, "once"));
    assertNull(storage.get(BlobId.of(BUCKET, "once", first.getGeneration())));
    assertEquals(
        412,
        assertThrows(
                StorageException.class,
                () ->
                    storage.delete(
                        BlobId.of(BUCKET, "once"),
                        BlobSourceOption.generationMatch(first.getGeneration())))
            .getCode());
    assertEquals(
        304,
        assertThrows(
                StorageException.class,
                () ->
                    storage.get(
                        BUCKET,
                        "once",
                        Storage.BlobGetOption.generationNotMatch(second.getGeneration())))
            .getCode());
  }

  @Test
  void letsOnlyOneOfManyWritersCreate() throws Exception {
    BlobInfo wanted = BlobInfo.newBuilder(BUCKET, "race").build();
    List<java.util.concurrent.Future<Boolean>> writers = new ArrayList<>();

    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        byte[] bytes = {(byte) i};
        writers.add(threads.submit(() -> creates(wanted, bytes)));
      }
    }

    int created = 0;
    for (var writer : writers) {
      created += writer.get() ? 1 : 0;
    }
    assertEquals(1, created);
  }

  private static boolean creates(BlobInfo wanted, byte[] bytes) {
    try {
      storage.create(wanted, bytes, BlobTargetOption.doesNotExist());
      return true;
    } catch (StorageException e) {
      assertEquals(412, e.getCode());
      return false;
    }
  }

  @Test
  void servesGzipOnlyToWhoTakesGzip() throws Exception {
    BlobInfo packed = BlobInfo.newBuilder(BUCKET, "packed").setContentEncoding("gzip").build();
    storage.create(packed, new byte[] {1, 2, 3});
    var request =
        java.net.http.HttpRequest.newBuilder(
                cloud.cloud().https().resolve("/storage/v1/b/" + BUCKET + "/o/packed?alt=media"))
            .header("Authorization", "Bearer " + cloud.token("writer"));

    try (var http = cloud.http()) {
      var plain = http.send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
      var gzip =
          http.send(
              request.header("Accept-Encoding", "gzip").build(),
              java.net.http.HttpResponse.BodyHandlers.ofByteArray());

      assertEquals(501, plain.statusCode());
      assertEquals("gzip", gzip.headers().firstValue("Content-Encoding").orElseThrow());
      assertArrayEquals(new byte[] {1, 2, 3}, gzip.body());
    }
  }

  @Test
  void refusesBytesThatAreNotTheAnnouncedOnes() throws IOException {
    BlobInfo wrongCrc = BlobInfo.newBuilder(BUCKET, "wrong").setCrc32c("AAAAAA==").build();

    WriteChannel crcWriter = storage.writer(wrongCrc, BlobWriteOption.crc32cMatch());
    crcWriter.write(ByteBuffer.allocate(10));

    StorageException crc = assertThrows(StorageException.class, crcWriter::close);

    assertEquals(400, crc.getCode());
    assertNull(storage.get(BUCKET, "wrong"));
    assertEquals(0, filesIn("staging"));
  }

  @Test
  void refusesWhoHasNoRole() {
    storage.create(BlobInfo.newBuilder(BUCKET, "roles").build(), new byte[1]);
    BlobInfo another = BlobInfo.newBuilder(BUCKET, "roles-2").build();

    assertEquals(403, code(() -> cloud.storage("nobody").get(BUCKET, "roles")));
    assertEquals(403, code(() -> cloud.storage("reader").create(another, new byte[1])));
    assertEquals(403, code(() -> cloud.storage("reader").get(QUIET_BUCKET, "x")));
    assertEquals(403, code(() -> cloud.storage("creator").list(BUCKET)));
    assertEquals(1, cloud.storage("reader").readAllBytes(BUCKET, "roles").length);
    cloud.storage("creator").create(another, new byte[1]);
    assertEquals(403, code(() -> cloud.storage("creator").create(another, new byte[1])));
  }

  @Test
  void refusesWhatItDoesNotPlayNamingIt() {
    BlobInfo held = BlobInfo.newBuilder(BUCKET, "held").setTemporaryHold(true).build();
    StorageException e =
        assertThrows(StorageException.class, () -> storage.create(held, new byte[1]));

    assertEquals(501, e.getCode());
    assertTrue(e.getMessage().contains("temporaryHold"), e.getMessage());
    assertEquals(501, code(() -> storage.list(BUCKET, BlobListOption.versions(true))));
    StorageException versioned =
        assertThrows(
            StorageException.class,
            () ->
                cloud
                    .adminStorage()
                    .create(BucketInfo.newBuilder("versioned").setVersioningEnabled(true).build()));
    assertEquals(501, versioned.getCode());
    assertTrue(versioned.getMessage().contains("versioning"), versioned.getMessage());
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    assertEquals(
        501,
        code(
            () ->
                storage.create(
                    BlobInfo.newBuilder(BUCKET, "encrypted").build(),
                    new byte[1],
                    BlobTargetOption.encryptionKey(key))));
    assertEquals(501, code(() -> storage.list(BUCKET, BlobListOption.matchGlob("*"))));
  }

  @Test
  void knowsTheBucketsOfTheTopology() {
    Storage admin = cloud.adminStorage();
    List<String> names = new ArrayList<>();
    admin.list().iterateAll().forEach(bucket -> names.add(bucket.getName()));

    Bucket bucket = admin.get(BUCKET);

    assertEquals(List.of(BUCKET, LOUD_BUCKET, QUIET_BUCKET), names);
    assertEquals("EU", bucket.getLocation());
    assertNull(admin.get("no-such-bucket"));
    assertEquals(
        404, code(() -> storage.create(BlobInfo.newBuilder("none", "x").build(), new byte[1])));
    assertEquals(404, code(() -> storage.list("no-such-bucket")));
  }

  @Test
  void makesABucketChangesItAndTakesItAway() {
    Storage admin = cloud.adminStorage();
    BucketInfo wanted =
        BucketInfo.newBuilder("made-by-a-client")
            .setLocation("europe-west3")
            .setLabels(Map.of("kept", "yes", "gone", "no"))
            .build();
    Map<String, String> labels = new HashMap<>();
    labels.put("gone", null);
    labels.put("new", "1");

    Bucket made = admin.create(wanted);
    Bucket changed = made.toBuilder().setLabels(labels).build().update();
    Blob object = changed.create("object", new byte[3]);

    assertEquals("EUROPE-WEST3", made.getLocation());
    assertEquals("region", made.getLocationType());
    assertEquals(Map.of("kept", "yes", "gone", "no"), made.getLabels());
    assertEquals(Map.of("kept", "yes", "new", "1"), admin.get(made.getName()).getLabels());
    assertEquals(2, changed.getMetageneration());
    assertEquals(409, code(() -> admin.create(wanted)));
    assertEquals(
        412, code(() -> admin.delete(made.getName(), BucketSourceOption.metagenerationMatch(1))));
    assertEquals(409, code(() -> admin.delete(made.getName())));
    object.delete();
    assertTrue(admin.delete(made.getName()));
    assertNull(admin.get(made.getName()));
    assertFalse(admin.delete(made.getName()));
    assertEquals(404, code(() -> admin.create(object, new byte[1])));
  }

  @Test
  void letsOnlyWhoMayMakeBuckets() {
    cloud.cloud().issueKey("bucket-admin", List.of("roles/storage.admin"));
    Storage buckets = cloud.storage("bucket-admin");

    assertEquals(403, code(() -> storage.create(BucketInfo.of("not-mine"))));
    assertEquals(403, code(() -> storage.delete(BUCKET)));
    buckets.create(BucketInfo.of("bucket-of-its-own"));
    buckets.create(BlobInfo.newBuilder("bucket-of-its-own", "x").build(), new byte[1]);
    assertTrue(buckets.delete("bucket-of-its-own", "x"));
    assertTrue(buckets.delete("bucket-of-its-own"));
    assertEquals(501, code(() -> buckets.delete(BUCKET)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ab", "Capital", "-dash", "dash-", "goog-mine", "my-google", "sp ace", "a/../b"})
  void refusesNamesThatNoBucketHas(String name) {
    assertEquals(400, code(() -> cloud.adminStorage().create(BucketInfo.of(name))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../escaped",
        "/absolute",
        "a//b/../c",
        "..%2f..%2fx",
        "back\\slash",
        "tab\tand\u0001control",
        "nul\u0000byte",
        ".well-known/acme",
        "e\u0301",
        "\u00e9"
      })
  void keepsHostileNamesLiterally(String name) throws IOException {
    long before = entriesOutsideStorage();
    byte[] bytes = name.getBytes(UTF_8);

    storage.create(BlobInfo.newBuilder(BUCKET, name).build(), bytes);

    assertArrayEquals(bytes, storage.readAllBytes(BUCKET, name));
    assertEquals(name, storage.get(BUCKET, name).getName());
    assertEquals(before, entriesOutsideStorage());
    storage.delete(BUCKET, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".", "line\nbreak", "carriage\rreturn", ".well-known/acme-challenge/x"})
  void refusesNamesThatGoogleRefuses(String name) {
    assertEquals(
        400, code(() -> storage.create(BlobInfo.newBuilder(BUCKET, name).build(), new byte[1])));
  }

  @Test
  void refusesANameOfMoreThan1024Bytes() {
    String longest = "ä".repeat(512);
    storage.create(BlobInfo.newBuilder(BUCKET, longest).build(), new byte[1]);

    assertEquals(1, storage.readAllBytes(BUCKET, longest).length);
    assertEquals(
        400,
        code(
            () -> storage.create(BlobInfo.newBuilder(BUCKET, longest + "x").build(), new byte[1])));
  }

  private static int code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(StorageException.class, call).getCode();
  }

  private static long filesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("storage").resolve(folder))) {
      return files.count();
    }
  }

  private static long entriesOutsideStorage() throws IOException {
    try (Stream<Path> files = Files.list(dir);
        Stream<Path> beside = Files.list(parent)) {
      return files.count() * 1000 + beside.count();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    assertNotEquals(0, bytes.length);
    return bytes;
  }
}
