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
import java.util.function.IntSupplier;

/**
 * Starts due work, at most so many pieces at once and never one piece twice at the same time.
 *
 * @param <K> names one piece of work
 */
public final class Dispatcher<K> implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

  private final String name;
  private final DueWork<K> work;
  private final IntSupplier concurrency;
  private final Set<K> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
  private final Loop loop;

  /**
   * @param name for thread names and logs
   * @param concurrency most attempts at once
   */
  public Dispatcher(String name, DueWork<K> work, int concurrency, Clock clock) {
    this(name, work, () -> concurrency, clock);
  }

  /** As above, with a limit that may change; {@link #wake} when it does. */
  public Dispatcher(String name, DueWork<K> work, IntSupplier concurrency, Clock clock) {
    this.name = name;
    this.work = work;
    this.concurrency = concurrency;
    this.loop = new Loop(name, this::startDue, clock);
  }

  public void start() {
    loop.start();
  }

  /** Something new may be due: look again now. */
  public void wake() {
    loop.wake();
  }

  /** Starts the piece whether it is due or not, beside itself if it runs, above every limit. */
  public void startNow(K key) {
    start(key);
  }

  private Instant startDue(Instant now) {
    int free = concurrency.getAsInt() - running.size();
    if (free > 0) {
      work.due(now, Set.copyOf(running), free).forEach(this::start);
    }
    return work.nextDue(now).orElse(Instant.MAX);
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

  /** Stops at once: running attempts are interrupted and found again at the next start. */
  @Override
  public void close() {
    loop.close();
    attempts.shutdownNow();
    try {
      if (!attempts.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, name + ": attempts still run after 5 s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
