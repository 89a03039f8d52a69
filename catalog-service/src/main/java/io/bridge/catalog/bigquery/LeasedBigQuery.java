package io.bridge.catalog.bigquery;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.bridge.catalog.connection.ConnectionClient;
import io.bridge.catalog.connection.KnownConnection;
import io.bridge.model.connection.Lease;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * BigQuery as a connection's own account sees it. The token stays in memory; a lease is used for a
 * minute and not to its last seconds, so that a connection that is gone is not looked through.
 */
@ApplicationScoped
class LeasedBigQuery {
  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final Duration RESERVE = Duration.ofSeconds(30);

  private final Map<UUID, Kept> clients = new ConcurrentHashMap<>();
  private final Function<KnownConnection, Uni<Lease>> leases;
  private final GoogleConfig google;
  private final Clock clock;

  @Inject
  LeasedBigQuery(ConnectionClient connections, GoogleConfig google, Clock clock) {
    this(connections::lease, google, clock);
  }

  LeasedBigQuery(Function<KnownConnection, Uni<Lease>> leases, GoogleConfig google, Clock clock) {
    this.leases = leases;
    this.google = google;
    this.clock = clock;
  }

  /** Fails as {@link ConnectionClient#lease} does. */
  Uni<BigQuery> of(KnownConnection connection) {
    Kept kept = clients.get(connection.id());
    return kept != null && clock.instant().isBefore(kept.until())
        ? Uni.createFrom().item(kept.client())
        : lease(connection);
  }

  /** The token is of no use any more. */
  void drop(UUID connectionId) {
    clients.remove(connectionId);
  }

  private Uni<BigQuery> lease(KnownConnection connection) {
    return leases
        .apply(connection)
        .chain(lease -> Blocking.call(() -> client(lease)).invoke(it -> keep(lease, it)));
  }

  private void keep(Lease lease, BigQuery client) {
    Instant now = clock.instant();
    Instant end = lease.expiresAt().minus(RESERVE);
    Instant until = end.isBefore(now.plus(KEPT)) ? end : now.plus(KEPT);
    clients.values().removeIf(old -> !now.isBefore(old.until()));
    clients.put(lease.connectionId(), new Kept(client, until));
  }

  private BigQuery client(Lease lease) {
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

  private record Kept(BigQuery client, Instant until) {}
}
