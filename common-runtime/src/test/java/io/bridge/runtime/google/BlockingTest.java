package io.bridge.runtime.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.core.ApiFutures;
import com.google.api.core.SettableApiFuture;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BlockingTest {
  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void stop() {
    VERTX.close();
  }

  @Test
  void worksOnAnotherThreadAndComesBackToTheCallersContext() {
    AtomicReference<Thread> worked = new AtomicReference<>();
    Context context = VERTX.getOrCreateContext();

    Thread continued =
        on(
            context,
            () ->
                Blocking.call(() -> remember(worked))
                    .invoke(() -> assertSame(context, Vertx.currentContext()))
                    .map(_ -> Thread.currentThread()));

    assertNotSame(worked.get(), continued);
  }

  @Test
  void comesBackFromAFutureThatAnotherThreadEnds() {
    SettableApiFuture<String> future = SettableApiFuture.create();
    Context context = VERTX.getOrCreateContext();
    Thread.ofVirtual().start(() -> future.set("done"));

    String item =
        on(
            context,
            () ->
                Blocking.future(() -> future)
                    .invoke(() -> assertSame(context, Vertx.currentContext())));

    assertEquals("done", item);
  }

  @Test
  void failsWithWhatTheCallThrows() {
    Uni<String> call =
        Blocking.call(
            () -> {
              throw new IOException("no");
            });

    CompletionException failure =
        assertThrows(CompletionException.class, () -> call.await().atMost(Duration.ofSeconds(5)));
    assertEquals("no", failure.getCause().getMessage());
    assertThrows(CompletionException.class, () -> on(VERTX.getOrCreateContext(), () -> call));
  }

  @Test
  void worksWithoutAContextToo() {
    assertEquals(1, Blocking.call(() -> 1).await().atMost(Duration.ofSeconds(5)));
    Uni<Object> failed =
        Blocking.future(() -> ApiFutures.immediateFailedFuture(new IllegalStateException("no")));
    assertThrows(IllegalStateException.class, () -> failed.await().atMost(Duration.ofSeconds(5)));
  }

  private static Thread remember(AtomicReference<Thread> thread) {
    thread.set(Thread.currentThread());
    return Thread.currentThread();
  }

  private static <T> T on(Context context, Supplier<Uni<T>> chain) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(
        _ -> chain.get().subscribe().with(result::complete, result::completeExceptionally));
    return result.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
