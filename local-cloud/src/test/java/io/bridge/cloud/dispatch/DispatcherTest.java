package io.bridge.cloud.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  /** Work in a map; an attempt is told to the test, which decides what comes of it. */
  private static class MapWork implements DueWork<String> {
    final Map<String, Instant> due = new ConcurrentHashMap<>();
    final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();

    @Override
    public List<String> due(Instant now, Set<String> running, int limit) {
      return due.entrySet().stream()
          .filter(e -> !e.getValue().isAfter(now) && !running.contains(e.getKey()))
          .map(Map.Entry::getKey)
          .limit(limit)
          .toList();
    }

    @Override
    public Optional<Instant> nextDue(Instant now) {
      return due.values().stream().filter(now::isBefore).min(Instant::compareTo);
    }

    @Override
    public void attempt(String key) throws InterruptedException {
      due.remove(key);
      attempts.add(key);
    }

    String next() throws InterruptedException {
      String key = attempts.poll(20, TimeUnit.SECONDS);
      assertNotNull(key);
      return key;
    }
  }

  @Test
  void startsWhatComesDueByItself() throws Exception {
    MapWork work = new MapWork();
    Instant soon = Instant.now().plusMillis(200);
    work.due.put("soon", soon);
    try (Dispatcher<String> dispatcher = new Dispatcher<>("test", work, 2, Clock.systemUTC())) {
      dispatcher.start();

      assertEquals("soon", work.next());
      assertTrue(!Instant.now().isBefore(soon));
    }
  }

  @Test
  void startsNewWorkWhenWoken() throws Exception {
    MapWork work = new MapWork();
    try (Dispatcher<String> dispatcher = new Dispatcher<>("test", work, 2, Clock.systemUTC())) {
      dispatcher.start();
      work.due.put("new", Instant.EPOCH);
      dispatcher.wake();

      assertEquals("new", work.next());
    }
  }

  @Test
  void goesOnAfterAnAttemptThatBroke() throws Exception {
    MapWork work =
        new MapWork() {
          private boolean broke;

          @Override
          public void attempt(String key) throws InterruptedException {
            if (!broke) {
              broke = true;
              throw new IllegalStateException("the outcome cannot be recorded");
            }
            super.attempt(key);
          }
        };
    work.due.put("key", Instant.EPOCH);
    try (Dispatcher<String> dispatcher = new Dispatcher<>("test", work, 2, Clock.systemUTC())) {
      dispatcher.start();

      assertEquals("key", work.next());
    }
  }

  @Test
  void goesOnAfterWorkThatCouldNotBeRead() throws Exception {
    MapWork work =
        new MapWork() {
          private boolean broke;

          @Override
          public List<String> due(Instant now, Set<String> running, int limit) {
            if (!broke) {
              broke = true;
              throw new IllegalStateException("the table cannot be read");
            }
            return super.due(now, running, limit);
          }
        };
    work.due.put("key", Instant.EPOCH);
    try (Dispatcher<String> dispatcher = new Dispatcher<>("test", work, 2, Clock.systemUTC())) {
      dispatcher.start();

      assertEquals("key", work.next());
    }
  }

  @Test
  void interruptsWhatRunsWhenItCloses() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    MapWork work =
        new MapWork() {
          @Override
          public void attempt(String key) throws InterruptedException {
            started.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw e;
            }
          }
        };
    work.due.put("key", Instant.EPOCH);
    Dispatcher<String> dispatcher = new Dispatcher<>("test", work, 2, Clock.systemUTC());
    dispatcher.start();
    assertTrue(started.await(20, TimeUnit.SECONDS));

    dispatcher.close();

    assertTrue(interrupted.await(1, TimeUnit.SECONDS));
  }

  @Test
  void closesWithoutEverHavingStarted() {
    new Dispatcher<>("test", new MapWork(), 1, Clock.systemUTC()).close();
  }
}
