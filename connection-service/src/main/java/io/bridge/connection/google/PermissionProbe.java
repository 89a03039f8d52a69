package io.bridge.connection.google;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.bridge.model.connection.PermissionCheck;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.jboss.logging.Logger;

/** Finds out what an account may do in its warehouse, by doing it. */
@ApplicationScoped
@Startup // the client's classes take a while to load
public class PermissionProbe {
  private static final Logger LOG = Logger.getLogger(PermissionProbe.class);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final GoogleConfig config;

  PermissionProbe(GoogleConfig config) {
    this.config = config;
  }

  @PostConstruct
  void warmUp() {
    client("bridge", new AccessToken("none", new Date(Long.MAX_VALUE)));
  }

  /** One check for each permission. Fails with {@code WAREHOUSE_UNAVAILABLE}. */
  public Uni<List<PermissionCheck>> check(Warehouse warehouse, TokenAnswer.Granted token) {
    AccessToken access = new AccessToken(token.value(), Date.from(token.expiresAt()));
    return Blocking.call(
            () -> new Probes(client(warehouse.projectId(), access), warehouse).runAll())
        .onFailure(BigQueryException.class)
        .transform(PermissionProbe::unavailable);
  }

  /** The checks of an account whose key Google does not take. */
  public List<PermissionCheck> refused(Warehouse warehouse) {
    return Probes.PERMISSIONS.stream()
        .map(permission -> new PermissionCheck(permission, false, refusal(warehouse)))
        .toList();
  }

  private static String refusal(Warehouse warehouse) {
    return "Google does not take the key of "
        + warehouse.serviceAccount()
        + ": the key was deleted or the account disabled."
        + " Make a new key and add the connection again";
  }

  private BigQuery client(String project, AccessToken token) {
    return BigQueryOptions.newBuilder()
        .setHost(config.bigqueryHost().toString())
        .setProjectId(project)
        .setCredentials(GoogleCredentials.create(token))
        .setTransportOptions(transport())
        .setRetrySettings(
            RetrySettings.newBuilder().setMaxAttempts(3).setTotalTimeoutDuration(LIMIT).build())
        .build()
        .getService();
  }

  private HttpTransportOptions transport() {
    return HttpTransportOptions.newBuilder()
        .setConnectTimeout((int) config.connectTimeout().toMillis())
        .setReadTimeout((int) LIMIT.toMillis())
        .build();
  }

  private static RuntimeException unavailable(Throwable failure) {
    LOG.warnf(
        "event=bigquery-failed status=%d reason=%s",
        failure instanceof BigQueryException e ? e.getCode() : 0,
        failure instanceof BigQueryException e ? e.getReason() : "");
    return ErrorCode.WAREHOUSE_UNAVAILABLE.with("BigQuery cannot be asked; try again in a while");
  }
}
