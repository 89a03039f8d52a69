package io.bridge.cloud.pubsub;

import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.Rules;
import java.time.Duration;
import java.util.Set;

/** What a subscription may be here, and what it is where nothing is said. */
final class SubscriptionRules {
  private static final int MIN_ACK_DEADLINE_SECONDS = 10;
  private static final int MAX_ACK_DEADLINE_SECONDS = 600;
  private static final int MAX_BACKOFF_SECONDS = 600;
  private static final int MIN_ATTEMPTS = 5;
  private static final int MAX_ATTEMPTS = 100;
  private static final Set<String> CHANGEABLE =
      Set.of(
          "ack_deadline_seconds",
          "push_config",
          "message_retention_duration",
          "retain_acked_messages",
          "labels",
          "expiration_policy",
          "dead_letter_policy",
          "retry_policy",
          "enable_exactly_once_delivery",
          "bigquery_config",
          "cloud_storage_config",
          "bigtable_config",
          "message_transforms");

  private SubscriptionRules() {}

  /** The subscription as it is kept; errors are Google's, and 501 for what local-cloud has not. */
  static Subscription checked(Subscription wanted) {
    refuseWhatIsNotPlayed(wanted);
    Rules.labels(wanted.getLabelsMap());
    Filter.parse(wanted.getFilter());
    Subscription.Builder kept =
        wanted.toBuilder()
            .setState(Subscription.State.ACTIVE)
            .clearTopicMessageRetentionDuration()
            .clearAnalyticsHubSubscriptionInfo();
    ackDeadline(kept);
    retention(kept);
    // Never: nothing here is ever idle for so long that it would matter.
    kept.setExpirationPolicy(ExpirationPolicy.getDefaultInstance());
    if (kept.hasRetryPolicy()) {
      kept.setRetryPolicy(retry(kept.getRetryPolicy()));
    }
    if (kept.hasDeadLetterPolicy()) {
      kept.setDeadLetterPolicy(deadLetter(kept.getDeadLetterPolicy()));
    }
    if (kept.hasPushConfig()) {
      kept.setPushConfig(PushRules.checked(kept.getPushConfig()));
    }
    return kept.build();
  }

  static Subscription changed(Subscription old, UpdateSubscriptionRequest request) {
    return checked(
        Rules.merge(old, request.getSubscription(), request.getUpdateMask(), CHANGEABLE));
  }

  private static void refuseWhatIsNotPlayed(Subscription wanted) {
    Rules.refuse(wanted.hasBigqueryConfig(), "Subscription.bigquery_config");
    Rules.refuse(wanted.hasCloudStorageConfig(), "Subscription.cloud_storage_config");
    Rules.refuse(wanted.hasBigtableConfig(), "Subscription.bigtable_config");
    Rules.refuse(wanted.getRetainAckedMessages(), "Subscription.retain_acked_messages");
    Rules.refuse(
        wanted.getEnableExactlyOnceDelivery(), "Subscription.enable_exactly_once_delivery");
    Rules.refuse(wanted.getMessageTransformsCount() > 0, "Subscription.message_transforms");
    Rules.refuse(wanted.getTagsCount() > 0, "Subscription.tags");
    Rules.refuse(wanted.getDetached(), "Subscription.detached");
    Rules.refuse(wanted.getExpirationPolicy().hasTtl(), "Subscription.expiration_policy.ttl");
  }

  private static void ackDeadline(Subscription.Builder kept) {
    int seconds = kept.getAckDeadlineSeconds();
    if (seconds == 0) {
      kept.setAckDeadlineSeconds(MIN_ACK_DEADLINE_SECONDS);
    } else if (seconds < MIN_ACK_DEADLINE_SECONDS || seconds > MAX_ACK_DEADLINE_SECONDS) {
      throw GoogleError.invalid(
          "Invalid ack deadline given: it must be between 10 and 600 seconds.");
    }
  }

  private static void retention(Subscription.Builder kept) {
    if (!kept.hasMessageRetentionDuration()) {
      kept.setMessageRetentionDuration(Durations.fromDays(7));
    }
    Rules.between(
        kept.getMessageRetentionDuration(),
        Duration.ofMinutes(10).toSeconds(),
        Duration.ofDays(31).toSeconds(),
        "message_retention_duration");
  }

  private static RetryPolicy retry(RetryPolicy wanted) {
    RetryPolicy.Builder kept = wanted.toBuilder();
    if (!kept.hasMinimumBackoff()) {
      kept.setMinimumBackoff(Durations.fromSeconds(10));
    }
    if (!kept.hasMaximumBackoff()) {
      kept.setMaximumBackoff(Durations.fromSeconds(MAX_BACKOFF_SECONDS));
    }
    Rules.between(kept.getMinimumBackoff(), 0, MAX_BACKOFF_SECONDS, "minimum_backoff");
    Rules.between(kept.getMaximumBackoff(), 0, MAX_BACKOFF_SECONDS, "maximum_backoff");
    if (Durations.compare(kept.getMinimumBackoff(), kept.getMaximumBackoff()) > 0) {
      throw GoogleError.invalid("minimum_backoff must not be above maximum_backoff.");
    }
    return kept.build();
  }

  private static DeadLetterPolicy deadLetter(DeadLetterPolicy wanted) {
    int attempts = wanted.getMaxDeliveryAttempts();
    if (attempts != 0 && (attempts < MIN_ATTEMPTS || attempts > MAX_ATTEMPTS)) {
      throw GoogleError.invalid("max_delivery_attempts must be between 5 and 100.");
    }
    if (wanted.getDeadLetterTopic().isEmpty()) {
      throw GoogleError.invalid("A dead letter policy needs a dead_letter_topic.");
    }
    return wanted.toBuilder()
        .setMaxDeliveryAttempts(attempts == 0 ? MIN_ATTEMPTS : attempts)
        .build();
  }
}
