package io.bridge.runtime.event;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The relay's side of the outbox table. Each call is a transaction of its own: nothing is locked
 * while a publish is under way, a lease ({@code claimed_until}) keeps other relays off.
 */
@Singleton
class OutboxStore {
  /** Longer than any publish (4 s), so that a row is tried by two relays only after a crash. */
  private static final String LEASE = "interval '20 seconds'";

  /**
   * Of each key only the oldest row that is not published: a row behind one that failed waits.
   * {@code position} is not the order of commits, so it orders rows of a key and is no high-water
   * mark. Materialized, or a plan may ask for the hundred oldest again for each row.
   */
  private static final String CLAIM =
      """
      with due as materialized (
        select o.id from outbox o
        where o.published_at is null
          and (o.claimed_until is null or o.claimed_until < now())
          and not exists (
            select 1 from outbox older
            where older.topic = o.topic and older.subject = o.subject
              and older.published_at is null and older.position < o.position)
          %2$s
        order by o.position limit 100
        for update skip locked)
      update outbox set claimed_until = now() + %1$s, attempts = attempts + 1
      from due where outbox.id = due.id
      returning outbox.id, topic, type, subject, payload::text, correlation_id, created_at, attempts
      """;

  private static final String CLAIM_ANY = CLAIM.formatted(LEASE, "");
  private static final String CLAIM_OF_KEYS =
      CLAIM.formatted(
          LEASE, "and (o.topic, o.subject) in (select * from unnest($1::text[], $2::text[]))");

  private final Pool pool;

  OutboxStore(Pool pool) {
    this.pool = pool;
  }

  /** Up to 100 rows that are due, one of each key. */
  Uni<List<OutboxRow>> claim() {
    return pool.query(CLAIM_ANY).execute().map(OutboxStore::rows);
  }

  /** The same, only of these keys. */
  Uni<List<OutboxRow>> claim(Collection<OutboxKey> keys) {
    String[] topics = keys.stream().map(OutboxKey::topic).toArray(String[]::new);
    String[] subjects = keys.stream().map(OutboxKey::subject).toArray(String[]::new);
    return pool.preparedQuery(CLAIM_OF_KEYS)
        .execute(Tuple.of(topics, subjects))
        .map(OutboxStore::rows);
  }

  Uni<Void> markPublished(Collection<OutboxRow> rows) {
    UUID[] ids = rows.stream().map(OutboxRow::id).toArray(UUID[]::new);
    return pool.preparedQuery(
            "update outbox set published_at = now(), claimed_until = null, last_error = null"
                + " where id = any($1)")
        .execute(Tuple.of(ids))
        .replaceWithVoid();
  }

  /** Lets the row be tried again after 2, 4, 8 … at most 300 seconds. */
  Uni<Void> markFailed(OutboxRow row, String error) {
    return pool.preparedQuery(
            "update outbox set last_error = $2, claimed_until ="
                + " now() + least(300, power(2, least(attempts, 10))) * interval '1 second'"
                + " where id = $1")
        .execute(Tuple.of(row.id(), error))
        .replaceWithVoid();
  }

  /** Removes what nobody needs any more; the inbox keeps ids for longer than Pub/Sub redelivers. */
  Uni<Void> purge() {
    return pool.query("delete from outbox where published_at < now() - interval '7 days'")
        .execute()
        .chain(
            () ->
                pool.query("delete from inbox where received_at < now() - interval '40 days'")
                    .execute())
        .replaceWithVoid();
  }

  private static List<OutboxRow> rows(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(OutboxStore::row).toList();
  }

  private static OutboxRow row(Row row) {
    UUID id = row.getUUID("id");
    OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
    return new OutboxRow(
        id,
        row.getString("topic"),
        row.getString("type"),
        row.getString("subject"),
        row.getString("payload"),
        row.getString("correlation_id"),
        createdAt.toInstant(),
        row.getInteger("attempts"));
  }
}
