package io.bridge.connection.connection;

import io.bridge.connection.credential.CredentialStore;
import io.bridge.connection.lease.Leases;
import io.bridge.runtime.event.Outbox;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes connections out: the row says that it goes before the object does, and is the last to go,
 * so that a crash at any point leaves something that is found again.
 */
@ApplicationScoped
class Removal {
  private static final Logger LOG = Logger.getLogger(Removal.class);

  private final ConnectionSteps steps;
  private final ConnectionRepository connections;
  private final CredentialStore credentials;
  private final Outbox outbox;
  private final Leases leases;

  Removal(
      ConnectionSteps steps,
      ConnectionRepository connections,
      CredentialStore credentials,
      Outbox outbox,
      Leases leases) {
    this.steps = steps;
    this.connections = connections;
    this.credentials = credentials;
    this.outbox = outbox;
    this.leases = leases;
  }

  /**
   * What one call of the reaper did.
   *
   * @param removed connections whose object and row are gone
   * @param leases that ended so long ago that nobody asks for them
   */
  record Reaped(long removed, long leases) {}

  /**
   * Ends the connection and its leases; the object is deleted now or, where Cloud Storage does not
   * answer, by the reaper. Fails with {@code CONNECTION_NOT_FOUND} and {@code FORBIDDEN}.
   */
  Uni<Void> remove(UUID id) {
    return outbox
        .publishing(() -> take(id))
        .invoke(row -> LOG.infof("event=connection-removed connection=%s team=%s", id, row.teamId))
        .chain(this::forgetOrLeave)
        .replaceWithVoid();
  }

  private Uni<ConnectionEntity> take(UUID id) {
    return steps.remove(id).call(row -> outbox.add(row.removed()));
  }

  /** Harmless at any time. */
  Uni<Reaped> reap() {
    return Panache.withTransaction(steps::overdue)
        .chain(this::forgetAll)
        .chain(removed -> purge().map(ended -> new Reaped(removed, ended)));
  }

  private Uni<Long> forgetAll(List<ConnectionEntity> rows) {
    return Multi.createFrom()
        .iterable(rows)
        .onItem()
        .transformToUniAndConcatenate(this::forgetOrLeave)
        .filter(Boolean::booleanValue)
        .collect()
        .with(Collectors.counting());
  }

  private Uni<Integer> purge() {
    return Panache.withTransaction(leases::purge);
  }

  /** One that fails must not stop the others; it is due again. */
  private Uni<Boolean> forgetOrLeave(ConnectionEntity row) {
    return credentials
        .forget(row.binding())
        .chain(() -> Panache.withTransaction(() -> connections.deleteById(row.id)))
        .onFailure()
        .invoke(e -> LOG.warnf("event=removal-waits error=%s", e.getClass().getName()))
        .onFailure()
        .recoverWithItem(false);
  }
}
