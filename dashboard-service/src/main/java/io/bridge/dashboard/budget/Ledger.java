package io.bridge.dashboard.budget;

import io.bridge.dashboard.DashboardConfig;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The ledger of bytes. Each change is one statement that locks the team's day, so that however many
 * run at once, what is reserved and billed together never exceeds the day's cap. Not through
 * Hibernate: the queries of a dashboard run side by side, and a session is for one stream.
 */
@ApplicationScoped
public class Ledger {
  private final Pool pool;
  private final DashboardConfig.Budget config;
  private final Clock clock;

  Ledger(Pool pool, DashboardConfig config, Clock clock) {
    this.pool = pool;
    this.config = config.budget();
    this.clock = clock;
  }

  /** The team's own caps, else the configured ones. */
  public Uni<Caps> caps(UUID teamId) {
    return run(LedgerSql.CAPS, Tuple.of(teamId, config.queryBytes(), config.dayBytes()))
        .map(rows -> rows.iterator().next())
        .map(row -> new Caps(row.getLong("query_bytes"), row.getLong("day_bytes")));
  }

  /**
   * Takes the bytes from the team's day. Fails with {@code BUDGET_EXHAUSTED} where they are not
   * there; a day that is used up is told exactly, so reservations that nobody settled are closed.
   */
  public Uni<Void> reserve(Claim claim, Caps caps) {
    return tryReserve(claim, caps)
        .call(done -> done ? Uni.createFrom().nullItem() : reap())
        .invoke(done -> requireReserved(done, caps))
        .replaceWithVoid();
  }

  /** Gives back what was not billed. Idempotent: what is settled or given back stays so. */
  public Uni<Void> settle(UUID id, String jobId, long billed) {
    return run(LedgerSql.SETTLE, Tuple.of(id, billed, now(), jobId)).replaceWithVoid();
  }

  /**
   * Closes what nobody settled in time as billed in full: whether it ran is not known. Answers how
   * many reservations.
   */
  public Uni<Integer> reap() {
    return run(LedgerSql.REAP, Tuple.of(now())).map(rows -> rows.iterator().next().getInteger(0));
  }

  private Uni<Boolean> tryReserve(Claim claim, Caps caps) {
    OffsetDateTime now = now();
    Tuple values =
        Tuple.tuple()
            .addUUID(claim.id())
            .addUUID(claim.teamId())
            .addUUID(claim.connectionId())
            .addString(claim.origin().kind().name())
            .addUUID(claim.origin().person())
            .addString(claim.origin().slug())
            .addString(claim.origin().query())
            .addLong(claim.bytes())
            .addLong(caps.day())
            .addLocalDate(now.toLocalDate())
            .addOffsetDateTime(now)
            .addOffsetDateTime(now.plus(config.reservation()));
    return run(LedgerSql.RESERVE, values).map(rows -> rows.rowCount() == 1);
  }

  private Uni<RowSet<Row>> run(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static void requireReserved(boolean done, Caps caps) {
    if (!done) {
      throw ErrorCode.BUDGET_EXHAUSTED.with(
          "The team's "
              + caps.day()
              + " bytes for today are used up or reserved; the day begins anew at 00:00 UTC");
    }
  }
}
