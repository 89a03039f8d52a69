package io.bridge.runtime.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.model.event.Fact;
import io.bridge.runtime.http.Correlation;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.Startup;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Lets a fact be told exactly when the change that it tells of is committed. Made at start-up:
 * opening the channel to Pub/Sub takes longer than an event loop may be held.
 */
@Startup
@ApplicationScoped
public class Outbox {
  private static final Logger LOG = Logger.getLogger(Outbox.class);
  private static final String ADDED = Outbox.class.getName();
  private static final Duration FIRST_PUBLISH = Duration.ofSeconds(5);
  private static final Duration RELAY = Duration.ofSeconds(30);
  private static final String INSERT =
      """
      insert into outbox (id, topic, type, subject, payload, correlation_id)
      select r.id, r.topic, r.type, r.subject, r.payload, :correlation
      from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
        as r(id uuid, topic text, type text, subject text, payload jsonb)
      """;

  private final FactTypes types;
  private final ObjectMapper mapper;
  private final OutboxRelay relay;
  private final OutboxStore store;

  Outbox(FactTypes types, ObjectMapper mapper, OutboxRelay relay, OutboxStore store) {
    this.types = types;
    this.mapper = mapper;
    this.relay = relay;
    this.store = store;
  }

  /**
   * Adds the fact to the current transaction; fails where there is none. Inside {@link #publishing}
   * it is published before that ends, else by the next relay, within a minute.
   */
  public Uni<Void> add(Fact fact) {
    return addAll(List.of(fact));
  }

  /** As {@link #add}, in this order and at once. */
  public Uni<Void> addAll(List<? extends Fact> facts) {
    return facts.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom()
            .deferred(Panache::getSession)
            .chain(session -> insert(session, facts))
            .invoke(() -> facts.forEach(fact -> remember(keyOf(fact))))
            .replaceWithVoid();
  }

  /**
   * Runs the work in one transaction and publishes the facts that it added after the commit, before
   * this ends. A publish that fails does not fail the work: the relay tries again. Inside of
   * another {@code publishing} the outer one's transaction is used and it publishes.
   */
  public <T> Uni<T> publishing(Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(() -> isPublishing() ? Panache.withTransaction(work) : outermost(work));
  }

  /** Publishes what is due, for 30 seconds at most; answers how many facts left. */
  public Uni<Integer> relay() {
    return relay.relayAll(RELAY).call(store::purge);
  }

  private <T> Uni<T> outermost(Supplier<Uni<T>> work) {
    Set<OutboxKey> added = new LinkedHashSet<>();
    ContextLocals.put(ADDED, added);
    return Panache.withTransaction(work)
        .eventually(() -> ContextLocals.remove(ADDED))
        .call(() -> publish(added));
  }

  private Uni<Integer> publish(Set<OutboxKey> added) {
    return added.isEmpty()
        ? Uni.createFrom().item(0)
        : relay
            .relay(added, FIRST_PUBLISH)
            .onFailure()
            .invoke(e -> LOG.warnf("event=first-publish-failed error=%s", e.getClass().getName()))
            .onFailure()
            .recoverWithItem(0);
  }

  private Uni<Integer> insert(Mutiny.Session session, List<? extends Fact> facts) {
    return session
        .createNativeQuery(INSERT)
        .setParameter("rows", json(facts.stream().map(this::row).toList()))
        .setParameter("correlation", Correlation.current())
        .executeUpdate();
  }

  private Map<String, Object> row(Fact fact) {
    OutboxKey key = keyOf(fact);
    return Map.of(
        "id", UUID.randomUUID(),
        "topic", key.topic(),
        "type", types.of(fact).name(),
        "subject", key.subject(),
        "payload", fact);
  }

  private OutboxKey keyOf(Fact fact) {
    return OutboxKey.of(types.of(fact).topic(), fact.subject());
  }

  /** Bound as text: the client would send a parameter of type jsonb as a JSON string. */
  private String json(List<Map<String, Object>> rows) {
    try {
      return mapper.writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A fact that is no JSON", e);
    }
  }

  private static boolean isPublishing() {
    return ContextLocals.<Set<OutboxKey>>get(ADDED).isPresent();
  }

  private static void remember(OutboxKey key) {
    ContextLocals.<Set<OutboxKey>>get(ADDED).ifPresent(added -> added.add(key));
  }
}
