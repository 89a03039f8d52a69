package io.bridge.sync.upload;

import io.bridge.runtime.event.Inbox;
import io.bridge.runtime.event.PushBody;
import io.bridge.runtime.event.PushMessage;
import io.bridge.sync.storage.UploadBucket;
import io.bridge.sync.tasks.LoadQueue;
import io.bridge.sync.tasks.LoadTask;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The bucket tells that a file arrived. The inbox lets each generation take effect once; the task
 * is made after the commit and each time again, because its name makes it one.
 */
@Path("/events/ingress")
class IngressConsumer {
  private static final String NAME = "sync.bridge.ingress.v1";

  private final Inbox inbox;
  private final UploadProgress progress;
  private final UploadBucket bucket;
  private final LoadQueue queue;

  IngressConsumer(Inbox inbox, UploadProgress progress, UploadBucket bucket, LoadQueue queue) {
    this.inbox = inbox;
    this.progress = progress;
    this.bucket = bucket;
    this.queue = queue;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<Void> on(PushBody body) {
    return inbox
        .receiveRaw(body, NAME, ObjectFinalized::dedupeId, this::receive)
        .chain(() -> waiting(body.message()))
        .chain(task -> task.map(queue::enqueue).orElseGet(IngressConsumer::nothing));
  }

  private Uni<Void> receive(PushMessage message) {
    return ours(message)
        .map(file -> progress.receive(file.name(), file.generation()))
        .orElseGet(IngressConsumer::nothing);
  }

  private Uni<Optional<LoadTask>> waiting(PushMessage message) {
    return ours(message)
        .map(file -> progress.waiting(file.name(), file.generation()))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  private Optional<ObjectFinalized> ours(PushMessage message) {
    return ObjectFinalized.readable(message).filter(file -> file.bucket().equals(bucket.name()));
  }

  private static Uni<Void> nothing() {
    return Uni.createFrom().voidItem();
  }
}
