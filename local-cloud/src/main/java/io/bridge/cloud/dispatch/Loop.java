package io.bridge.cloud.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Takes steps on a virtual thread of its own: when the last step said so, and when it is woken. */
public final class Loop implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Loop.class.getName());

  /** A wall clock may be set while we wait, so no wait is trusted for longer than this. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

  private final String name;
  private final Step step;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Thread thread;
  private boolean signalled;

  /** What is done again and again. */
  @FunctionalInterface
  public interface Step {
    /**
     * @return when the next step is due although nobody wakes the loop
     */
    Instant take(Instant now);
  }

  /**
   * @param name for thread names and logs
   */
  public Loop(String name, Step step, Clock clock) {
    this.name = name;
    this.step = step;
    this.clock = clock;
  }

  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name(name).start(this::run);
    }
  }

  /** The next step follows at once. */
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
        await(step());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration step() {
    try {
      Instant next = step.take(clock.instant());
      Instant now = clock.instant();
      return next.isAfter(now.plus(LONGEST_WAIT)) ? LONGEST_WAIT : Duration.between(now, next);
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.log(Level.ERROR, name + ": a step failed", e);
      }
      return PAUSE_AFTER_ERROR;
    }
  }

  private void await(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
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

  /** Returns when the running step, if any, has ended. */
  @Override
  public void close() {
    Thread started;
    synchronized (this) {
      started = thread;
    }
    if (started == null || started == Thread.currentThread()) {
      return;
    }
    started.interrupt();
    try {
      if (!started.join(Duration.ofSeconds(5))) {
        LOG.log(Level.WARNING, name + ": a step still runs after 5 s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
