package io.bridge.cloud.bigquery.job;

import io.bridge.cloud.bigquery.warehouse.Job;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which job answers a request that comes again. BigQuery keeps an id for 15 minutes; what is here
 * is filled from the jobs on disk at the start.
 */
final class Requests {
  static final Duration LIFE = Duration.ofMinutes(15);

  private final Map<String, Known> jobs = new LinkedHashMap<>();

  private record Known(String id, long createdMs) {}

  /**
   * Fills it.
   *
   * @param known oldest first
   */
  synchronized void fill(List<Job> known) {
    known.forEach(job -> put(job.requestKey(), new Known(job.id(), job.createdMs())));
  }

  /**
   * Accepts a job, unless one came with the same key.
   *
   * @param accept when it returns, the job can be found by its id
   * @return the id of the earlier job
   */
  Optional<String> once(Job job, Runnable accept) {
    if (job.requestKey() == null) {
      accept.run();
      return Optional.empty();
    }
    return onceByKey(job, accept);
  }

  private synchronized Optional<String> onceByKey(Job job, Runnable accept) {
    long since = job.createdMs() - LIFE.toMillis();
    jobs.values().removeIf(known -> known.createdMs() < since);
    var earlier = jobs.get(job.requestKey());
    if (earlier == null) {
      accept.run();
      put(job.requestKey(), new Known(job.id(), job.createdMs()));
      return Optional.empty();
    }
    return Optional.of(earlier.id());
  }

  private void put(String key, Known job) {
    jobs.remove(key);
    jobs.put(key, job);
  }
}
