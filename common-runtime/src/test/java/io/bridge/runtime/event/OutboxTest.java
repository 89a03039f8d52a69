package io.bridge.runtime.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.model.event.CatalogEvent;
import io.bridge.model.event.Fact;
import io.bridge.model.event.SyncEvent;
import io.bridge.runtime.probe.NoteEntity;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
class OutboxTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Inject Outbox outbox;
  @Inject OutboxStore store;
  @Inject Database database;
  @Inject Vertx vertx;
  private ReceivedPushes catalog;

  @BeforeEach
  void start() {
    catalog = new ReceivedPushes();
    LocalCloudResource.cloud().registerService("catalog-service", catalog.url());
    // Elsewhere the scheduler would relay what these tests want to see waiting.
    LocalCloudResource.cloud().registerService("sync-service", catalog.url());
    database.run("truncate outbox, inbox, poison, note");
  }

  @AfterEach
  void stop() {
    catalog.close();
  }

  @Test
  void publishesBeforeItEndsWhatTheWorkAdded() {
    UUID upload = UUID.randomUUID();

    on(() -> outbox.publishing(() -> note("a").chain(() -> outbox.add(loaded(upload, "t1")))));

    Row row = database.rows("select * from outbox").getFirst();
    assertNotNull(row.getOffsetDateTime("published_at"));
    assertEquals(1, row.getInteger("attempts"));
    assertNull(row.getString("last_error"));
    assertEquals(1, database.count("select count(*) from note"));
    JsonNode message = catalog.next("shop.t1");
    JsonNode attributes = message.path("attributes");
    assertEquals("bridge.sync.table-loaded.v1", attributes.path("ce-type").asText());
    assertEquals("/sync-service", attributes.path("ce-source").asText());
    assertEquals("shop.t1", attributes.path("ce-subject").asText());
    assertEquals("shop.t1", message.path("orderingKey").asText());
    assertEquals(row.getUUID("id").toString(), attributes.path("ce-id").asText());
    assertEquals(row.getString("correlation_id"), attributes.path("ce-correlationid").asText());
    JsonNode fact = ReceivedPushes.dataOf(message);
    assertEquals(upload.toString(), fact.path("uploadId").asText());
    assertEquals("2026-11-21T10:00:00Z", fact.path("at").asText());
  }

  @Test
  void tellsNothingWhereTheWorkFails() {
    assertThrows(
        CompletionException.class,
        () ->
            on(
                () ->
                    outbox.publishing(
                        () -> outbox.add(loaded(UUID.randomUUID(), "t2")).chain(() -> failure()))));

    assertEquals(0, database.count("select count(*) from outbox"));
  }

  @Test
  void publishesInTheOuterOneWhereTwoAreNested() {
    on(
        () ->
            outbox.publishing(
                () ->
                    outbox
                        .publishing(() -> outbox.add(loaded(UUID.randomUUID(), "t3")))
                        .chain(() -> outbox.add(loaded(UUID.randomUUID(), "t3")))));

    assertEquals(2, database.count("select count(*) from outbox where published_at is not null"));
  }

  @Test
  void needsATransaction() {
    assertThrows(
        CompletionException.class, () -> on(() -> outbox.add(loaded(UUID.randomUUID(), "t4"))));
  }

  @Test
  void leavesToTheRelayWhatWasAddedElsewhere() {
    on(() -> Panache.withTransaction(() -> outbox.add(loaded(UUID.randomUUID(), "t5"))));
    assertEquals(1, database.count("select count(*) from outbox where published_at is null"));

    int published = outbox.relay().await().atMost(LIMIT);

    assertEquals(1, published);
    assertEquals(0, database.count("select count(*) from outbox where published_at is null"));
    assertEquals(0, outbox.relay().await().atMost(LIMIT));
  }

  @Test
  void keepsTheOrderOfAnAggregate() {
    List<Fact> facts = new ArrayList<>();
    List<String> uploads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      UUID upload = UUID.randomUUID();
      uploads.add(upload.toString());
      facts.add(loaded(upload, "ordered"));
    }

    on(() -> outbox.publishing(() -> outbox.addAll(facts)));

    List<String> arrived = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      JsonNode fact = ReceivedPushes.dataOf(catalog.next("shop.ordered"));
      arrived.add(fact.path("uploadId").asText());
    }
    assertEquals(uploads, arrived);
  }

  @Test
  void waitsWithWhatIsBehindAFailedFactOfTheSameAggregate() {
    insert("bridge.nowhere.v1", "a");
    insert("bridge.nowhere.v1", "a");
    insert("bridge.sync.v1", "b");

    int published = outbox.relay().await().atMost(LIMIT);

    assertEquals(1, published);
    List<Row> waiting =
        database.rows("select * from outbox where published_at is null order by position");
    assertEquals(2, waiting.size());
    assertEquals("PERMISSION_DENIED", waiting.getFirst().getString("last_error"));
    assertEquals(1, waiting.getFirst().getInteger("attempts"));
    assertNotNull(waiting.getFirst().getOffsetDateTime("claimed_until"));
    assertEquals(0, waiting.getLast().getInteger("attempts"));
  }

  @Test
  void doesNotFailTheWorkWhereTheFirstPublishFails() {
    insert("bridge.catalog.v1", "project.shop.t6");

    on(
        () ->
            outbox.publishing(
                () ->
                    outbox.add(
                        new CatalogEvent.TableChanged(
                            UUID.randomUUID(),
                            UUID.randomUUID(),
                            UUID.randomUUID(),
                            "project.shop.t6",
                            1,
                            Instant.EPOCH))));

    // Not sync-service's topic: Pub/Sub refuses it, and the fact waits for a role that allows it.
    assertEquals(
        2,
        database.count(
            "select count(*) from outbox where published_at is null and subject = $1",
            "project.shop.t6"));
    assertEquals(
        1, database.count("select count(*) from outbox where last_error = 'PERMISSION_DENIED'"));
  }

  @Test
  void letsTwoRelaysClaimDifferentRows() {
    for (int i = 0; i < 150; i++) {
      insert("bridge.sync.v1", "key-" + i);
    }

    List<OutboxRow> first = store.claim().await().atMost(LIMIT);
    List<OutboxRow> second = store.claim().await().atMost(LIMIT);
    List<OutboxRow> third = store.claim().await().atMost(LIMIT);

    assertEquals(100, first.size());
    assertEquals(50, second.size());
    assertTrue(third.isEmpty());
  }

  @Test
  void claimsAgainWhatADeadRelayLeft() {
    insert("bridge.sync.v1", "left");
    store.claim().await().atMost(LIMIT);
    database.run("update outbox set claimed_until = now() - interval '1 second'");

    List<OutboxRow> again = store.claim().await().atMost(LIMIT);

    assertEquals(2, again.getFirst().attempts());
  }

  @Test
  void forgetsWhatWasPublishedLongAgo() {
    insert("bridge.sync.v1", "old");
    insert("bridge.sync.v1", "young");
    database.run("update outbox set published_at = now()");
    database.run(
        "update outbox set published_at = now() - interval '8 days' where subject = 'old'");
    database.run("insert into inbox values ('c', 's', 'old', now() - interval '41 days')");
    database.run("insert into inbox values ('c', 's', 'young')");

    outbox.relay().await().atMost(LIMIT);

    assertEquals(1, database.count("select count(*) from outbox"));
    assertEquals(1, database.count("select count(*) from inbox"));
  }

  private void insert(String topic, String subject) {
    database.run(
        "insert into outbox (id, topic, type, subject, payload, correlation_id)"
            + " values (gen_random_uuid(), $1, 'bridge.sync.table-loaded.v1', $2, '{}', 'c')",
        topic,
        subject);
  }

  private static SyncEvent loaded(UUID upload, String table) {
    Instant at = Instant.parse("2026-11-21T10:00:00Z");
    return new SyncEvent.TableLoaded(upload, upload, "p", "shop", table, 3, "job", at);
  }

  private static Uni<Void> note(String text) {
    return Panache.getSession()
        .chain(session -> session.persist(NoteEntity.of(text)))
        .replaceWithVoid();
  }

  private static Uni<Void> failure() {
    return Uni.createFrom().failure(new IllegalStateException("the work failed"));
  }

  /** Runs a chain as a request runs: on a duplicated context of its own. */
  private <T> T on(Supplier<Uni<T>> chain) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Context context = VertxContext.getOrCreateDuplicatedContext(vertx);
    VertxContextSafetyToggle.setContextSafe(context, true);
    context.runOnContext(
        _ -> chain.get().subscribe().with(result::complete, result::completeExceptionally));
    return result.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
