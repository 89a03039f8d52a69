package io.bridge.cloud.durability;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.google.cloud.pubsub.v1.stub.GrpcPublisherStub;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.cloud.scheduler.v1.CloudSchedulerClient;
import com.google.cloud.storage.Storage;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.scheduler.GoogleScheduler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;

/** A cloud, and Google's client of each of its APIs as the project's owner. */
final class Everything implements AutoCloseable {
  private static final Path TOPOLOGY = Path.of("src/test/resources/durable-topology.yaml");

  final TestCloud cloud;
  final Storage storage;
  final BigQuery bigQuery;
  final CloudTasksClient tasks;
  final CloudSchedulerClient scheduler;
  final KeyManagementServiceClient kms;
  final PublisherStub publisher;
  final SubscriberStub subscriber;
  final HttpTransport transport;
  private final HttpClient http;

  private Everything(TestCloud cloud) throws IOException {
    this.cloud = cloud;
    storage = cloud.adminStorage();
    transport =
        new NetHttpTransport.Builder()
            .setSslSocketFactory(cloud.cloud().clientTls().getSocketFactory())
            .build();
    bigQuery = bigQuery();
    tasks =
        CloudTasksClient.create(
            CloudTasksSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
    scheduler = GoogleScheduler.client(cloud, cloud.asAdmin());
    kms =
        KeyManagementServiceClient.create(
            KeyManagementServiceSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
    publisher =
        GrpcPublisherStub.create(
            PublisherStubSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
    subscriber =
        GrpcSubscriberStub.create(
            SubscriberStubSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
    http = cloud.http();
  }

  static Everything start(Path dir) throws IOException {
    return new Everything(TestCloud.start(dir, URI.create("http://localhost:9"), TOPOLOGY));
  }

  /** A call of Identity Toolkit. */
  JsonNode account(String call, String email, String password) {
    String body =
        "{\"email\":\"%s\",\"password\":\"%s\",\"returnSecureToken\":true}"
            .formatted(email, password);
    HttpRequest request =
        HttpRequest.newBuilder(
                cloud
                    .cloud()
                    .https()
                    .resolve("/identitytoolkit.googleapis.com/v1/accounts:" + call + "?key=k"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return answer(request);
  }

  /**
   * What IAM answers.
   *
   * @param path below the project's service accounts
   */
  JsonNode iam(String path, String body) {
    String accounts = "/v1/projects/" + TestCloud.PROJECT + "/serviceAccounts";
    return answer(
        HttpRequest.newBuilder(cloud.cloud().https().resolve(accounts + path))
            .header("Authorization", "Bearer " + token())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode answer(HttpRequest request) {
    try {
      return Json.read(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String token() {
    return cloud.cloud().tokens().accessToken(cloud.adminEmail());
  }

  private BigQuery bigQuery() {
    Date expiry = Date.from(Instant.now().plusSeconds(3600));
    return BigQueryOptions.newBuilder()
        .setHost(cloud.cloud().https().toString())
        .setProjectId(TestCloud.PROJECT)
        .setCredentials(GoogleCredentials.create(new AccessToken(token(), expiry)))
        .setTransportOptions(
            HttpTransportOptions.newBuilder().setHttpTransportFactory(() -> transport).build())
        .build()
        .getService();
  }

  @Override
  public void close() {
    tasks.close();
    scheduler.close();
    kms.close();
    publisher.close();
    subscriber.close();
    http.close();
    cloud.close();
  }
}
