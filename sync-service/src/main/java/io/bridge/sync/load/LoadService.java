package io.bridge.sync.load;

import static io.bridge.model.error.ErrorCode.INTERNAL;
import static io.bridge.model.error.ErrorCode.LOAD_TAKEN_OVER;

import io.bridge.model.error.BridgeException;
import io.bridge.sync.tasks.LoadQueue;
import io.bridge.sync.tasks.LoadTask;
import io.bridge.sync.upload.Claim;
import io.bridge.sync.upload.LoadOrder;
import io.bridge.sync.upload.UploadProgress;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Carries a load on as far as it goes. Any number of calls for one file loads it once. */
@ApplicationScoped
class LoadService {
  private static final Logger LOG = Logger.getLogger(LoadService.class);

  private final UploadProgress progress;
  private final Loader loader;
  private final LoadQueue queue;

  LoadService(UploadProgress progress, Loader loader, LoadQueue queue) {
    this.progress = progress;
    this.loader = loader;
    this.queue = queue;
  }

  /** True where the load came to an end or is another's; false where it has to be tried again. */
  Uni<Boolean> load(LoadTask task) {
    return progress.claim(task.uploadId(), task.generation()).chain(this::carryOn);
  }

  private Uni<Boolean> carryOn(Claim claim) {
    return switch (claim) {
      case Claim.Taken(var order) ->
          load(order).call(() -> wakeNext(order.dataset(), order.table()));
      case Claim.Ended(var dataset, var table) -> wakeNext(dataset, table).replaceWith(true);
      case Claim.Nothing _ -> Uni.createFrom().item(true);
    };
  }

  private Uni<Boolean> load(LoadOrder order) {
    return loader
        .load(order)
        .chain(rows -> progress.loaded(order, rows))
        .replaceWith(true)
        .onFailure()
        .recoverWithUni(failure -> end(order, failure));
  }

  private Uni<Boolean> end(LoadOrder order, Throwable failure) {
    BridgeException why = known(order, failure);
    Uni<Boolean> ended =
        switch (why.code()) {
          case LOAD_TAKEN_OVER -> Uni.createFrom().item(true);
          case WAREHOUSE_UNAVAILABLE, SERVICE_UNAVAILABLE, INTERNAL ->
              progress.release(order, why).map(again -> !again);
          default -> progress.failed(order, why).replaceWith(true);
        };
    return ended.onFailure(LoadService::isTakenOver).recoverWithItem(true);
  }

  private static BridgeException known(LoadOrder order, Throwable failure) {
    if (failure instanceof BridgeException known) {
      return known;
    }
    LOG.errorf(failure, "event=load-broke upload=%s", order.uploadId());
    return INTERNAL.with("The load broke inside Bridge");
  }

  private static boolean isTakenOver(Throwable failure) {
    return failure instanceof BridgeException e && e.code() == LOAD_TAKEN_OVER;
  }

  /** Another upload of the table may have come too early; the reaper finds it where this fails. */
  private Uni<Void> wakeNext(String dataset, String table) {
    return progress
        .nextOf(dataset, table)
        .chain(task -> task.map(queue::enqueue).orElseGet(() -> Uni.createFrom().voidItem()))
        .onFailure()
        .recoverWithNull();
  }
}
