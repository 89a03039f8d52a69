package io.bridge.cloud.bigquery.warehouse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * One writer for each table, and nobody in a dataset that is being taken away. DuckDB would let
 * both run and fail one at its commit; waiting is what BigQuery does.
 */
public final class Locks {
  private final Map<String, ReentrantReadWriteLock> datasets = new ConcurrentHashMap<>();
  private final Map<String, Lock> tables = new ConcurrentHashMap<>();

  /** Runs work that writes to one table; a thread holds one table at a time. */
  public <T> T table(String dataset, String table, Supplier<T> work) {
    var key = dataset + "." + table;
    var one = tables.computeIfAbsent(key, _ -> new ReentrantLock());
    return with(dataset(dataset).readLock(), () -> with(one, work));
  }

  /** Runs work on what is said about a dataset; its tables may be written meanwhile. */
  public <T> T details(String dataset, Supplier<T> work) {
    return table(dataset, "", work);
  }

  /** Runs work on a dataset as a whole. */
  public <T> T dataset(String id, Supplier<T> work) {
    return with(dataset(id).writeLock(), work);
  }

  private ReentrantReadWriteLock dataset(String id) {
    return datasets.computeIfAbsent(id, _ -> new ReentrantReadWriteLock());
  }

  private static <T> T with(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
