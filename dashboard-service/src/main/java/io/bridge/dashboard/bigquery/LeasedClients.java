package io.bridge.dashboard.bigquery;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.bridge.model.connection.Lease;
import io.bridge.runtime.google.GoogleConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One client for each lease that has not expired. */
@ApplicationScoped
class LeasedClients {
  private final Map<UUID, Kept> clients = new ConcurrentHashMap<>();
  private final GoogleConfig google;
  private final Clock clock;

  LeasedClients(GoogleConfig google, Clock clock) {
    this.google = google;
    this.clock = clock;
  }

  private record Kept(Lease lease, BigQuery client) {}

  BigQuery of(Lease lease) {
    clients.values().removeIf(kept -> !clock.instant().isBefore(kept.lease().expiresAt()));
    return clients.computeIfAbsent(lease.id(), _ -> new Kept(lease, create(lease))).client();
  }

  private BigQuery create(Lease lease) {
    AccessToken token = new AccessToken(lease.accessToken(), Date.from(lease.expiresAt()));
    return BigQueryOptions.newBuilder()
        .setHost(google.bigqueryHost().toString())
        .setProjectId(lease.projectId())
        .setCredentials(GoogleCredentials.create(token))
        .setTransportOptions(transport())
        .build()
        .getService();
  }

  private HttpTransportOptions transport() {
    return HttpTransportOptions.newBuilder()
        .setConnectTimeout((int) google.connectTimeout().toMillis())
        .setReadTimeout((int) google.readTimeout().toMillis())
        .build();
  }
}
