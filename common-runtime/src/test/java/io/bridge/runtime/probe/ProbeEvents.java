package io.bridge.runtime.probe;

import io.bridge.model.event.SyncEvent;
import io.bridge.runtime.event.Inbox;
import io.bridge.runtime.event.Outbox;
import io.bridge.runtime.event.PushBody;
import io.bridge.runtime.event.PushMessage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;

/** Event edges as services have them: each effect writes a note, some fail, some tell a fact. */
@Path("/events")
class ProbeEvents {
  private final Inbox inbox;
  private final Outbox outbox;

  ProbeEvents(Inbox inbox, Outbox outbox) {
    this.inbox = inbox;
    this.outbox = outbox;
  }

  @POST
  @Path("/facts")
  public Uni<Void> facts(PushBody body) {
    return inbox.receive(body, "facts", SyncEvent.class, this::take);
  }

  @POST
  @Path("/raw")
  public Uni<Void> raw(PushBody body) {
    return inbox.receiveRaw(body, "raw", ProbeEvents::objectId, message -> note("raw"));
  }

  private Uni<Void> take(SyncEvent event) {
    return switch (event) {
      case SyncEvent.TableLoaded loaded -> note(loaded.table());
      case SyncEvent.UploadReceived received ->
          note(received.table()).chain(() -> outbox.add(event));
      case SyncEvent.DriftRefused refused -> note(refused.table()).chain(ProbeEvents::fail);
      case SyncEvent.LoadFailed _ -> Uni.createFrom().voidItem();
    };
  }

  private static Uni<Void> note(String text) {
    return Panache.getSession()
        .chain(session -> session.persist(NoteEntity.of(text)))
        .replaceWithVoid();
  }

  private static Uni<Void> fail() {
    return Uni.createFrom().failure(new IllegalStateException("the effect failed"));
  }

  private static Optional<String> objectId(PushMessage message) {
    return Optional.of(message.attributes().get("objectId"));
  }
}
