package io.bridge.cloud.dispatch;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.LocalCloudConfig;
import io.bridge.cloud.OpenPorts;
import io.bridge.cloud.topology.Topology;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A local-cloud with the tests' topology, and Google's clients for it over real sockets. */
public final class TestCloud implements AutoCloseable {
  public static final String PROJECT = "bridge-test";
  public static final String BUCKET = PROJECT + "-data";

  /** Has no notifications. */
  public static final String QUIET_BUCKET = PROJECT + "-quiet";

  /** Tells of everything. */
  public static final String LOUD_BUCKET = PROJECT + "-loud";

  private static final Path TOPOLOGY = Path.of("src/test/resources/messaging-topology.yaml");

  private final LocalCloud cloud;
  private final Path dir;
  private final List<ManagedChannel> channels = new ArrayList<>();

  private TestCloud(LocalCloud cloud, Path dir) {
    this.cloud = cloud;
    this.dir = dir;
  }

  /**
   * @param app base URL of the service that pushes, tasks and schedules call
   */
  public static TestCloud start(Path dir, URI app) {
    return start(dir, app, TOPOLOGY);
  }

  public static TestCloud start(Path dir, URI app, Path topology) {
    return new TestCloud(LocalCloud.start(config(dir, app, topology)), dir);
  }

  /** One that {@code /fault} makes go wrong, and that is open too. */
  public static TestCloud startWithFaults(Path dir, URI app) {
    LocalCloudConfig config = config(dir, app, TOPOLOGY).withFaults().opened(new OpenPorts(0, 0));
    return new TestCloud(LocalCloud.start(config), dir);
  }

  /**
   * One with faults too, and with a metadata server for every service that is an account. Waits are
   * as long as they are for Google.
   */
  public static TestCloud startWithAccounts(Path dir, URI app, Path topology) {
    Topology all = Topology.load(topology, PROJECT);
    Map<String, Integer> metadata = new HashMap<>();
    all.services().keySet().stream()
        .filter(all.serviceAccounts()::containsKey)
        .forEach(account -> metadata.put(account, 0));
    LocalCloudConfig config =
        new LocalCloudConfig(dir, PROJECT, topology, 0, 0, metadata, Map.of("app", app), 1.0);
    return new TestCloud(LocalCloud.start(config.withFaults()), dir);
  }

  private static LocalCloudConfig config(Path dir, URI app, Path topology) {
    return new LocalCloudConfig(dir, PROJECT, topology, 0, 0, Map.of(), Map.of("app", app), 0.01);
  }

  public LocalCloud cloud() {
    return cloud;
  }

  public Path dir() {
    return dir;
  }

  public String email(String account) {
    return cloud.topology().email(account);
  }

  public String adminEmail() {
    return cloud.tokens().adminEmail();
  }

  public String token(String account) {
    return cloud.tokens().accessToken(email(account));
  }

  /** Google's storage client as a service account. */
  public Storage storage(String account) {
    return storage(credentials(email(account)));
  }

  public Storage adminStorage() {
    return storage(credentials(adminEmail()));
  }

  public Storage storage(Credentials credentials) {
    NetHttpTransport transport =
        new NetHttpTransport.Builder()
            .setSslSocketFactory(cloud.clientTls().getSocketFactory())
            .build();
    return StorageOptions.newBuilder()
        .setHost(cloud.https().toString())
        .setProjectId(PROJECT)
        .setCredentials(credentials)
        .setTransportOptions(
            HttpTransportOptions.newBuilder().setHttpTransportFactory(() -> transport).build())
        .build()
        .getService();
  }

  public FixedCredentialsProvider as(String account) {
    return FixedCredentialsProvider.create(credentials(email(account)));
  }

  public FixedCredentialsProvider asAdmin() {
    return FixedCredentialsProvider.create(credentials(adminEmail()));
  }

  private GoogleCredentials credentials(String email) {
    Date expiry = Date.from(Instant.now().plus(Duration.ofHours(1)));
    return GoogleCredentials.create(new AccessToken(cloud.tokens().accessToken(email), expiry));
  }

  /** A TLS channel to the gRPC port. */
  public FixedTransportChannelProvider channel() {
    try {
      ManagedChannel channel =
          Grpc.newChannelBuilder(
                  cloud.grpc(),
                  TlsChannelCredentials.newBuilder().trustManager(cloud.caPem().toFile()).build())
              .build();
      channels.add(channel);
      return FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A plain client that trusts the cloud's authority. */
  public HttpClient http() {
    return HttpClient.newBuilder()
        .sslContext(cloud.clientTls())
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    cloud.close();
  }
}
