package io.bridge.cloud.pubsub;

import com.google.cloud.pubsub.v1.stub.GrpcPublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.sun.management.OperatingSystemMXBean;
import io.bridge.cloud.dispatch.TestCloud;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a message costs from its publication to its acknowledged push, in CPU of local-cloud alone.
 * Run by hand; the receiver and a second process that publishes are not counted.
 *
 * <p>Arguments: messages, messages in one publish request, publish requests at once.
 */
final class PushCost {
  private static final int PUBLISHED_AHEAD = 2000;

  private PushCost() {}

  /** Starts the cloud in a process of its own, and publishes and receives in this one. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("cloud")) {
      cloud(Path.of(arguments[1]), URI.create(arguments[2]));
      return;
    }
    int messages = Integer.parseInt(arguments[0]);
    int batch = Integer.parseInt(arguments[1]);
    int atOnce = Integer.parseInt(arguments[2]);
    AtomicInteger received = new AtomicInteger();
    Semaphore ahead = new Semaphore(PUBLISHED_AHEAD);
    Vertx vertx = Vertx.vertx();
    HttpServer app = receiver(vertx, received, ahead);
    Path dir = Files.createTempDirectory("push-cost");
    Process cloud = start(dir, app.actualPort());
    try (BufferedReader lines = cloud.inputReader(StandardCharsets.UTF_8)) {
      Target target = Target.parse(lines.readLine());
      try (PublisherStub stub = target.publisher()) {
        for (String round : List.of("cold", "warm", "again")) {
          long cpu = cpuNanos(cloud, lines);
          long start = System.nanoTime();
          int wanted = received.get() + messages;
          publish(stub, messages, batch, atOnce, ahead);
          while (received.get() < wanted) {
            Thread.onSpinWait();
            Thread.sleep(1);
          }
          Duration wall = Duration.ofNanos(System.nanoTime() - start);
          // What is received is not yet acknowledged: let the last commit pass.
          Thread.sleep(200);
          System.out.printf(
              "%s: %d messages, %d us CPU each, %d ms%n",
              round, messages, (cpuNanos(cloud, lines) - cpu) / messages / 1000, wall.toMillis());
        }
      }
    } finally {
      cloud.destroy();
      cloud.waitFor();
      vertx.close();
    }
  }

  private static HttpServer receiver(Vertx vertx, AtomicInteger received, Semaphore ahead) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request ->
                request.bodyHandler(
                    _ -> {
                      received.incrementAndGet();
                      ahead.release();
                      request.response().setStatusCode(204).end();
                    }))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static Process start(Path dir, int port) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms64m",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED"));
    String more = System.getProperty("cost.options", "");
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split(" ")));
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            PushCost.class.getName(),
            "cloud",
            dir.toString(),
            "http://localhost:" + port));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void publish(
      PublisherStub stub, int messages, int batch, int atOnce, Semaphore ahead) throws Exception {
    Semaphore open = new Semaphore(atOnce);
    for (int sent = 0; sent < messages; sent += batch) {
      PublishRequest.Builder request =
          PublishRequest.newBuilder().setTopic("projects/" + TestCloud.PROJECT + "/topics/plain");
      for (int i = 0; i < batch; i++) {
        request.addMessages(
            PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8("{\"number\": %d}".formatted(sent + i).repeat(20)))
                .putAttributes("type", "counted"));
      }
      ahead.acquire(batch);
      open.acquire();
      stub.publishCallable().futureCall(request.build()).addListener(open::release, Runnable::run);
    }
    open.acquire(atOnce);
  }

  private static long cpuNanos(Process cloud, BufferedReader lines) throws IOException {
    cloud.outputWriter().write("cpu\n");
    cloud.outputWriter().flush();
    return Long.parseLong(lines.readLine());
  }

  private static void cloud(Path dir, URI app) throws IOException {
    OperatingSystemMXBean self =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (TestCloud cloud = TestCloud.start(dir, app)) {
      System.out.println(
          cloud.cloud().grpc() + " " + cloud.token("writer") + " " + cloud.cloud().caPem());
      BufferedReader in =
          new BufferedReader(new java.io.InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (in.readLine() != null) {
        System.out.println(self.getProcessCpuTime());
      }
    }
  }

  private record Target(String grpc, String token, Path ca) {
    static Target parse(String line) {
      String[] words = line.split(" ");
      return new Target(words[0], words[1], Path.of(words[2]));
    }

    PublisherStub publisher() throws IOException {
      var channel =
          io.grpc.Grpc.newChannelBuilder(
                  grpc,
                  io.grpc.TlsChannelCredentials.newBuilder().trustManager(ca.toFile()).build())
              .build();
      var token =
          new com.google.auth.oauth2.AccessToken(
              this.token, java.util.Date.from(java.time.Instant.now().plus(Duration.ofHours(1))));
      return GrpcPublisherStub.create(
          PublisherStubSettings.newBuilder()
              .setTransportChannelProvider(
                  com.google.api.gax.rpc.FixedTransportChannelProvider.create(
                      com.google.api.gax.grpc.GrpcTransportChannel.create(channel)))
              .setCredentialsProvider(
                  com.google.api.gax.core.FixedCredentialsProvider.create(
                      com.google.auth.oauth2.GoogleCredentials.create(token)))
              .build());
    }
  }
}
