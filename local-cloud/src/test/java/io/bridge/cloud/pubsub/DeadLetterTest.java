package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.message;
import static io.bridge.cloud.pubsub.GooglePubSub.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.dispatch.TestCloud;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nobody acknowledges is put away; PushTest has it pushed. */
@ExtendWith(GooglePubSub.Shared.class)
class DeadLetterTest {
  private final GooglePubSub google;

  DeadLetterTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void putsAwayWhatWasRefusedAsOftenAsAllowedAndOnce() {
    // Given
    String topic = google.topic();
    String letters = google.topic();
    String dead = google.subscription(letters);
    String subscription = google.subscription(topic, it -> policy(it, letters));
    String id =
        google.publish(topic, message("x").toBuilder().putAttributes("k", "v").build()).getFirst();

    // When
    for (int attempt = 1; attempt <= 5; attempt++) {
      ReceivedMessage received = google.pullOne(subscription);
      assertEquals(attempt, received.getDeliveryAttempt());
      google.refuse(subscription, received);
    }

    // Then
    ReceivedMessage letter = google.pullOne(dead);
    Map<String, String> attributes = letter.getMessage().getAttributesMap();
    assertEquals("x", text(letter));
    assertNotEquals(id, letter.getMessage().getMessageId());
    assertEquals("v", attributes.get("k"));
    assertEquals("5", attributes.get("CloudPubSubDeadLetterSourceDeliveryCount"));
    assertEquals(
        subscription.substring(subscription.lastIndexOf('/') + 1),
        attributes.get("CloudPubSubDeadLetterSourceSubscription"));
    assertEquals(
        TestCloud.PROJECT, attributes.get("CloudPubSubDeadLetterSourceSubscriptionProject"));
    assertFalse(
        Instant.parse(attributes.get("CloudPubSubDeadLetterSourceTopicPublishTime"))
            .isAfter(Instant.now()));
    assertEquals(List.of(), google.pull(dead));
    assertEquals(List.of(), google.pull(subscription));
  }

  @Test
  void putsNothingAwayThatWasAcknowledged() {
    String topic = google.topic();
    String letters = google.topic();
    String dead = google.subscription(letters);
    String subscription = google.subscription(topic, it -> policy(it, letters));
    google.publish(topic, "x");
    for (int attempt = 1; attempt <= 4; attempt++) {
      google.refuse(subscription, google.pullOne(subscription));
    }

    google.acknowledge(subscription, google.pullOne(subscription));

    assertEquals(List.of(), google.pull(subscription));
    assertEquals(List.of(), google.pull(dead));
  }

  @Test
  void countsNoAttemptsWithoutAPolicy() {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    google.publish(topic, "x");
    for (int attempt = 1; attempt <= 6; attempt++) {
      google.refuse(subscription, google.pullOne(subscription));
    }

    ReceivedMessage received = google.pullOne(subscription);

    assertEquals(0, received.getDeliveryAttempt());
  }

  @Test
  void goesOnDeliveringWhenTheTopicOfTheLettersIsGone() {
    String topic = google.topic();
    String letters = google.topic();
    String subscription = google.subscription(topic, it -> policy(it, letters));
    google.publish(topic, "x");
    google.topics().deleteTopic(letters);

    for (int attempt = 1; attempt <= 6; attempt++) {
      google.refuse(subscription, google.pullOne(subscription));
    }

    assertEquals(7, google.pullOne(subscription).getDeliveryAttempt());
  }

  private static Subscription.Builder policy(Subscription.Builder it, String letters) {
    return it.setDeadLetterPolicy(
        DeadLetterPolicy.newBuilder().setDeadLetterTopic(letters).setMaxDeliveryAttempts(5));
  }
}
