package io.bridge.runtime.google;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where Google is. Only addresses differ between the cloud and one machine. */
@ConfigMapping(prefix = "bridge.google")
public interface GoogleConfig {
  /** Project id; {@code GOOGLE_CLOUD_PROJECT} by default. */
  String project();

  /** Cloud Storage: JSON API and signed addresses. */
  @WithDefault("https://storage.googleapis.com")
  URI storageHost();

  /** BigQuery v2. */
  @WithDefault("https://bigquery.googleapis.com")
  URI bigqueryHost();

  /** IAM Credentials: {@code signBlob}. */
  @WithDefault("https://iamcredentials.googleapis.com")
  URI iamCredentialsHost();

  /** Pub/Sub, {@code host:port}, always TLS. */
  @WithDefault("pubsub.googleapis.com:443")
  String pubsubEndpoint();

  /** Cloud Tasks, {@code host:port}, always TLS. */
  @WithDefault("cloudtasks.googleapis.com:443")
  String tasksEndpoint();

  /** Longest time to open a connection to one of the REST APIs. */
  @WithDefault("PT5S")
  Duration connectTimeout();

  /** Longest silence of one of the REST APIs. */
  @WithDefault("PT60S")
  Duration readTimeout();
}
