package io.bridge.cloud.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.LocalCloudConfig;
import io.bridge.cloud.RawConnection;
import io.bridge.cloud.tls.Tls;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A whole local-cloud to be thrown at, and what must be true of it afterwards. */
final class Siege implements AutoCloseable {
  static final String PROJECT = "bridge-test";
  static final String BUCKET = PROJECT + "-raw-data-ingress";

  /** Threads that may come with load: the workers, those of gRPC and some of the JVM's own. */
  private static final int MORE_THREADS = 140;

  private static final long MORE_BYTES = 96L << 20;
  private static final Logger OURS = Logger.getLogger("io.bridge");

  private final Path dir;
  private final LocalCloud cloud;
  private final HttpClient http;
  private final TreeSet<String> layout;
  private final long usedBytes;
  private final int threads;
  private final Failures failures = new Failures();

  private Siege(Path dir, LocalCloud cloud, HttpClient http) throws Exception {
    this.dir = dir;
    this.cloud = cloud;
    this.http = http;
    assertAnswers();
    this.layout = folders();
    this.usedBytes = usedBytes();
    this.threads = Thread.activeCount();
    OURS.addHandler(failures);
  }

  /**
   * @param parent an empty folder; the state lies in one below it
   */
  static Siege begin(Path parent) throws Exception {
    Path dir = parent.resolve("state");
    Path topology = Path.of("..", "deploy", "topology.yaml");
    Map<String, Integer> metadata = Map.of("sync-service", 0);
    LocalCloud cloud =
        LocalCloud.start(
            new LocalCloudConfig(dir, PROJECT, topology, 0, 0, metadata, Map.of(), 0.01));
    return new Siege(dir, cloud, client(cloud));
  }

  LocalCloud cloud() {
    return cloud;
  }

  HttpClient http() {
    return http;
  }

  String adminToken() {
    return cloud.tokens().accessToken(cloud.tokens().adminEmail());
  }

  RawConnection connect() throws IOException {
    return RawConnection.open(http, cloud.https());
  }

  /** That it answers at once, with the right thing. */
  void assertAnswers() throws Exception {
    HttpRequest list =
        HttpRequest.newBuilder(cloud.https().resolve("/storage/v1/b/" + BUCKET))
            .header("Authorization", "Bearer " + adminToken())
            .timeout(Duration.ofSeconds(20))
            .build();
    var answer = http.send(list, BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains(BUCKET), answer.body());
  }

  /** That nothing of it is larger, elsewhere or broken after what was thrown at it. */
  void assertUnharmed() throws Exception {
    assertAnswers();
    assertEquals(layout, folders(), "no folder and no file beside those of the beginning");
    assertTrue(
        Thread.activeCount() <= threads + MORE_THREADS,
        () -> "threads: " + threads + " before, now " + Thread.activeCount());
    long used = usedBytes();
    assertTrue(used <= usedBytes + MORE_BYTES, "bytes: " + usedBytes + " before, now " + used);
    assertEquals(List.of(), List.copyOf(failures.seen), "nothing failed in an unexpected way");
  }

  /** Everything down to the files that data makes; those are named by us, and counted nowhere. */
  private TreeSet<String> folders() throws IOException {
    Path parent = dir.getParent();
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> paths = Files.walk(parent, 3)) {
      paths.map(parent::relativize).map(Path::toString).filter(Siege::isFixed).forEach(found::add);
    }
    return found;
  }

  private static boolean isFixed(String path) {
    return !path.matches("state/(.*/)?(objects|uploads|staging|keys)/.*|.*(-wal|-shm|\\.tmp)");
  }

  private static long usedBytes() {
    System.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
  }

  private static HttpClient client(LocalCloud cloud) {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(Tls.open(cloud.trustStore()));
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    OURS.removeHandler(failures);
    http.close();
    cloud.close();
  }

  /** What local-cloud itself calls unexpected. */
  private static final class Failures extends Handler {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
        seen.add(record.getMessage() + " " + record.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
