package io.bridge.dashboard.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.RedisResource;
import io.bridge.dashboard.PlayedPeers;
import io.bridge.dashboard.query.Origin;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(RedisResource.class)
@WithTestResource(PlayedPeers.class)
class LedgerTest {
  private static final long BYTES = 10;
  private static final Origin ORIGIN = new Origin(Origin.Kind.ADHOC, null, "", "");

  @Inject Ledger ledger;
  @Inject Pool pool;
  private final UUID team = UUID.randomUUID();

  private Claim claim(long bytes) {
    return new Claim(UUID.randomUUID(), team, UUID.randomUUID(), ORIGIN, bytes);
  }

  private long reserved() {
    return number("select coalesce(sum(reserved), 0) from team_day where team_id = $1");
  }

  private long billed() {
    return number("select coalesce(sum(billed), 0) from team_day where team_id = $1");
  }

  private long number(String sql) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(team))
        .await()
        .indefinitely()
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void aHundredAtOnceNeverOverspend() {
    // Given a day at 99 %
    Caps caps = new Caps(1_000, 1_000);
    ledger.reserve(claim(990), caps).await().indefinitely();

    // When a hundred want the last of it
    List<Uni<Boolean>> all =
        IntStream.range(0, 100)
            .mapToObj(_ -> ledger.reserve(claim(BYTES), caps).replaceWith(true))
            .map(reserve -> reserve.onFailure(BridgeException.class).recoverWithItem(false))
            .toList();
    List<Boolean> done = Uni.join().all(all).andFailFast().await().indefinitely();

    // Then one of them gets it
    assertEquals(1, done.stream().filter(it -> it).count());
    assertEquals(1_000, reserved());
  }

  @Test
  void settlingTwiceCountsOnce() {
    Claim claim = claim(BYTES);
    ledger.reserve(claim, new Caps(100, 100)).await().indefinitely();

    ledger.settle(claim.id(), "job", 4).await().indefinitely();
    ledger.settle(claim.id(), "job", 4).await().indefinitely();

    assertEquals(0, reserved());
    assertEquals(4, billed());
  }

  @Test
  void twoHundredAtOnceFillTheDayAndNoMore() {
    // Given a day for thirty-seven of them, and a bit
    Caps caps = new Caps(1_000, 37 * BYTES + BYTES / 2);

    // When two hundred come at once
    List<Uni<Boolean>> all =
        IntStream.range(0, 200)
            .mapToObj(_ -> ledger.reserve(claim(BYTES), caps).replaceWith(true))
            .map(reserve -> reserve.onFailure(BridgeException.class).recoverWithItem(false))
            .toList();
    List<Boolean> done = Uni.join().all(all).andFailFast().await().indefinitely();

    // Then the day is as full as it can be
    assertEquals(37, done.stream().filter(it -> it).count());
    assertEquals(37 * BYTES, reserved());
    assertEquals(37, number("select count(*) from reservation where team_id = $1"));
  }

  /** Its process was killed: whether BigQuery billed it, nobody knows. */
  @Test
  void whatNobodySettledCountsInFull() {
    Caps caps = new Caps(100, 100);
    ledger.reserve(claim(60), caps).await().indefinitely();
    expire();

    BridgeException refused =
        assertThrows(
            BridgeException.class, () -> ledger.reserve(claim(41), caps).await().indefinitely());

    assertEquals(ErrorCode.BUDGET_EXHAUSTED, refused.code());
    assertEquals(0, reserved());
    assertEquals(60, billed());
    assertEquals(60, number("select sum(billed) from reservation where team_id = $1"));
    ledger.reserve(claim(40), caps).await().indefinitely();
  }

  @Test
  void whatWasGivenBackStaysFree() {
    Caps caps = new Caps(100, 100);
    Claim claim = claim(100);
    ledger.reserve(claim, caps).await().indefinitely();

    ledger.settle(claim.id(), "job", 0).await().indefinitely();
    expire();
    ledger.reap().await().indefinitely();

    assertEquals(0, billed());
    ledger.reserve(claim(100), caps).await().indefinitely();
    assertEquals(100, reserved());
  }

  @Test
  void whatCameTooLateCountsOnce() {
    Claim claim = claim(60);
    ledger.reserve(claim, new Caps(100, 100)).await().indefinitely();
    expire();

    ledger.reap().await().indefinitely();
    ledger.reap().await().indefinitely();
    ledger.settle(claim.id(), "job", 5).await().indefinitely();

    assertEquals(0, reserved());
    assertEquals(60, billed());
  }

  private void expire() {
    pool.preparedQuery(
            "update reservation set expires_at = now() - interval '1 s' where team_id = $1")
        .execute(Tuple.of(team))
        .await()
        .indefinitely();
  }

  @Test
  void saysThatTheDayIsUsedUp() {
    BridgeException refused =
        assertThrows(
            BridgeException.class,
            () -> ledger.reserve(claim(101), new Caps(200, 100)).await().indefinitely());

    assertEquals(ErrorCode.BUDGET_EXHAUSTED, refused.code());
    assertTrue(refused.getMessage().contains("100 bytes"));
    assertEquals(0, reserved());
  }

  @Test
  void aTeamMayHaveCapsOfItsOwn() {
    pool.preparedQuery("insert into team_cap (team_id, query_bytes) values ($1, 5)")
        .execute(Tuple.of(team))
        .await()
        .indefinitely();

    assertEquals(new Caps(5, 100_000_000_000L), ledger.caps(team).await().indefinitely());
    assertEquals(
        new Caps(100_000_000, 100_000_000_000L),
        ledger.caps(UUID.randomUUID()).await().indefinitely());
  }
}
