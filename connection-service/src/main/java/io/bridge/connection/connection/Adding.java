package io.bridge.connection.connection;

import static io.bridge.model.error.ErrorCode.CONNECTION_NAME_TAKEN;

import io.bridge.connection.ConnectionConfig;
import io.bridge.connection.credential.CredentialFile;
import io.bridge.connection.credential.CredentialStore;
import io.bridge.connection.credential.ServiceAccountKey;
import io.bridge.connection.credential.StoredCredential;
import io.bridge.model.connection.Connection;
import io.bridge.runtime.google.Blocking;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Adds connections: row, then object, then the row's release. The row comes first because it holds
 * the name before any secret is written, and because whatever a crash leaves is found by an index
 * and not by listing a bucket. Until it is stored nobody sees it.
 */
@ApplicationScoped
class Adding {
  private static final Logger LOG = Logger.getLogger(Adding.class);

  private final ConnectionRepository connections;
  private final CredentialStore credentials;
  private final Clock clock;
  private final ConnectionConfig config;

  Adding(
      ConnectionRepository connections,
      CredentialStore credentials,
      Clock clock,
      ConnectionConfig config) {
    this.connections = connections;
    this.credentials = credentials;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Idempotent: the same key under the same name again is the same connection, and one that a crash
   * left half made is begun anew. Fails with {@code CREDENTIAL_INVALID}, {@code
   * CONNECTION_NAME_TAKEN} where another key has the name, and {@code SERVICE_UNAVAILABLE}.
   *
   * @param file the caller zeroes it
   */
  Uni<Connection> add(NewConnection wanted, byte[] file) {
    return Blocking.call(() -> CredentialFile.check(file)).chain(key -> add(wanted, key));
  }

  private Uni<Connection> add(NewConnection wanted, ServiceAccountKey key) {
    return Panache.withTransaction(() -> reserve(wanted, key))
        .onFailure(ConnectionRepository::nameIsTaken)
        .transform(_ -> taken())
        .chain(row -> row.isStored() ? stored(row) : store(row, key))
        .eventually(key::close);
  }

  private Uni<ConnectionEntity> reserve(NewConnection wanted, ServiceAccountKey key) {
    ConnectionEntity row =
        ConnectionEntity.from(wanted, key, clock.instant(), config.reap().after());
    return connections
        .lockByName(row.teamId, row.name)
        .chain(there -> there.map(other -> decide(other, row, key)).orElseGet(() -> persist(row)));
  }

  private Uni<ConnectionEntity> decide(
      ConnectionEntity there, ConnectionEntity row, ServiceAccountKey key) {
    if (!there.isStored()) {
      there.remove(clock.instant(), config.reap().after());
      return connections.flush().chain(() -> persist(row));
    }
    return there.isOf(key) ? Uni.createFrom().item(there) : Uni.createFrom().failure(Adding::taken);
  }

  private Uni<ConnectionEntity> persist(ConnectionEntity row) {
    return connections.persistAndFlush(row);
  }

  private static Uni<Connection> stored(ConnectionEntity row) {
    return Uni.createFrom().item(row::toConnection);
  }

  private Uni<Connection> store(ConnectionEntity row, ServiceAccountKey key) {
    return credentials
        .keep(row.binding(), key)
        .chain(stored -> Panache.withTransaction(() -> release(row.id, stored)))
        .onFailure()
        .call(() -> Panache.withTransaction(() -> abandon(row.id)))
        .invoke(
            made -> LOG.infof("event=connection-added connection=%s team=%s", row.id, row.teamId));
  }

  private Uni<Connection> release(UUID id, StoredCredential stored) {
    return connections
        .lock(id)
        .map(row -> row.filter(r -> r.stage == Stage.STORING).orElseThrow(Adding::taken))
        .invoke(row -> row.store(stored, clock.instant()))
        .map(ConnectionEntity::toConnection);
  }

  private Uni<Optional<ConnectionEntity>> abandon(UUID id) {
    return connections
        .lock(id)
        .map(row -> row.filter(r -> r.stage == Stage.STORING))
        .invoke(row -> row.ifPresent(r -> r.remove(clock.instant(), config.reap().after())));
  }

  private static RuntimeException taken() {
    return CONNECTION_NAME_TAKEN.with(
        "The team has a connection of that name with another key; choose another name");
  }
}
