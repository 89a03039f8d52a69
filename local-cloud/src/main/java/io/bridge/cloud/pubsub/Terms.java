package io.bridge.cloud.pubsub;

import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.dispatch.Backoff;
import java.time.Duration;

/**
 * What a subscription promises, as its backlog uses it.
 *
 * @param backoff after a failure
 */
record Terms(Subscription subscription, Filter filter, Backoff backoff) {
  /** What Google's own push backoff does where a subscription has no retry policy. */
  private static final Duration MIN_PUSH_BACKOFF = Duration.ofMillis(100);

  private static final Duration MAX_PUSH_BACKOFF = Duration.ofSeconds(60);

  static Terms of(Subscription subscription, double backoffScale) {
    return new Terms(
        subscription, Filter.parse(subscription.getFilter()), backoff(subscription, backoffScale));
  }

  private static Backoff backoff(Subscription subscription, double scale) {
    if (subscription.hasRetryPolicy()) {
      RetryPolicy policy = subscription.getRetryPolicy();
      return Backoff.exponential(
          Duration.ofMillis(Durations.toMillis(policy.getMinimumBackoff())),
          Duration.ofMillis(Durations.toMillis(policy.getMaximumBackoff())),
          scale);
    }
    return isPushed(subscription)
        ? Backoff.exponential(MIN_PUSH_BACKOFF, MAX_PUSH_BACKOFF, scale)
        : Backoff.exponential(Duration.ZERO, Duration.ZERO, scale);
  }

  private static boolean isPushed(Subscription subscription) {
    return !subscription.getPushConfig().getPushEndpoint().isEmpty();
  }

  boolean pushed() {
    return isPushed(subscription);
  }

  boolean ordered() {
    return subscription.getEnableMessageOrdering();
  }

  Duration ackDeadline() {
    return Duration.ofSeconds(subscription.getAckDeadlineSeconds());
  }

  /** How often a message is delivered before it is put away; 0 for without end. */
  int maxAttempts() {
    return subscription.hasDeadLetterPolicy()
        ? subscription.getDeadLetterPolicy().getMaxDeliveryAttempts()
        : 0;
  }
}
