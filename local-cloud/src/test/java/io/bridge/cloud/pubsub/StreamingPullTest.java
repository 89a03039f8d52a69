package io.bridge.cloud.pubsub;

import static io.bridge.cloud.dispatch.Waits.assertLastedSince;
import static io.bridge.cloud.pubsub.GooglePubSub.text;
import static io.bridge.cloud.pubsub.GooglePubSub.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** StreamingPull, as Google's own subscriber uses it and to the letter of the protocol. */
@ExtendWith(GooglePubSub.Shared.class)
class StreamingPullTest {
  private final GooglePubSub google;

  StreamingPullTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void givesGooglesSubscriberEverythingUntilItIsAcknowledged() throws Exception {
    // Given a subscriber that refuses each message once
    String topic = google.topic();
    String subscription = google.subscription(topic);
    Set<String> refused = ConcurrentHashMap.newKeySet();
    Set<String> done = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(200);
    Subscriber subscriber =
        google.subscriber(
            subscription,
            (message, reply) -> {
              if (refused.add(message.getMessageId())) {
                reply.nack();
              } else if (done.add(message.getMessageId())) {
                reply.ack();
                all.countDown();
              }
            },
            it -> it);

    // When
    for (int i = 0; i < 4; i++) {
      google.publish(
          topic, IntStream.range(0, 50).mapToObj(n -> "message " + n).toArray(String[]::new));
    }

    // Then
    assertTrue(all.await(60, TimeUnit.SECONDS), done.size() + " of 200");
    subscriber.stopAsync().awaitTerminated();
    assertEquals(List.of(), google.pull(subscription));
  }

  @Test
  void sendsGooglesSubscriberNoMoreThanItCanHold() throws Exception {
    // Given a subscriber that may hold three and does
    String topic = google.topic();
    String subscription = google.subscription(topic);
    BlockingQueue<AckReplyConsumer> held = new LinkedBlockingQueue<>();
    Subscriber subscriber =
        google.subscriber(
            subscription,
            (_, reply) -> held.add(reply),
            it ->
                it.setFlowControlSettings(
                    FlowControlSettings.newBuilder().setMaxOutstandingElementCount(3L).build()));

    // When
    google.publish(topic, IntStream.range(0, 20).mapToObj(n -> "m" + n).toArray(String[]::new));

    // Then
    List<AckReplyConsumer> three = List.of(next(held), next(held), next(held));
    assertNull(held.poll(300, TimeUnit.MILLISECONDS));
    three.forEach(AckReplyConsumer::ack);
    for (int more = 0; more < 17; more++) {
      next(held).ack();
    }
    subscriber.stopAsync().awaitTerminated();
  }

  private static AckReplyConsumer next(BlockingQueue<AckReplyConsumer> held) throws Exception {
    AckReplyConsumer reply = held.poll(30, TimeUnit.SECONDS);
    assertNotNull(reply);
    return reply;
  }

  @Test
  void holdsBackWhatAStreamMayNotHaveHowManyEverArrive() throws Exception {
    // Given a stream that may have three outstanding, by a client that would take any number
    String topic = google.topic();
    String subscription = google.subscription(topic);
    try (TestStream stream = stream(subscription, 3, 0)) {
      stream.next();

      // When
      for (int i = 0; i < 4; i++) {
        google.publish(topic, "a" + i, "b" + i, "c" + i, "d" + i, "e" + i);
      }

      // Then
      Deque<ReceivedMessage> outstanding = new ArrayDeque<>();
      Set<String> seen = new HashSet<>();
      while (seen.size() < 20) {
        List<ReceivedMessage> arrived = stream.messages(1);
        seen.addAll(texts(arrived));
        outstanding.addAll(arrived);
        assertTrue(outstanding.size() <= 3, "outstanding " + outstanding.size());
        if (outstanding.size() == 3) {
          stream.acknowledge(outstanding.remove());
        }
      }
      assertEquals(2, outstanding.size());
    }
  }

  @Test
  void saysFirstWhatTheSubscriptionIsLike() throws Exception {
    String ordered = google.subscription(google.topic(), it -> it.setEnableMessageOrdering(true));
    String plain = google.subscription(google.topic());
    try (TestStream ofOrdered = stream(ordered, 0, 0);
        TestStream ofPlain = stream(plain, 0, 0)) {

      StreamingPullResponse first = ofOrdered.next();
      StreamingPullResponse other = ofPlain.next();

      assertTrue(first.getSubscriptionProperties().getMessageOrderingEnabled());
      assertFalse(first.getSubscriptionProperties().getExactlyOnceDeliveryEnabled());
      assertEquals(0, first.getReceivedMessagesCount());
      assertFalse(other.getSubscriptionProperties().getMessageOrderingEnabled());
    }
  }

  @Test
  void answersAClientThatKeepsItselfAlive() throws Exception {
    String subscription = google.subscription(google.topic());
    try (TestStream stream = stream(subscription, 0, 0)) {
      stream.next();

      stream.send(StreamingPullRequest.getDefaultInstance());

      assertEquals(0, stream.next().getReceivedMessagesCount());
    }
  }

  @Test
  void stopsAtTheMessagesThatMayBeOutstanding() throws Exception {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    google.publish(topic, "1", "2", "3", "4");
    try (TestStream stream = stream(subscription, 2, 0)) {
      List<ReceivedMessage> two = stream.messages(2);
      assertNull(stream.poll(300));

      stream.acknowledge(two.getFirst());

      assertEquals(List.of("3"), texts(stream.messages(1)));
      stream.refuse(two.getLast());
      assertEquals(1, stream.messages(1).size());
      assertNull(stream.poll(300));
    }
  }

