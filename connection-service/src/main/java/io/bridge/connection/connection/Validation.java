package io.bridge.connection.connection;

import io.bridge.connection.credential.CredentialStore;
import io.bridge.connection.credential.TokenScope;
import io.bridge.connection.google.PermissionProbe;
import io.bridge.connection.google.TokenAnswer;
import io.bridge.connection.google.Warehouse;
import io.bridge.model.connection.Connection;
import io.bridge.model.connection.PermissionCheck;
import io.bridge.runtime.event.Outbox;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Proves what a connection's account may do, and tells of it. */
@ApplicationScoped
class Validation {
  private static final Logger LOG = Logger.getLogger(Validation.class);

  private final ConnectionSteps steps;
  private final CredentialStore credentials;
  private final PermissionProbe google;
  private final Outbox outbox;

  Validation(
      ConnectionSteps steps, CredentialStore credentials, PermissionProbe google, Outbox outbox) {
    this.steps = steps;
    this.credentials = credentials;
    this.google = google;
    this.outbox = outbox;
  }

  /**
   * Fails with {@code CONNECTION_NOT_FOUND}, {@code FORBIDDEN}, {@code CREDENTIAL_UNUSABLE} where
   * the stored key does not open, {@code WAREHOUSE_UNAVAILABLE} and {@code SERVICE_UNAVAILABLE}. A
   * key that Google does not take is an outcome and no failure.
   */
  Uni<Connection> validate(UUID id) {
    return Panache.withSession(() -> steps.editable(id))
        .chain(this::check)
        .chain(checks -> outbox.publishing(() -> settle(id, checks)))
        .invoke(
            c ->
                LOG.infof(
                    "event=connection-checked connection=%s team=%s status=%s",
                    c.id(), c.teamId(), c.status()));
  }

  private Uni<List<PermissionCheck>> check(ConnectionEntity row) {
    return credentials
        .token(row.credential(), TokenScope.QUERY)
        .chain(answer -> check(row.warehouse(), answer));
  }

  private Uni<List<PermissionCheck>> check(Warehouse warehouse, TokenAnswer answer) {
    return switch (answer) {
      case TokenAnswer.Granted token -> google.check(warehouse, token);
      case TokenAnswer.Refused _ -> Uni.createFrom().item(google.refused(warehouse));
    };
  }

  private Uni<Connection> settle(UUID id, List<PermissionCheck> checks) {
    return steps
        .settle(id, checks)
        .call(row -> outbox.add(row.settled()))
        .map(ConnectionEntity::toConnection);
  }
}
