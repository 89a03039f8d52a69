package io.bridge.cloud.alone;

import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.Jvm;
import io.bridge.cloud.process.StartCaches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a local-cloud once, uses its APIs a little, and keeps the start cache that it writes as it
 * ends.
 */
record Training(Jvm jvm) {
  private static final String SQL =
      "SELECT region, SUM(amount) AS total FROM UNNEST([STRUCT('a' AS region, 1.5 AS amount),"
          + " ('b', 2.5)]) GROUP BY region ORDER BY total DESC";

  /** Never fails the build: without a cache local-cloud starts slower, that is all. */
  void run(Consumer<String> progress) {
    Installation installation = new Installation(temporary(), jvm);
    try {
      progress.accept("Training the start-up of local-cloud …");
      Settings settings = installation.up(anywhere());
      exercise(settings);
      Status.of(installation).lines().forEach(_ -> {});
    } catch (CommandFailure | UncheckedIOException e) {
      progress.accept("The training run ended early: " + e.getMessage());
    } finally {
      installation.delete();
      StartCaches.of(jvm.root()).keep(Installation.NAME, jvm.cloudJar());
    }
  }

  private static UpOptions anywhere() {
    UpOptions options = new UpOptions();
    options.open = true;
    options.port = 0;
    options.grpcPort = 0;
    options.signInPort = 0;
    options.metadataPort = 0;
    options.openPort = 0;
    options.openGrpcPort = 0;
    return options;
  }

  /** What is answered is of no interest; the classes behind it are. */
  private static void exercise(Settings settings) {
    String bigQuery = "/bigquery/v2/projects/" + settings.project();
    String query = "{\"useLegacySql\":false,\"query\":\"" + SQL + "\"}";
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (HttpRequest.Builder call :
          List.of(
              post(settings, bigQuery + "/queries", query),
              post(settings, bigQuery + "/datasets", dataset()),
              HttpRequest.newBuilder(URI.create(settings.openHttp() + bigQuery + "/datasets")),
              post(settings, "/storage/v1/b?project=" + settings.project(), bucket()),
              post(settings, "/upload/storage/v1/b/training/o?uploadType=media&name=a", "bytes"),
              HttpRequest.newBuilder(
                  URI.create(settings.openHttp() + "/storage/v1/b/training/o/a?alt=media")))) {
        client.send(call.build(), BodyHandlers.discarding());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while local-cloud was trained", e);
    }
  }

  private static HttpRequest.Builder post(Settings settings, String path, String body) {
    return HttpRequest.newBuilder(URI.create(settings.openHttp() + path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static String dataset() {
    return "{\"datasetReference\":{\"datasetId\":\"training\"}}";
  }

  private static String bucket() {
    return "{\"name\":\"training\"}";
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("local-cloud-training");
    } catch (IOException e) {
      throw new UncheckedIOException("There is no place to train in", e);
    }
  }
}
