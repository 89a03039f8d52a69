package io.bridge.runtime.google;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.common.util.concurrent.MoreExecutors;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The two doors from Google's clients into Mutiny. What comes out continues on the context of the
 * caller: a chain that came back on another thread would lose the database session.
 */
public final class Blocking {
  private Blocking() {}

  /** Runs the call on a worker thread; its exception becomes the failure. */
  public static <T> Uni<T> call(Callable<T> call) {
    return Uni.createFrom().deferred(() -> onWorker(call));
  }

  /** Starts a call that does not block; cancelling the Uni does not cancel the call. */
  public static <T> Uni<T> future(Supplier<ApiFuture<T>> call) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Executor caller = callersExecutor();
              return Uni.createFrom().<T>emitter(e -> emit(call.get(), e)).emitOn(caller);
            });
  }

  private static <T> Uni<T> onWorker(Callable<T> call) {
    Context context = Vertx.currentContext();
    if (context == null) {
      return Uni.createFrom()
          .<T>emitter(e -> complete(call, e))
          .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
    return Uni.createFrom()
        .completionStage(() -> context.executeBlocking(call, false).toCompletionStage());
  }

  private static Executor callersExecutor() {
    Context context = Vertx.currentContext();
    return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
  }

  private static <T> void complete(Callable<T> call, UniEmitter<? super T> emitter) {
    try {
      emitter.complete(call.call());
    } catch (Exception e) {
      emitter.fail(e);
    }
  }

  private static <T> void emit(ApiFuture<T> future, UniEmitter<? super T> emitter) {
    ApiFutures.addCallback(
        future,
        new ApiFutureCallback<T>() {
          @Override
          public void onSuccess(T item) {
            emitter.complete(item);
          }

          @Override
          public void onFailure(Throwable failure) {
            emitter.fail(failure);
          }
        },
        MoreExecutors.directExecutor());
  }
}
