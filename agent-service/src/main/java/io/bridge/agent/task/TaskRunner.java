package io.bridge.agent.task;

import static io.bridge.model.error.ErrorCode.INTERNAL;

import io.bridge.agent.generation.DashboardMaker;
import io.bridge.agent.generation.Notes;
import io.bridge.agent.tasks.TaskCall;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Carries a task on as far as it goes. Any number of calls for one task do it once. */
@ApplicationScoped
class TaskRunner {
  private static final Logger LOG = Logger.getLogger(TaskRunner.class);

  private final TaskProgress progress;
  private final DashboardMaker dashboards;

  TaskRunner(TaskProgress progress, DashboardMaker dashboards) {
    this.progress = progress;
    this.dashboards = dashboards;
  }

  /** True where the task came to an end or is another's; false where it has to be tried again. */
  Uni<Boolean> run(TaskCall call) {
    return progress.claim(call.taskId()).chain(this::carryOn);
  }

  private Uni<Boolean> carryOn(Claim claim) {
    return switch (claim) {
      case Claim.Taken taken -> carryOn(taken);
      case Claim.Nothing _ -> Uni.createFrom().item(true);
    };
  }

  private Uni<Boolean> carryOn(Claim.Taken taken) {
    return dashboards
        .make(taken.brief(), notes(taken))
        .chain(result -> progress.completed(taken, result))
        .replaceWith(true)
        .onFailure()
        .recoverWithUni(failure -> end(taken, failure));
  }

  private Notes notes(Claim.Taken taken) {
    return new Notes() {
      @Override
      public Uni<Void> step(String text) {
        return progress.step(taken, text);
      }

      @Override
      public Uni<Void> alive() {
        return progress.renew(taken);
      }
    };
  }

  private Uni<Boolean> end(Claim.Taken taken, Throwable failure) {
    if (failure instanceof TakenOver) {
      return Uni.createFrom().item(true);
    }
    BridgeException why = known(taken, failure);
    Uni<Boolean> ended =
        mayPass(why.code())
            ? progress.release(taken, why).map(again -> !again)
            : progress.failed(taken, why).replaceWith(true);
    return ended.onFailure(TakenOver.class).recoverWithItem(true);
  }

  /** What the person who asked has to change, such as a right, does not pass by itself. */
  private static boolean mayPass(ErrorCode code) {
    return switch (code.category()) {
      case UPSTREAM, INTERNAL -> true;
      case CALLER, CONFLICT -> false;
    };
  }

  private static BridgeException known(Claim.Taken taken, Throwable failure) {
    if (failure instanceof BridgeException known) {
      return known;
    }
    LOG.errorf(failure, "event=task-broke task=%s", taken.brief().taskId());
    return INTERNAL.with("The task broke inside Bridge");
  }
}
