package io.bridge.dashboard.serve;

import io.bridge.dashboard.cache.AnswerCache;
import io.bridge.dashboard.cache.Keys;
import io.bridge.model.event.SyncEvent;
import io.bridge.model.event.SyncEvent.DriftRefused;
import io.bridge.model.event.SyncEvent.LoadFailed;
import io.bridge.model.event.SyncEvent.TableLoaded;
import io.bridge.model.event.SyncEvent.UploadReceived;
import io.bridge.runtime.event.Inbox;
import io.bridge.runtime.event.PushBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Idempotent: evicting what is not there changes nothing. */
@Path("/events/sync")
class SyncEventConsumer {
  private static final Supplier<Uni<Void>> NOTHING = () -> Uni.createFrom().voidItem();

  private final Inbox inbox;
  private final AnswerCache cache;
  private final WarmUp warmUp;

  SyncEventConsumer(Inbox inbox, AnswerCache cache, WarmUp warmUp) {
    this.inbox = inbox;
    this.cache = cache;
    this.warmUp = warmUp;
  }

  /** Fails where Redis is away, so that the fact comes again: no stale answer may survive it. */
  @POST
  @Operation(hidden = true)
  public Uni<Void> on(PushBody body) {
    Map<UUID, Set<String>> stale = new LinkedHashMap<>();
    return inbox
        .receivePrepared(body, "sync", SyncEvent.class, event -> evict(event, stale))
        .call(() -> warmUp.run(stale));
  }

  private Uni<Supplier<Uni<Void>>> evict(SyncEvent event, Map<UUID, Set<String>> stale) {
    return switch (event) {
      case TableLoaded loaded ->
          cache
              .evict(Keys.table(loaded.teamId(), fqn(loaded)))
              .invoke(slugs -> stale.put(loaded.teamId(), slugs))
              .map(_ -> NOTHING);
      case UploadReceived _, DriftRefused _, LoadFailed _ -> Uni.createFrom().item(() -> NOTHING);
    };
  }

  private static String fqn(TableLoaded loaded) {
    return loaded.project() + "." + loaded.dataset() + "." + loaded.table();
  }
}
