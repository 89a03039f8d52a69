package io.bridge.dashboard.query;

import io.bridge.dashboard.DashboardConfig;
import io.bridge.dashboard.bigquery.Ran;
import io.bridge.dashboard.bigquery.Warehouse;
import io.bridge.dashboard.budget.Ledger;
import io.bridge.dashboard.connection.HeldLease;
import io.bridge.dashboard.connection.Leases;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Runs what the guard approved: reserves its bytes, runs it as one job, settles what it was billed.
 */
@ApplicationScoped
class QueryRunner {
  /** After these the job may go on, or has gone on, without us. */
  private static final Set<ErrorCode> UNCERTAIN =
      Set.of(
          ErrorCode.QUERY_TIMEOUT,
          ErrorCode.LEASE_ENDED,
          ErrorCode.WAREHOUSE_UNAVAILABLE,
          ErrorCode.INTERNAL);

  private final Warehouse warehouse;
  private final Ledger ledger;
  private final Leases leases;
  private final DashboardConfig config;
  private final Clock clock;

  QueryRunner(
      Warehouse warehouse, Ledger ledger, Leases leases, DashboardConfig config, Clock clock) {
    this.warehouse = warehouse;
    this.ledger = ledger;
    this.leases = leases;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Fails with {@code BUDGET_EXHAUSTED}, {@code LEASE_ENDED}, {@code QUERY_FAILED}, {@code
   * QUERY_TIMEOUT} and {@code WAREHOUSE_UNAVAILABLE}.
   */
  Uni<QueryAnswer> run(Approved approved) {
    Run run = new Run(UUID.randomUUID(), approved);
    return ledger
        .reserve(run.claim(), approved.caps())
        .chain(() -> lease(run))
        .chain(lease -> runWith(lease, run))
        .call(ran -> ledger.settle(run.id(), ran.jobId(), ran.bytesBilled()))
        .onFailure()
        .call(e -> ledger.settle(run.id(), run.jobId(), billed(e, run)))
        .map(ran -> answer(approved, ran));
  }

  private Uni<HeldLease> lease(Run run) {
    HeldLease lease = run.approved().lease();
    Statement statement = run.approved().checked().statement();
    return lease.take(run.claim().bytes())
        ? Uni.createFrom().item(lease)
        : leases
            .renew(statement.teamId(), statement.connectionId())
            .invoke(fresh -> requireBytes(fresh, run));
  }

  private static void requireBytes(HeldLease lease, Run run) {
    if (!lease.take(run.claim().bytes())) {
      throw ErrorCode.BYTES_OVER_CAP.with(
          "The connection's lease allows %d bytes, the query may be billed %d"
              .formatted(lease.lease().byteAllowance(), run.claim().bytes()));
    }
  }

  /** Whichever comes first: the answer, or the end of the lease. */
  private Uni<Ran> runWith(HeldLease lease, Run run) {
    Uni<Ran> job =
        warehouse.run(
            lease.lease(), run.jobId(), run.approved().job(), run.limits(cellsOfAnAnswer()));
    return Uni.join()
        .first(job, lease.ending().<Ran>map(_ -> null))
        .toTerminate()
        .emitOn(here())
        .onFailure(QueryRunner::isUncertain)
        .call(e -> abandon(e, lease, run));
  }

  private Uni<Void> abandon(Throwable failure, HeldLease lease, Run run) {
    if (failure instanceof BridgeException e && e.code() == ErrorCode.LEASE_ENDED) {
      leases.end(lease.lease());
    }
    return warehouse.cancel(lease.lease(), run.jobId());
  }

  private long cellsOfAnAnswer() {
    return config.query().cells().asLongValue();
  }

  private QueryAnswer answer(Approved approved, Ran ran) {
    Statement statement = approved.checked().statement();
    return new QueryAnswer(
        ran.columns(),
        ran.values(),
        ran.rows(),
        ran.truncated(),
        ran.bytesProcessed(),
        ran.bytesBilled(),
        Billing.costMicros(ran.bytesBilled(), config.budget().microsPerTib()),
        ran.jobId(),
        QueryHash.of(statement.sql(), statement.params()),
        approved.tables(),
        clock.instant(),
        false,
        null);
  }

  /** What is not known to be free counts in full. */
  private static long billed(Throwable failure, Run run) {
    return isUncertain(failure) ? run.claim().bytes() : 0;
  }

  private static boolean isUncertain(Throwable failure) {
    return !(failure instanceof BridgeException e) || UNCERTAIN.contains(e.code());
  }

  private static Executor here() {
    Context context = Vertx.currentContext();
    return context == null ? Runnable::run : work -> context.runOnContext(_ -> work.run());
  }
}
