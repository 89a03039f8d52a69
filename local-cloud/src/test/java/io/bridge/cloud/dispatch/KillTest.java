package io.bridge.cloud.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.cloud.storage.Storage;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import io.bridge.cloud.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of writing: what was acknowledged is there, and is told. */
class KillTest {
  private static final int ENOUGH = 20;

  @TempDir Path dir;

  @Test
  void losesNothingThatWasAcknowledged() throws Exception {
    try (Receiver app = Receiver.start()) {
      // Given a cloud whose pushes fail, so that every message is still on its way
      app.answering("/events", _ -> 503);

      // When it is killed while it writes
      int acknowledged = writeAndKill(app);

      // Then its successor has everything
      app.answering("/events", _ -> 204);
      try (TestCloud cloud = TestCloud.start(dir, app.url());
          CloudTasksClient tasks = tasks(cloud)) {
        Storage storage = cloud.storage("writer");
        for (int i = 0; i <= acknowledged; i++) {
          assertArrayEquals(
              KilledCloud.bytes(i), storage.readAllBytes(TestCloud.BUCKET, "object-" + i));
          tasks.getTask(KilledCloud.QUEUE + "/tasks/task-" + i);
        }
        awaitTold(app, acknowledged);
      }
    }
  }

  private int writeAndKill(Receiver app) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledCloud.class.getName(),
                    dir.toString(),
                    app.url().toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("acknowledged " + ENOUGH)) {
          return ENOUGH;
        }
      }
      throw new AssertionError("the process ended by itself");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void awaitTold(Receiver app, int acknowledged) throws InterruptedException {
    Set<String> missing = new HashSet<>();
    IntStream.rangeClosed(0, acknowledged).forEach(i -> missing.add("object-" + i));
    while (!missing.isEmpty()) {
      Receiver.Call call = app.next("/events");
      missing.remove(
          Json.read(call.body()).path("message").path("attributes").path("objectId").asText());
    }
  }

  private static CloudTasksClient tasks(TestCloud cloud) throws IOException {
    return CloudTasksClient.create(
        CloudTasksSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(cloud.asAdmin())
            .build());
  }
}
