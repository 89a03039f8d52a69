package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.keyed;
import static io.bridge.cloud.pubsub.GooglePubSub.text;
import static io.bridge.cloud.pubsub.GooglePubSub.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.pubsub.v1.Subscriber;
import com.google.pubsub.v1.ReceivedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The order of an ordering key, pulled and streamed; PushTest has it pushed. */
@ExtendWith(GooglePubSub.Shared.class)
class OrderingTest {
  private final GooglePubSub google;

  OrderingTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void holdsTheRestOfAKeyBackWhileOneIsOutstanding() {
    String topic = google.topic();
    String subscription = google.subscription(topic, it -> it.setEnableMessageOrdering(true));
    google.publish(topic, keyed("a", "a1"), keyed("a", "a2"));
    google.publish(topic, keyed("b", "b1"));

    List<ReceivedMessage> first = google.pull(subscription);

    assertEquals(List.of("a1", "b1"), texts(first));
    assertEquals(List.of(), google.pull(subscription));
    google.acknowledge(subscription, first.getFirst());
    assertEquals(List.of("a2"), texts(google.pull(subscription)));
  }

  @Test
  void deliversARefusedMessageBeforeWhatFollowsIt() {
    String topic = google.topic();
    String subscription = google.subscription(topic, it -> it.setEnableMessageOrdering(true));
    google.publish(topic, keyed("a", "a1"), keyed("a", "a2"));

    google.refuse(subscription, google.pullOne(subscription));

    ReceivedMessage again = google.pullOne(subscription);
    assertEquals("a1", text(again));
    google.acknowledge(subscription, again);
    assertEquals("a2", text(google.pullOne(subscription)));
  }

  @Test
  void deliversEverythingAtOnceWithoutOrdering() {
    String topic = google.topic();
    String subscription = google.subscription(topic);

    google.publish(topic, keyed("a", "a1"), keyed("a", "a2"));

    assertEquals(List.of("a1", "a2"), texts(google.pull(subscription)));
  }

  @Test
  void givesGooglesSubscriberEachKeyInOrderOverFailures() throws Exception {
    // Given a subscriber that refuses every fourth message once
    String topic = google.topic();
    String subscription = google.subscription(topic, it -> it.setEnableMessageOrdering(true));
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(30);
    AtomicInteger seen = new AtomicInteger();
    Subscriber subscriber =
        google.subscriber(
            subscription,
            (message, reply) -> {
              if (seen.incrementAndGet() % 4 == 0) {
                reply.nack();
                return;
              }
              done.add(message.getData().toStringUtf8());
              reply.ack();
              all.countDown();
            },
            it -> it);

    // When
    IntStream.range(10, 25).forEach(i -> google.publish(topic, keyed("a", "a" + i)));
    IntStream.range(10, 25).forEach(i -> google.publish(topic, keyed("b", "b" + i)));

    // Then
    assertTrue(all.await(60, TimeUnit.SECONDS), done.toString());
    subscriber.stopAsync().awaitTerminated();
    for (String key : List.of("a", "b")) {
      List<String> ofKey = done.stream().filter(text -> text.startsWith(key)).distinct().toList();
      assertEquals(IntStream.range(10, 25).mapToObj(i -> key + i).toList(), ofKey);
    }
  }
}
