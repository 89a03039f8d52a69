package io.bridge.cloud.bigquery;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.Acl;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.bigquery.extract.TargetObjects;
import io.bridge.cloud.bigquery.load.SourceObjects;
import io.bridge.cloud.http.CloudHttp;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.iam.Tokens;
import io.bridge.cloud.tls.Tls;
import io.bridge.cloud.topology.Topology;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** BigQuery alone on its own port, over a folder of files in the place of Cloud Storage. */
public final class BigQueryServer implements AutoCloseable {
  static final String PROJECT = "bridge-test";
  public static final String BUCKET = "bridge-test-files";

  private static final String TOPOLOGY =
      """
      services:
        editor-service: {port: 1, metadataPort: 2}
      serviceAccounts:
        editor: {roles: [roles/bigquery.jobUser, roles/bigquery.dataEditor]}
        other-editor: {roles: [roles/bigquery.jobUser, roles/bigquery.dataEditor]}
        viewer: {roles: [roles/bigquery.jobUser, roles/bigquery.metadataViewer]}
        auditor: {roles: [roles/bigquery.jobUser, roles/bigquery.resourceViewer]}
        nobody: {roles: []}
      topics: {}
      subscriptions: {}
      queues: {}
      schedules: {}
      buckets:
        bridge-test-files:
          location: US
          roles:
            roles/storage.objectViewer: [viewer]
            roles/storage.objectAdmin: [editor]
          notifications: []
      """;

  private final Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final Tokens tokens;
  private final BigQueryApi api;
  private final CloudHttp http;

  private BigQueryServer(Path dir) throws IOException {
    this.dir = dir;
    var file = Files.writeString(dir.resolve("topology.yaml"), TOPOLOGY);
    var topology = Topology.load(file, PROJECT);
    this.tokens = Tokens.open(dir, PROJECT, Clock.systemUTC());
    Tls.ensure(dir);
    var context =
        new CloudContext(
            dir,
            PROJECT,
            topology,
            new Iam(topology, tokens),
            tokens,
            null,
            vertx,
            Clock.systemUTC(),
            1.0,
            null,
            null);
    Files.createDirectories(dir.resolve("objects"));
    this.api = open(context);
    this.http = CloudHttp.start(vertx, dir, 0, List.of(api));
  }

  private BigQueryApi open(CloudContext context) {
    var objects = new Objects();
    return BigQueryApi.open(context, objects, objects);
  }

  public static BigQueryServer start(Path dir) {
    try {
      return new BigQueryServer(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs until it is killed; prints its port. */
  public static void main(String[] args) {
    var server = start(Path.of(args[0]));
    System.out.println("port=" + server.http.port());
  }

  String host() {
    return "https://localhost:" + http.port();
  }

  /** A client of a service account of the topology. */
  public BigQuery client(String account) {
    return client(dir, host(), token(account));
  }

  /** Takes every dataset away that the editors made. */
  void clear() {
    for (var account : List.of("editor", "other-editor")) {
      var client = client(account);
      for (var dataset : client.listDatasets().iterateAll()) {
        var owner = new Acl.User(email(account));
        var access = client.getDataset(dataset.getDatasetId()).getAcl();
        if (access.contains(Acl.of(owner, Acl.Role.OWNER))) {
          client.delete(dataset.getDatasetId(), DatasetDeleteOption.deleteContents());
        }
      }
    }
  }

  /** A client that shows no credentials. */
  BigQuery anonymous() {
    return options(dir, host()).setCredentials(NoCredentials.getInstance()).build().getService();
  }

  String token(String account) {
    return tokens.accessToken(email(account), Duration.ofHours(1));
  }

  static String email(String account) {
    return account + "@" + PROJECT + ".iam.gserviceaccount.com";
  }

  static BigQuery client(Path dir, String host, String token) {
    var expires = Date.from(Instant.now().plus(Duration.ofHours(1)));
    var credentials = GoogleCredentials.create(new AccessToken(token, expires));
    return options(dir, host).setCredentials(credentials).build().getService();
  }

  /** Where the object of that name has to lie. */
  public Path objectPath(String object) {
    return dir.resolve("objects").resolve(object);
  }

  @Override
  public void close() {
    http.close();
    api.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** The folder as Cloud Storage. */
  private final class Objects implements SourceObjects, TargetObjects {
    @Override
    public String location(String bucket) {
      if (!bucket.equals(BUCKET)) {
        throw GoogleError.notFound("No such bucket: " + bucket);
      }
      return "US";
    }

    @Override
    public void write(String bucket, String object, String type, Path file) throws IOException {
      Files.copy(file, objectPath(object), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Path file(String bucket, String object) {
      var path = objectPath(object);
      if (!bucket.equals(BUCKET) || !Files.exists(path)) {
        throw GoogleError.notFound("No such object: " + bucket + "/" + object);
      }
      return path;
    }

    @Override
    public List<String> names(String bucket, String prefix) {
      try (var files = Files.list(dir.resolve("objects"))) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith(prefix))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static BigQueryOptions.Builder options(Path dir, String host) {
    try {
      var transport =
          new NetHttpTransport.Builder().trustCertificates(Tls.open(Tls.trustStore(dir))).build();
      return BigQueryOptions.newBuilder()
          .setProjectId(PROJECT)
          .setHost(host)
          .setTransportOptions(
              HttpTransportOptions.newBuilder().setHttpTransportFactory(() -> transport).build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
