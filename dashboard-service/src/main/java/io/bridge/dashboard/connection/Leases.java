package io.bridge.dashboard.connection;

import io.bridge.dashboard.DashboardConfig;
import io.bridge.model.connection.Lease;
import io.bridge.model.connection.LeasePurpose;
import io.bridge.model.connection.NewLease;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.peer.PeerCall;
import io.bridge.runtime.peer.Peers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Leases of connections, in memory only. connection-service is asked whether one is still good. */
@ApplicationScoped
public class Leases {
  private static final String PEER = "connection-service";
  private static final Set<ErrorCode> ENDS =
      Set.of(ErrorCode.LEASE_ENDED, ErrorCode.LEASE_NOT_FOUND);

  private final Map<Wanted, HeldLease> held = new ConcurrentHashMap<>();
  private final Peers peers;
  private final DashboardConfig config;
  private final Clock clock;

  Leases(Peers peers, DashboardConfig config, Clock clock) {
    this.peers = peers;
    this.config = config;
    this.clock = clock;
  }

  private record Wanted(UUID teamId, UUID connectionId) {}

  /**
   * A lease that was good a moment ago. Fails with {@code LEASE_ENDED} where the one that was held
   * is not any more, and with what connection-service says where there is none.
   */
  public Uni<HeldLease> require(UUID teamId, UUID connectionId) {
    Wanted wanted = new Wanted(teamId, connectionId);
    HeldLease lease = held.get(wanted);
    Instant now = clock.instant();
    if (lease == null || lease.isSpent(now)) {
      return ask(wanted);
    }
    return lease.isFresh(now) ? Uni.createFrom().item(lease) : confirm(wanted, lease);
  }

  /** A new lease in the place of one whose bytes are used up. */
  public Uni<HeldLease> renew(UUID teamId, UUID connectionId) {
    return ask(new Wanted(teamId, connectionId));
  }

  /** The connection is not to be used any more: what runs with its leases fails. */
  public void end(UUID connectionId) {
    held.keySet().stream()
        .filter(wanted -> wanted.connectionId().equals(connectionId))
        .forEach(this::drop);
  }

  /** Google does not take the token any more. */
  public void end(Lease lease) {
    held.entrySet().stream()
        .filter(entry -> entry.getValue().lease().id().equals(lease.id()))
        .map(Map.Entry::getKey)
        .forEach(this::drop);
  }

  private Uni<HeldLease> ask(Wanted wanted) {
    NewLease lease = new NewLease(wanted.teamId(), LeasePurpose.QUERY);
    String path = "/v1/connections/" + wanted.connectionId() + "/leases";
    return peers
        .send(PeerCall.post(PEER, path, lease), Lease.class)
        .map(given -> new HeldLease(given, nextCheck()))
        .invoke(given -> held.put(wanted, given));
  }

  private Uni<HeldLease> confirm(Wanted wanted, HeldLease lease) {
    return peers
        .send(PeerCall.get(PEER, "/v1/leases/" + lease.lease().id()), Lease.class)
        .onFailure(Leases::isEnd)
        .invoke(() -> drop(wanted))
        .onFailure(Leases::isEnd)
        .transform(_ -> HeldLease.endedNow())
        .invoke(() -> lease.confirm(nextCheck()))
        .replaceWith(lease);
  }

  private void drop(Wanted wanted) {
    HeldLease lease = held.remove(wanted);
    if (lease != null) {
      lease.end();
    }
  }

  private Instant nextCheck() {
    return clock.instant().plus(config.leaseCheck());
  }

  private static boolean isEnd(Throwable failure) {
    return failure instanceof BridgeException e && ENDS.contains(e.code());
  }
}
