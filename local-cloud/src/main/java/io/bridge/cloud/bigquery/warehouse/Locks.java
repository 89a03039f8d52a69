package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.http.GoogleError;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

  /**
   * What a writer needs for itself.
   *
   * @param table empty for the dataset as a whole
   */
  public record Claim(String dataset, String table) {}

  /** Runs work that writes to several tables and datasets, all of which are told here. */
  public <T> T all(Collection<Claim> claims, Supplier<T> work) {
    return with(locks(claims), work);
  }

  /**
   * As {@link #all}, but does not wait.
   *
   * @throws GoogleError when another writer has one of them
   */
  public <T> T atOnce(Collection<Claim> claims, Supplier<T> work) {
    var taken = new ArrayDeque<Lock>();
    try {
      for (var lock : locks(claims)) {
        if (!lock.tryLock()) {
          throw new GoogleError(
              400,
              "invalidQuery",
              "Transaction is aborted due to concurrent update against table "
                  + claims.stream().map(c -> c.dataset() + "." + c.table()).toList());
        }
        taken.push(lock);
      }
      return work.get();
    } finally {
      taken.forEach(Lock::unlock);
    }
  }

  /** Datasets first and each kind in the order of names, so that nobody waits in a circle. */
  private List<Lock> locks(Collection<Claim> claims) {
    var whole = claims.stream().filter(c -> c.table().isEmpty()).map(Claim::dataset).toList();
    var datasets = new TreeMap<String, Lock>();
    var rows = new TreeMap<String, Lock>();
    for (var claim : claims) {
      var lock = dataset(claim.dataset());
      boolean all = whole.contains(claim.dataset());
      datasets.put(claim.dataset(), all ? lock.writeLock() : lock.readLock());
      if (!all) {
        var key = claim.dataset() + "." + claim.table();
        rows.put(key, tables.computeIfAbsent(key, _ -> new ReentrantLock()));
      }
    }
    return Stream.concat(datasets.values().stream(), rows.values().stream()).toList();
  }

  private static <T> T with(List<Lock> locks, Supplier<T> work) {
    return locks.isEmpty()
        ? work.get()
        : with(locks.getFirst(), () -> with(locks.subList(1, locks.size()), work));
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
