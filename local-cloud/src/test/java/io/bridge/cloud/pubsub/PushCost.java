package io.bridge.cloud.pubsub;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.sun.management.OperatingSystemMXBean;
import io.bridge.cloud.dispatch.TestCloud;
import io.grpc.Grpc;
import io.grpc.TlsChannelCredentials;
import io.grpc.auth.MoreCallCredentials;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a message costs from its publication to its acknowledged push, in CPU of local-cloud alone.
 * Run by hand; the receiver and a second process that publishes are not counted.
 *
 * <p>Arguments: messages, messages in one publish request, publish requests at once, and {@code
 * ordered} for a subscription that keeps the order of a thousand keys.
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
    String topic = arguments.length > 3 ? arguments[3] : "plain";
    AtomicInteger received = new AtomicInteger();
    Semaphore ahead = new Semaphore(PUBLISHED_AHEAD);
    Vertx vertx = Vertx.vertx();
    HttpServer app = receiver(vertx, received, ahead);
    Path dir = Files.createTempDirectory("push-cost");
    Process cloud = start(dir, app.actualPort());
    try (BufferedReader lines = cloud.inputReader(StandardCharsets.UTF_8)) {
      Target target = Target.parse(lines.readLine());
      PublisherGrpc.PublisherFutureStub stub = target.publisher();
      for (String round : List.of("cold", "warm", "again")) {
        long cpu = cpuNanos(cloud, lines);
        long start = System.nanoTime();
        int wanted = received.get() + messages;
        publish(stub, topic, messages, batch, atOnce, ahead);
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
      PublisherGrpc.PublisherFutureStub stub,
      String topic,
      int messages,
      int batch,
      int atOnce,
      Semaphore ahead)
      throws Exception {
    Semaphore open = new Semaphore(atOnce);
    for (int sent = 0; sent < messages; sent += batch) {
      PublishRequest.Builder request =
          PublishRequest.newBuilder()
              .setTopic("projects/" + TestCloud.PROJECT + "/topics/" + topic);
      for (int i = 0; i < batch; i++) {
        request.addMessages(
            PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8("{\"number\": %d}".formatted(sent + i).repeat(20)))
                .setOrderingKey(topic.equals("ordered") ? "key " + sent / batch % 1000 : "")
                .putAttributes("type", "counted"));
      }
      ahead.acquire(batch);
      open.acquire();
      stub.publish(request.build()).addListener(open::release, Runnable::run);
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

    /** Without the generated client's batching: what is one request here is one on the wire. */
    PublisherGrpc.PublisherFutureStub publisher() throws IOException {
      var channel =
          Grpc.newChannelBuilder(
                  grpc, TlsChannelCredentials.newBuilder().trustManager(ca.toFile()).build())
              .build();
      var expiry = Date.from(Instant.now().plus(Duration.ofHours(1)));
      var credentials = GoogleCredentials.create(new AccessToken(token, expiry));
      return PublisherGrpc.newFutureStub(channel)
          .withCallCredentials(MoreCallCredentials.from(credentials));
    }
  }
}
