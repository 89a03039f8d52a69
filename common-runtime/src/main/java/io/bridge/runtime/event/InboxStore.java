package io.bridge.runtime.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** What was received already, and what could not be understood. */
@Singleton
class InboxStore {
  private final Pool pool;
  private final ObjectMapper mapper;

  InboxStore(Pool pool, ObjectMapper mapper) {
    this.pool = pool;
    this.mapper = mapper;
  }

  /** A look ahead that saves work; {@link #insert} is what decides. */
  Uni<Boolean> has(InboxKey key) {
    return pool.preparedQuery(
            "select 1 from inbox where consumer = $1 and event_source = $2 and event_id = $3")
        .execute(Tuple.of(key.consumer(), key.source(), key.eventId()))
        .map(rows -> rows.size() > 0);
  }

  /**
   * In the current transaction; false where the message took effect before. Waits for a transaction
   * that is taking the same message in.
   */
  Uni<Boolean> insert(InboxKey key) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(
                        "insert into inbox (consumer, event_source, event_id)"
                            + " values (:consumer, :source, :id) on conflict do nothing")
                    .setParameter("consumer", key.consumer())
                    .setParameter("source", key.source())
                    .setParameter("id", key.eventId())
                    .executeUpdate())
        .map(count -> count == 1);
  }

  /**
   * Keeps a message that no delivery will make better. Bytes, not text: what was sent may be
   * nothing that PostgreSQL takes as text.
   */
  Uni<Void> poison(String consumer, PushMessage message, String reason) {
    Tuple row = Tuple.of(consumer, reason, attributes(message), Buffer.buffer(message.data()));
    return pool.preparedQuery(
            "insert into poison (consumer, reason, attributes, data) values ($1, $2, $3, $4)")
        .execute(row)
        .replaceWithVoid();
  }

  private Buffer attributes(PushMessage message) {
    try {
      return Buffer.buffer(mapper.writeValueAsBytes(message.attributes()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
