package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;

import io.bridge.cloud.RawConnection;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A process with a cloud in the middle of an upload, to be killed. */
final class KilledUpload {
  static final String NAME = "killed";

  private static final int GRAIN = 256 * 1024;

  private KilledUpload() {}

  /** Path and query of the session that is left. */
  static String leaveHalfDone(Path dir, byte[] bytes) throws IOException, InterruptedException {
    Path whole = Files.write(dir.resolveSibling(dir.getFileName() + ".bytes"), bytes);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledUpload.class.getName(),
                    dir.toString(),
                    whole.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("session ")) {
          return line.substring("session ".length());
        }
      }
      throw new AssertionError("the process ended by itself");
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(whole);
    }
  }

  /** Never ends by itself. */
  public static void main(String[] args) throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of(args[1]));
    TestCloud cloud = TestCloud.start(Path.of(args[0]), URI.create("http://localhost:9"));
    HttpClient http = cloud.http();
    URI start =
        cloud
            .cloud()
            .https()
            .resolve("/upload/storage/v1/b/" + BUCKET + "/o?uploadType=resumable&name=" + NAME);
    HttpRequest begin =
        HttpRequest.newBuilder(start)
            .header("Authorization", "Bearer " + cloud.token("writer"))
            .POST(BodyPublishers.noBody())
            .build();
    URI session =
        URI.create(
            http.send(begin, BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow());
    HttpRequest first =
        HttpRequest.newBuilder(session)
            .header("Content-Range", "bytes 0-" + (GRAIN - 1) + "/*")
            .PUT(BodyPublishers.ofByteArray(Arrays.copyOf(bytes, GRAIN)))
            .build();
    if (http.send(first, BodyHandlers.discarding()).statusCode() != 308) {
      throw new IllegalStateException("the first chunk was not taken");
    }
    String path = session.getRawPath() + "?" + session.getRawQuery();
    RawConnection half = RawConnection.open(http, cloud.cloud().https());
    half.send(
        "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"
                .formatted(path, bytes.length - GRAIN)
            + "Content-Range: bytes %d-%d/%d\r\n\r\n"
                .formatted(GRAIN, bytes.length - 1, bytes.length));
    half.send(Arrays.copyOfRange(bytes, GRAIN, GRAIN + GRAIN / 2));
    System.out.println("session " + path);
    Thread.currentThread().join();
  }
}
