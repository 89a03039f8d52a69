package io.bridge.cloud.pubsub;

import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.topology.Topology;

/** Topics and subscriptions of the topology as Google's resources. */
record Declared(Topology topology, ResourceNames names) {

  Topic topic(String id) {
    return TopicRules.checked(Topic.newBuilder().setName(names.topic(id)).build());
  }

  /**
   * @throws IllegalArgumentException when it is none that Google would take
   */
  Subscription subscription(String id, Topology.Subscription it) {
    Subscription.Builder resource =
        Subscription.newBuilder()
            .setName(names.subscription(id))
            .setTopic(names.topic(it.topic()))
            .setAckDeadlineSeconds(it.ackDeadlineSeconds())
            .setEnableMessageOrdering(it.ordering());
    if (it.push() != null) {
      resource.setPushConfig(push(it.push()));
    }
    if (it.retry() != null) {
      resource.setRetryPolicy(
          RetryPolicy.newBuilder()
              .setMinimumBackoff(Durations.fromSeconds(it.retry().minBackoffSeconds()))
              .setMaximumBackoff(Durations.fromSeconds(it.retry().maxBackoffSeconds())));
    }
    if (it.deadLetter() != null) {
      resource.setDeadLetterPolicy(
          DeadLetterPolicy.newBuilder()
              .setDeadLetterTopic(names.topic(it.deadLetter().topic()))
              .setMaxDeliveryAttempts(it.deadLetter().maxDeliveryAttempts()));
    }
    try {
      return SubscriptionRules.checked(resource.build());
    } catch (GoogleError e) {
      throw new IllegalArgumentException("Subscription " + id + ": " + e.getMessage(), e);
    }
  }

  private PushConfig push(Topology.Target target) {
    return PushConfig.newBuilder()
        .setPushEndpoint(PushAddress.of(target))
        .setOidcToken(
            PushConfig.OidcToken.newBuilder()
                .setServiceAccountEmail(topology.email(target.serviceAccount())))
        .build();
  }
}
