package io.bridge.catalog.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import io.bridge.catalog.connection.KnownConnection;
import io.bridge.model.connection.Lease;
import io.bridge.model.connection.LeasePurpose;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.GoogleConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeasedBigQueryTest {
  private static final GoogleConfig NOBODY =
      new SmallRyeConfigBuilder()
          .withMapping(GoogleConfig.class)
          .withDefaultValue("bridge.google.project", "bridge-test")
          .withDefaultValue("bridge.google.bigquery-host", "http://localhost:1")
          .build()
          .getConfigMapping(GoogleConfig.class);

  private final KnownConnection connection =
      new KnownConnection(UUID.randomUUID(), UUID.randomUUID(), "their-project");
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private Duration ttl = Duration.ofMinutes(15);
  private int leases;
  private final LeasedBigQuery leased = new LeasedBigQuery(this::lease, NOBODY, new Moved());

  @Test
  void usesALeaseForAMinute() {
    BigQuery first = client();
    now = now.plusSeconds(59);
    assertSame(first, client());

    now = now.plusSeconds(1);

    assertNotSame(first, client());
    assertEquals(2, leases);
  }

  @Test
  void usesNoLeaseToItsLastSeconds() {
    ttl = Duration.ofSeconds(50);
    client();
    now = now.plusSeconds(19);
    client();
    assertEquals(1, leases);

    now = now.plusSeconds(1);
    client();

    assertEquals(2, leases);
  }

  @Test
  void asksAnewWhereTheTokenWasOfNoUse() {
    client();

    leased.drop(connection.id());
    client();

    assertEquals(2, leases);
  }

  @Test
  void isTheConnectionsProject() {
    assertEquals("their-project", client().getOptions().getProjectId());
  }

  @Test
  void showsADatasetToItsTeam() {
    Visibility visibility = new Visibility("bridge-test");

    assertTrue(visibility.shows("a", "bridge-test", Map.of("bridge-team", "a")));
    assertTrue(visibility.shows("a", "theirs", Map.of("bridge-team", "a")));
    assertTrue(visibility.shows("a", "theirs", Map.of("other", "b")));
    assertTrue(visibility.shows("a", "theirs", null));
    assertFalse(visibility.shows("a", "bridge-test", Map.of("other", "a")));
    assertFalse(visibility.shows("a", "bridge-test", null));
    assertFalse(visibility.shows("a", "bridge-test", Map.of("bridge-team", "b")));
    assertFalse(visibility.shows("a", "theirs", Map.of("bridge-team", "b")));
    assertFalse(visibility.shows("a", "theirs", Map.of("bridge-team", "")));
  }

  @Test
  void tellsThatTheWarehouseDoesNotAnswer() {
    BigQueryMetadata metadata = new BigQueryMetadata(leased, NOBODY);

    BridgeException failure =
        assertThrows(
            BridgeException.class,
            () -> metadata.datasetsOf(connection).await().atMost(Duration.ofSeconds(60)));

    assertEquals(ErrorCode.WAREHOUSE_UNAVAILABLE, failure.code());
  }

  private BigQuery client() {
    return leased.of(connection).await().atMost(Duration.ofSeconds(10));
  }

  private Uni<Lease> lease(KnownConnection asked) {
    leases++;
    return Uni.createFrom()
        .item(
            new Lease(
                UUID.randomUUID(),
                asked.id(),
                asked.teamId(),
                asked.projectId(),
                LeasePurpose.SCAN,
                "token-" + leases,
                List.of(),
                0,
                now.plus(ttl)));
  }

  private final class Moved extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
