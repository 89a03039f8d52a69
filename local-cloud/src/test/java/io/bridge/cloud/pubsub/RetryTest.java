package io.bridge.cloud.pubsub;

import static io.bridge.cloud.dispatch.Waits.assertLasted;
import static io.bridge.cloud.dispatch.Waits.assertLastedSince;
import static io.bridge.cloud.pubsub.GooglePubSub.assertRefused;
import static io.bridge.cloud.pubsub.GooglePubSub.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When a message comes again, and how a pull waits for one. */
@ExtendWith(GooglePubSub.Shared.class)
class RetryTest {
  private final GooglePubSub google;

  RetryTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void comesAgainAtOnceWithoutAPolicy() {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    google.publish(topic, "x");
    ReceivedMessage first = google.pullOne(subscription);

    google.refuse(subscription, first);

    List<ReceivedMessage> again = google.pull(subscription);
    assertEquals(first.getMessage(), again.getFirst().getMessage());
    assertNotEquals(first.getAckId(), again.getFirst().getAckId());
  }

  @Test
  void waitsLongerAfterEachRefusalUpToTheMost() {
    // Given a backoff of 300 s to 310 s at a hundredth
    String topic = google.topic();
    String subscription =
        google.subscription(
            topic,
            it ->
                it.setRetryPolicy(
                    RetryPolicy.newBuilder()
                        .setMinimumBackoff(Durations.fromSeconds(300))
                        .setMaximumBackoff(Durations.fromSeconds(310))));
    google.publish(topic, "x");
    ReceivedMessage first = google.pullOne(subscription);

    // When
    Instant start = Instant.now();
    google.refuse(subscription, first);
    ReceivedMessage second = google.pullOne(subscription);
    Instant again = Instant.now();
    google.refuse(subscription, second);
    google.pullOne(subscription);

    // Then
    Instant end = Instant.now();
    long secondWait = Duration.between(again, end).toMillis();
    assertLasted(Duration.ofMillis(3000), Duration.between(start, again), "first");
    assertTrue(secondWait >= 3100 && secondWait < 6000, "second " + secondWait);
  }

  @Test
  void comesAgainAfterTheAckDeadlineUnlessThatIsExtended() {
    // Given three messages of which one is extended and one acknowledged
    String topic = google.topic();
    String subscription = google.subscription(topic, it -> it.setAckDeadlineSeconds(10));
    google.publish(topic, "forgotten", "extended", "done");
    Instant leased = Instant.now();
    List<ReceivedMessage> all = google.pull(subscription);
    google.modify(subscription, 60, all.get(1));
    google.acknowledge(subscription, all.get(2));

    // When
    ReceivedMessage again = google.pullOne(subscription);

    // Then
    assertEquals("forgotten", text(again));
    assertLastedSince(leased, Duration.ofSeconds(10), "the deadline");
    assertEquals(List.of(), google.pull(subscription));
    // It is late, and yet it counts, because nobody else has it.
    google.acknowledge(subscription, all.get(1));
  }

  @Test
  void letsAPullWaitForAMessage() throws Exception {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    ApiFuture<PullResponse> waiting = google.pullLater(subscription);

    google.publish(topic, "x");

    PullResponse pulled = waiting.get(10, TimeUnit.SECONDS);
    assertEquals("x", text(pulled.getReceivedMessages(0)));
  }

  @Test
  void passesOverTheAckIdsOfAnotherSubscription() {
    String topic = google.topic();
    String one = google.subscription(topic);
    String other = google.subscription(topic);
    google.publish(topic, "x");
    ReceivedMessage ofOther = google.pullOne(other);

    google.acknowledge(one, ofOther);

    assertEquals("x", text(google.pullOne(one)));
    google.refuse(other, ofOther);
    assertEquals("x", text(google.pullOne(other)));
  }

  @Test
  void refusesADeadlineThatCannotBe() {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    google.publish(topic, "x");
    ReceivedMessage received = google.pullOne(subscription);

    assertRefused(Code.INVALID_ARGUMENT, () -> google.modify(subscription, 601, received));
    assertRefused(Code.INVALID_ARGUMENT, () -> google.modify(subscription, -1, received));
    assertRefused(Code.INVALID_ARGUMENT, () -> google.modify(subscription, 10));
  }
}
