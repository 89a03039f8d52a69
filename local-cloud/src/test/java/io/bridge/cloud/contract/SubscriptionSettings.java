package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.TopicName;
import io.bridge.cloud.dispatch.TestCloud;
import java.util.HashMap;
import java.util.Map;

/**
 * What a case says of a subscription: {@code filter}, {@code exactlyOnce}, {@code ordered}, {@code
 * ackSeconds}, {@code backoff} (least and most, in seconds), {@code letters} (a topic) with {@code
 * attempts}, {@code push} (an address) with {@code account} and {@code audience}, and {@code bare}:
 * pushed without a wrapper, with {@code "metadata"} or without.
 */
final class SubscriptionSettings {
  private static final int ACK_SECONDS = 10;

  private SubscriptionSettings() {}

  static Subscription.Builder of(JsonNode with) {
    Subscription.Builder subscription =
        Subscription.newBuilder()
            .setAckDeadlineSeconds(with.path("ackSeconds").asInt(ACK_SECONDS))
            .setFilter(with.path("filter").asText())
            .setEnableMessageOrdering(with.path("ordered").asBoolean())
            .setEnableExactlyOnceDelivery(with.path("exactlyOnce").asBoolean());
    if (with.has("backoff")) {
      subscription.setRetryPolicy(
          RetryPolicy.newBuilder()
              .setMinimumBackoff(duration(with.path("backoff").path(0)))
              .setMaximumBackoff(duration(with.path("backoff").path(1))));
    }
    if (with.has("letters")) {
      subscription.setDeadLetterPolicy(
          DeadLetterPolicy.newBuilder()
              .setDeadLetterTopic(
                  TopicName.of(TestCloud.PROJECT, with.path("letters").asText()).toString())
              .setMaxDeliveryAttempts(with.path("attempts").asInt()));
    }
    if (with.has("push")) {
      subscription.setPushConfig(push(with));
    }
    return subscription;
  }

  static Duration duration(JsonNode seconds) {
    return Durations.fromMillis(Math.round(seconds.asDouble() * 1000));
  }

  private static PushConfig push(JsonNode with) {
    PushConfig.Builder push = PushConfig.newBuilder().setPushEndpoint(with.path("push").asText());
    if (with.has("account")) {
      push.setOidcToken(
          PushConfig.OidcToken.newBuilder()
              .setServiceAccountEmail(
                  with.path("account").asText()
                      + "@"
                      + TestCloud.PROJECT
                      + ".iam.gserviceaccount.com")
              .setAudience(with.path("audience").asText()));
    }
    if (with.has("bare")) {
      push.setNoWrapper(
          PushConfig.NoWrapper.newBuilder()
              .setWriteMetadata(with.path("bare").asText().equals("metadata")));
    }
    return push.build();
  }

  /** As a case may expect it, in the words of the settings. */
  static Map<String, Object> seen(Subscription subscription) {
    Map<String, Object> seen = new HashMap<>();
    seen.put("name", subscription.getName());
    seen.put("topic", subscription.getTopic());
    seen.put("filter", subscription.getFilter());
    seen.put("ackSeconds", subscription.getAckDeadlineSeconds());
    seen.put("ordered", subscription.getEnableMessageOrdering());
    seen.put("push", subscription.getPushConfig().getPushEndpoint());
    if (subscription.hasRetryPolicy()) {
      RetryPolicy retry = subscription.getRetryPolicy();
      seen.put("leastBackoff", Durations.toString(retry.getMinimumBackoff()));
      seen.put("mostBackoff", Durations.toString(retry.getMaximumBackoff()));
    }
    if (subscription.hasDeadLetterPolicy()) {
      seen.put("letters", subscription.getDeadLetterPolicy().getDeadLetterTopic());
      seen.put("attempts", subscription.getDeadLetterPolicy().getMaxDeliveryAttempts());
    }
    return seen;
  }
}
