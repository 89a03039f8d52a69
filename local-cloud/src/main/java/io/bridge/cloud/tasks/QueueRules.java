package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.RateLimits;
import com.google.cloud.tasks.v2.RetryConfig;
import com.google.cloud.tasks.v2.UpdateQueueRequest;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.Rules;
import java.util.Set;

/** What a queue may be here, and what it is where nothing is said. */
final class QueueRules {
  private static final double MAX_RATE = 500;
  private static final int MAX_CONCURRENCY = 5000;
  private static final long MAX_SECONDS = Integer.MAX_VALUE;
  private static final Set<String> CHANGEABLE = Set.of("rate_limits", "retry_config");

  private QueueRules() {}

  /** A new queue with Google's defaults; errors are Google's, 501 for what local-cloud has not. */
  static Queue created(Queue wanted) {
    Queue.Builder queue = wanted.toBuilder().setState(Queue.State.RUNNING).clearPurgeTime();
    RateLimits.Builder rate = queue.getRateLimitsBuilder();
    if (rate.getMaxDispatchesPerSecond() == 0) {
      rate.setMaxDispatchesPerSecond(MAX_RATE);
    }
    if (rate.getMaxConcurrentDispatches() == 0) {
      rate.setMaxConcurrentDispatches(1000);
    }
    RetryConfig.Builder retry = queue.getRetryConfigBuilder();
    if (retry.getMaxAttempts() == 0) {
      retry.setMaxAttempts(100);
    }
    if (retry.getMaxDoublings() == 0) {
      retry.setMaxDoublings(16);
    }
    if (!retry.hasMinBackoff()) {
      retry.setMinBackoff(Durations.fromMillis(100));
    }
    if (!retry.hasMaxBackoff()) {
      retry.setMaxBackoff(Durations.fromHours(1));
    }
    return checked(queue.build());
  }

  static Queue changed(Queue old, UpdateQueueRequest request) {
    Queue wanted = request.getQueue();
    if (request.getUpdateMask().getPathsCount() > 0) {
      return checked(Rules.merge(old, wanted, request.getUpdateMask(), CHANGEABLE));
    }
    // Without a mask everything is changed, so what is not said is the default again.
    return created(wanted).toBuilder()
        .setState(old.getState())
        .setPurgeTime(old.getPurgeTime())
        .build();
  }

  static Queue checked(Queue queue) {
    Rules.refuse(queue.hasAppEngineRoutingOverride(), "Queue.app_engine_routing_override");
    Rules.refuse(queue.hasStackdriverLoggingConfig(), "Queue.stackdriver_logging_config");
    RateLimits rate = queue.getRateLimits();
    require(
        rate.getMaxDispatchesPerSecond() > 0 && rate.getMaxDispatchesPerSecond() <= MAX_RATE,
        "RateLimits.max_dispatches_per_second must be above 0 and at most 500.");
    require(
        rate.getMaxConcurrentDispatches() > 0
            && rate.getMaxConcurrentDispatches() <= MAX_CONCURRENCY,
        "RateLimits.max_concurrent_dispatches must be between 1 and 5000.");
    retry(queue.getRetryConfig());
    RetryConfig retry = inWholeSeconds(queue.getRetryConfig());
    retry(retry);
    return queue.toBuilder()
        .setRateLimits(rate.toBuilder().setMaxBurstSize(burst(rate.getMaxDispatchesPerSecond())))
        .setRetryConfig(retry)
        .build();
  }

  /** As documented; not the least backoff, of which Google's own default is less than a second. */
  private static RetryConfig inWholeSeconds(RetryConfig retry) {
    RetryConfig.Builder whole = retry.toBuilder();
    if (retry.hasMaxBackoff()) {
      whole.getMaxBackoffBuilder().clearNanos();
    }
    if (retry.hasMaxRetryDuration()) {
      whole.getMaxRetryDurationBuilder().clearNanos();
    }
    return whole.build();
  }

  private static void retry(RetryConfig retry) {
    require(retry.getMaxAttempts() >= -1, "RetryConfig.max_attempts must be at least -1.");
    require(retry.getMaxDoublings() >= 0, "RetryConfig.max_doublings must not be negative.");
    Rules.between(retry.getMinBackoff(), 0, MAX_SECONDS, "min_backoff");
    Rules.between(retry.getMaxBackoff(), 0, MAX_SECONDS, "max_backoff");
    Rules.between(retry.getMaxRetryDuration(), 0, MAX_SECONDS, "max_retry_duration");
    require(
        Durations.compare(retry.getMinBackoff(), retry.getMaxBackoff()) <= 0,
        "RetryConfig.min_backoff must not be above max_backoff.");
  }

  private static int burst(double rate) {
    return (int) Math.clamp(rate / 5, 10, 100);
  }

  private static void require(boolean valid, String message) {
    if (!valid) {
      throw GoogleError.invalid(message);
    }
  }
}
