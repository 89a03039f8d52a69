package io.bridge.runtime.google;

import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CloudTasksSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;

/** Google's clients, one of each, made when the first bean asks for it. */
@Singleton
class GoogleClients {
  /** A publish that takes longer is left to the outbox relay. */
  private static final Duration PUBLISH_BUDGET = Duration.ofSeconds(4);

  private final GoogleConfig config;
  private final GoogleIdentity identity;

  GoogleClients(GoogleConfig config, GoogleIdentity identity) {
    this.config = config;
    this.identity = identity;
  }

  @Produces
  @Singleton
  BigQuery bigQuery() {
    return BigQueryOptions.newBuilder()
        .setHost(config.bigqueryHost().toString())
        .setProjectId(config.project())
        .setCredentials(identity.credentials())
        .setTransportOptions(transport())
        .build()
        .getService();
  }

  @Produces
  @Singleton
  Storage storage() {
    return StorageOptions.newBuilder()
        .setHost(config.storageHost().toString())
        .setProjectId(config.project())
        .setCredentials(identity.credentials())
        .setTransportOptions(transport())
        .build()
        .getService();
  }

  @Produces
  @Singleton
  CloudTasksClient tasks() throws IOException {
    return CloudTasksClient.create(
        CloudTasksSettings.newBuilder()
            .setEndpoint(config.tasksEndpoint())
            .setCredentialsProvider(FixedCredentialsProvider.create(identity.credentials()))
            .build());
  }

  /**
   * Publishes by single calls. The library's Publisher would keep an ordered message in memory and
   * try for ever; here the outbox is the queue and a call that fails is over.
   */
  @Produces
  @Singleton
  PublisherStub topics() throws IOException {
    PublisherStubSettings.Builder settings =
        PublisherStubSettings.newBuilder()
            .setEndpoint(config.pubsubEndpoint())
            .setCredentialsProvider(FixedCredentialsProvider.create(identity.credentials()));
    settings
        .publishSettings()
        .setBatchingSettings(BatchingSettings.newBuilder().setIsEnabled(false).build())
        .setRetrySettings(publishRetries());
    return settings.build().createStub();
  }

  void close(@Disposes Storage storage) throws Exception {
    storage.close();
  }

  void close(@Disposes CloudTasksClient tasks) {
    tasks.close();
  }

  void close(@Disposes PublisherStub topics) {
    topics.close();
  }

  private HttpTransportOptions transport() {
    return HttpTransportOptions.newBuilder()
        .setConnectTimeout((int) config.connectTimeout().toMillis())
        .setReadTimeout((int) config.readTimeout().toMillis())
        .build();
  }

  private static RetrySettings publishRetries() {
    return RetrySettings.newBuilder()
        .setInitialRetryDelayDuration(Duration.ofMillis(100))
        .setRetryDelayMultiplier(2)
        .setMaxRetryDelayDuration(Duration.ofSeconds(1))
        .setInitialRpcTimeoutDuration(PUBLISH_BUDGET)
        .setRpcTimeoutMultiplier(1)
        .setMaxRpcTimeoutDuration(PUBLISH_BUDGET)
        .setTotalTimeoutDuration(PUBLISH_BUDGET)
        .build();
  }
}
