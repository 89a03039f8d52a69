package io.bridge.cloud.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts due work, at most so many pieces at once and never one piece twice at the same time.
 *
 * @param <K> names one piece of work
 */
public final class Dispatcher<K> implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  /** A wall clock may be set while we wait, so no wait is trusted for longer than this. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

  private final String name;
  private final DueWork<K> work;
  private final int concurrency;
  private final Clock clock;
  private final Set<K> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Thread loop;
  private boolean signalled;

  /**
   * @param name for thread names and logs
   * @param concurrency most attempts at once
   */
  public Dispatcher(String name, DueWork<K> work, int concurrency, Clock clock) {
    this.name = name;
    this.work = work;
    this.concurrency = concurrency;
    this.clock = clock;
  }

  public synchronized void start() {
    if (loop == null) {
      loop = Thread.ofVirtual().name(name).start(this::run);
    }
  }

  /** Something new may be due: look again now. */
  public void wake() {
    lock.lock();
    try {
      signalled = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        await(startDue());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long there is nothing to start unless somebody wakes us. */
  private Duration startDue() {
    try {
      Instant now = clock.instant();
      int free = concurrency - running.size();
      if (free > 0) {
        work.due(now, Set.copyOf(running), free).forEach(this::start);
      }
      return untilNext(now);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, name + ": due work cannot be read", e);
      return PAUSE_AFTER_ERROR;
    }
  }

  private Duration untilNext(Instant now) {
    return work.nextDue(now)
        .map(next -> Duration.between(clock.instant(), next))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  private void start(K key) {
    running.add(key);
    attempts.execute(() -> attempt(key));
  }

  private void attempt(K key) {
    try {
      work.attempt(key);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Work that is cut off fails where it stands; that is no news.
      Level level = attempts.isShutdown() ? Level.DEBUG : Level.ERROR;
      LOG.log(level, name + ": the outcome of " + key + " could not be recorded", e);
      pause();
    } finally {
      running.remove(key);
      wake();
    }
  }

  /** The piece is still due, so without a pause it would spin. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_ERROR);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long nanos = wait.toNanos();
      while (!signalled && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      signalled = false;
    } finally {
      lock.unlock();
    }
  }

  /** Stops at once: running attempts are interrupted and found again at the next start. */
  @Override
  public void close() {
    Thread started;
    synchronized (this) {
      started = loop;
    }
    if (started == null) {
      attempts.shutdownNow();
      return;
    }
    started.interrupt();
    try {
      started.join(Duration.ofSeconds(5));
      attempts.shutdownNow();
      if (!attempts.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, name + ": attempts still run after 5 s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
