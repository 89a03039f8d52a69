package io.bridge.runtime.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.event.Fact;
import io.bridge.runtime.http.Correlation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Lets each message take effect once for a consumer. A failure of the effect fails the call, so
 * that Pub/Sub delivers again; what no delivery will make better is stored as poison and done with.
 */
@ApplicationScoped
public class Inbox {
  private static final Logger LOG = Logger.getLogger(Inbox.class);

  private final FactTypes types;
  private final ObjectMapper mapper;
  private final InboxStore store;
  private final Outbox outbox;
  private final EventCounters counters;

  Inbox(
      FactTypes types,
      ObjectMapper mapper,
      InboxStore store,
      Outbox outbox,
      EventCounters counters) {
    this.types = types;
    this.mapper = mapper;
    this.store = store;
    this.outbox = outbox;
    this.counters = counters;
  }

  /**
   * Reads the message as a fact of the topic and runs the effect in the transaction that remembers
   * the message; facts that the effect adds to the outbox are published before this ends. A type
   * that is not known is counted and done with.
   *
   * @param consumer name of the consumer, unique in the service
   */
  public <E extends Fact> Uni<Void> receive(
      PushBody body, String consumer, Class<E> topicType, Function<E, Uni<Void>> effect) {
    return receivePrepared(body, consumer, topicType, fact -> prepared(effect, fact));
  }

  /**
   * As {@link #receive}, for effects that need the network: {@code prepare} runs before the
   * transaction and gives what is to be done inside of it. It may run more than once for a message.
   */
  public <E extends Fact> Uni<Void> receivePrepared(
      PushBody body,
      String consumer,
      Class<E> topicType,
      Function<E, Uni<Supplier<Uni<Void>>>> prepare) {
    PushMessage message = messageOf(body);
    var reader = new CloudEvent.Reader<>(types, mapper, consumer, topicType);
    return switch (reader.read(message)) {
      case CloudEvent.Known<E>(var key, var fact, var correlationId) -> {
        Correlation.adopt(correlationId);
        yield unlessSeen(key, () -> prepare.apply(fact));
      }
      case CloudEvent.Unknown<E>(var type) -> ignore(consumer, type);
      case CloudEvent.Malformed<E>(var reason) -> poison(consumer, message, reason);
    };
  }

  /**
   * For messages that are no CloudEvents, such as a bucket's notifications. {@code dedupeId} names
   * what happened; empty, or where it throws, the message is poison.
   */
  public Uni<Void> receiveRaw(
      PushBody body,
      String consumer,
      Function<PushMessage, Optional<String>> dedupeId,
      Function<PushMessage, Uni<Void>> effect) {
    PushMessage message = messageOf(body);
    Optional<String> id = readId(dedupeId, message);
    return id.isEmpty()
        ? poison(consumer, message, "the message does not say what happened")
        : unlessSeen(new InboxKey(consumer, "raw", id.get()), () -> prepared(effect, message));
  }

  private Uni<Void> unlessSeen(InboxKey key, Supplier<Uni<Supplier<Uni<Void>>>> prepare) {
    return store
        .has(key)
        .chain(seen -> seen ? repeated(key) : prepare.get().chain(write -> once(key, write)));
  }

  private Uni<Void> once(InboxKey key, Supplier<Uni<Void>> write) {
    return outbox.publishing(
        () -> store.insert(key).chain(isNew -> isNew ? apply(key, write) : repeated(key)));
  }

  private Uni<Void> apply(InboxKey key, Supplier<Uni<Void>> write) {
    return write.get().invoke(() -> counters.received(key.consumer(), "applied"));
  }

  private Uni<Void> repeated(InboxKey key) {
    counters.received(key.consumer(), "repeated");
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> ignore(String consumer, String type) {
    counters.received(consumer, "unknown");
    LOG.infof("event=unknown-type consumer=%s type=%s", consumer, type);
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> poison(String consumer, PushMessage message, String reason) {
    counters.received(consumer, "malformed");
    LOG.warnf("event=poison consumer=%s reason=\"%s\"", consumer, reason);
    return store.poison(consumer, message, reason);
  }

  private static <T> Uni<Supplier<Uni<Void>>> prepared(Function<T, Uni<Void>> effect, T item) {
    return Uni.createFrom().item(() -> () -> effect.apply(item));
  }

  private static Optional<String> readId(
      Function<PushMessage, Optional<String>> dedupeId, PushMessage message) {
    try {
      return dedupeId.apply(message).filter(Inbox::isStorable);
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /** PostgreSQL takes no NUL in text, and an index no long one. */
  private static boolean isStorable(String id) {
    return !id.isEmpty() && id.length() <= 1500 && id.indexOf('\0') < 0;
  }

  private static PushMessage messageOf(PushBody body) {
    if (body == null || body.message() == null) {
      throw ErrorCode.INVALID_REQUEST.with("The body is no push request of Pub/Sub");
    }
    return body.message();
  }
}
