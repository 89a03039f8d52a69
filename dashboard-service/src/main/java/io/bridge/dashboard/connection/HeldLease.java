package io.bridge.dashboard.connection;

import io.bridge.model.connection.Lease;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A lease in memory, with what is known of its end and how much of it is used. */
public final class HeldLease {
  /** A token is not used in its last seconds. */
  private static final Duration RESERVE = Duration.ofSeconds(45);

  private final Lease lease;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicLong bytes = new AtomicLong();
  private volatile Instant goodUntil;

  HeldLease(Lease lease, Instant goodUntil) {
    this.lease = lease;
    this.goodUntil = goodUntil;
  }

  public Lease lease() {
    return lease;
  }

  /** Fails with {@code LEASE_ENDED} when somebody ends the lease; never gives an item. */
  public Uni<Void> ending() {
    return Uni.createFrom().completionStage(ended::copy).onFailure().transform(_ -> endedNow());
  }

  /** Counts bytes that are going to be billed; false where the lease does not allow so many. */
  public boolean take(long wanted) {
    long after = bytes.addAndGet(wanted);
    if (after <= lease.byteAllowance()) {
      return true;
    }
    bytes.addAndGet(-wanted);
    return false;
  }

  void end() {
    ended.completeExceptionally(endedNow());
  }

  boolean isEnded() {
    return ended.isDone();
  }

  boolean isFresh(Instant now) {
    return now.isBefore(goodUntil);
  }

  boolean isSpent(Instant now) {
    return isEnded() || !now.isBefore(lease.expiresAt().minus(RESERVE));
  }

  void confirm(Instant until) {
    goodUntil = until;
  }

  static RuntimeException endedNow() {
    return ErrorCode.LEASE_ENDED.with("The connection's lease has ended; try again");
  }
}