  @Test
  void stopsAtTheBytesThatMayBeOutstanding() throws Exception {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    google.publish(topic, "a".repeat(600), "b".repeat(600), "c".repeat(600));
    try (TestStream stream = stream(subscription, 0, 1000)) {
      List<ReceivedMessage> first = stream.messages(1);
      List<ReceivedMessage> second = stream.messages(1);
      assertNull(stream.poll(300));

      stream.acknowledge(first.getFirst());

      assertEquals("c".repeat(600), text(stream.messages(1).getFirst()));
      stream.acknowledge(second.getFirst());
    }
  }

  @Test
  void forgetsWhatWasAcknowledgedOnTheStream() throws Exception {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    google.publish(topic, "done", "open");
    try (TestStream stream = stream(subscription, 0, 0)) {
      List<ReceivedMessage> both = stream.messages(2);

      stream.acknowledge(both.getFirst());
      stream.refuse(both.getLast());

      assertEquals(List.of("open"), texts(stream.messages(1)));
      assertNull(stream.poll(300));
    }
  }

  @Test
  void deliversAgainWhatABrokenStreamHadWhenItsDeadlinePasses() throws Exception {
    // Given a stream that breaks with one message extended
    String topic = google.topic();
    String subscription = google.subscription(topic, it -> it.setAckDeadlineSeconds(60));
    google.publish(topic, "first", "extended");
    Instant leased = Instant.now();
    TestStream broken = stream(subscription, 0, 0);
    List<ReceivedMessage> both = broken.messages(2);
    broken.extend(both.getLast(), 60);
    broken.ping();
    broken.cancel();

    try (TestStream next = stream(subscription, 0, 0)) {
      // When
      List<ReceivedMessage> again = next.messages(1);

      // Then the stream's own deadline counted, not the subscription's
      assertEquals(List.of("first"), texts(again));
      assertLastedSince(leased, Duration.ofSeconds(10), "the stream's deadline");
      assertNull(next.poll(300));
    }
  }

  @Test
  void sharesTheMessagesBetweenStreams() throws Exception {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    try (TestStream one = stream(subscription, 5, 0);
        TestStream other = stream(subscription, 5, 0)) {
      one.next();
      other.next();

      google.publish(topic, IntStream.range(0, 10).mapToObj(n -> "m" + n).toArray(String[]::new));

      List<String> ofOne = texts(one.messages(5));
      List<String> ofOther = texts(other.messages(5));
      assertTrue(ofOne.stream().noneMatch(ofOther::contains));
    }
  }

  @Test
  void endsWhenTheSubscriptionIsDeleted() throws Exception {
    String subscription = google.subscription(google.topic());
    try (TestStream stream = stream(subscription, 0, 0)) {
      stream.next();

      google.subscriptions().deleteSubscription(subscription);

      assertEquals(Code.NOT_FOUND, stream.end());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 601, -1})
  void refusesAStreamWithADeadlineThatCannotBe(int seconds) throws Exception {
    String subscription = google.subscription(google.topic());
    try (TestStream stream = TestStream.open(google)) {

      stream.send(
          StreamingPullRequest.newBuilder()
              .setSubscription(subscription)
              .setStreamAckDeadlineSeconds(seconds)
              .build());

      assertEquals(Code.INVALID_ARGUMENT, stream.end());
    }
  }

  @Test
  void endsAStreamThatSendsWhatCannotBe() throws Exception {
    String subscription = google.subscription(google.topic());
    for (StreamingPullRequest wrong :
        List.of(
            StreamingPullRequest.newBuilder().addAckIds("none of ours").build(),
            StreamingPullRequest.newBuilder().addModifyDeadlineAckIds("MS0xLTE").build(),
            StreamingPullRequest.newBuilder()
                .addModifyDeadlineAckIds("MS0xLTE")
                .addModifyDeadlineSeconds(-1)
                .build(),
            StreamingPullRequest.newBuilder().setSubscription(subscription).build(),
            StreamingPullRequest.newBuilder().setMaxOutstandingMessages(1).build())) {
      try (TestStream stream = stream(subscription, 0, 0)) {
        stream.next();

        stream.send(wrong);

        assertEquals(Code.INVALID_ARGUMENT, stream.end(), wrong.toString());
      }
    }
  }

  @Test
  void refusesAStreamOfNothingAndOfAPushSubscription() throws Exception {
    String none = google.newSubscriptionName();
    String pushed = none.replaceFirst("subscription-\\d+$", "push.plain");
    try (TestStream ofNone = stream(none, 0, 0);
        TestStream ofPushed = stream(pushed, 0, 0)) {
      assertEquals(Code.NOT_FOUND, ofNone.end());
      assertEquals(Code.FAILED_PRECONDITION, ofPushed.end());
    }
  }

  private TestStream stream(String subscription, long maxMessages, long maxBytes) {
    TestStream stream = TestStream.open(google);
    stream.send(
        StreamingPullRequest.newBuilder()
            .setSubscription(subscription)
            .setStreamAckDeadlineSeconds(10)
            .setMaxOutstandingMessages(maxMessages)
            .setMaxOutstandingBytes(maxBytes)
            .setClientId("test")
            .setProtocolVersion(1)
            .build());
    return stream;
  }
}
