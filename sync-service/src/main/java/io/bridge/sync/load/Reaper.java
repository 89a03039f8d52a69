package io.bridge.sync.load;

import io.bridge.sync.storage.StoredFile;
import io.bridge.sync.storage.UploadBucket;
import io.bridge.sync.tasks.LoadQueue;
import io.bridge.sync.upload.Overdue;
import io.bridge.sync.upload.UploadProgress;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes up what got lost: loads whose task vanished or whose holder died, files whose notification
 * never came, files that never came. Called each minute; harmless at any time.
 */
@ApplicationScoped
class Reaper {
  private static final Logger LOG = Logger.getLogger(Reaper.class);

  private final UploadProgress progress;
  private final UploadBucket bucket;
  private final LoadQueue queue;

  Reaper(UploadProgress progress, UploadBucket bucket, LoadQueue queue) {
    this.progress = progress;
    this.bucket = bucket;
    this.queue = queue;
  }

  /**
   * What one call did.
   *
   * @param requeued loads that were put into the queue again
   * @param found files whose notification was lost
   * @param expired uploads that ended because their file never came
   */
  record Reaped(long requeued, long found, long expired) {
    static Reaped of(List<Step> steps) {
      return new Reaped(
          count(steps, Step.REQUEUED), count(steps, Step.FOUND), count(steps, Step.EXPIRED));
    }

    private static long count(List<Step> steps, Step wanted) {
      return steps.stream().filter(wanted::equals).count();
    }
  }

  private enum Step {
    REQUEUED,
    FOUND,
    EXPIRED,
    NONE
  }

  Uni<Reaped> reap() {
    return progress.overdue().chain(this::takeUpAll).map(Reaped::of);
  }

  private Uni<List<Step>> takeUpAll(List<Overdue> overdue) {
    return Multi.createFrom()
        .iterable(overdue)
        .onItem()
        .transformToUniAndConcatenate(this::takeUpOrLeave)
        .collect()
        .asList();
  }

  /** One that fails must not stop the others; it is due again in a while. */
  private Uni<Step> takeUpOrLeave(Overdue overdue) {
    return takeUp(overdue)
        .onFailure()
        .invoke(e -> LOG.warnf("event=reap-failed error=%s", e.getClass().getName()))
        .onFailure()
        .recoverWithItem(Step.NONE);
  }

  private Uni<Step> takeUp(Overdue overdue) {
    return switch (overdue) {
      case Overdue.Load(var task) -> queue.enqueue(task).replaceWith(Step.REQUEUED);
      case Overdue.File file -> bucket.find(file.object()).chain(there -> lookFor(file, there));
    };
  }

  private Uni<Step> lookFor(Overdue.File file, Optional<StoredFile> there) {
    if (there.isPresent()) {
      return receive(there.get());
    }
    return file.expired()
        ? progress.missing(file.uploadId()).replaceWith(Step.EXPIRED)
        : Uni.createFrom().item(Step.NONE);
  }

  private Uni<Step> receive(StoredFile file) {
    return progress
        .receive(file.name(), file.generation())
        .chain(() -> progress.waiting(file.name(), file.generation()))
        .chain(task -> task.map(queue::enqueue).orElseGet(() -> Uni.createFrom().voidItem()))
        .replaceWith(Step.FOUND);
  }
}
