package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.pubsub.TestStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Streams. {@code receive} is Google's subscriber, that acknowledges what it gets but refuses once
 * what is named in {@code refuse}. The other calls are one StreamingPull of a subscription, to the
 * letter: {@code open} with the most that may be outstanding, {@code next} messages and the {@code
 * rest}, {@code tell} what is acknowledged and what has another deadline (0 refuses it), {@code
 * leave}.
 */
record PubSubStreams(
    TestCloud cloud,
    CredentialsProvider who,
    SubscriberStub stub,
    Map<String, OpenStream> streams) {
  private static final int ACK_SECONDS = 10;
  private static final int PATIENCE_SECONDS = 60;

  /**
   * @param ackIds by text
   */
  private record OpenStream(TestStream stream, Map<String, String> ackIds, Stopwatch[] told) {}

  PubSubStreams(TestCloud cloud, CredentialsProvider who, SubscriberStub stub) {
    this(cloud, who, stub, new ConcurrentHashMap<>());
  }

  Map<String, ContractClient.Call> calls() {
    return Map.of(
        "receive", this::receive,
        "open", this::open,
        "next", this::next,
        "rest", this::rest,
        "tell", this::tell,
        "leave", this::leave);
  }

  private Map<String, Object> receive(JsonNode with) throws Exception {
    BlockingQueue<String> acknowledged = new LinkedBlockingQueue<>();
    List<String> refuse = new ArrayList<>();
    with.path("refuse").forEach(it -> refuse.add(it.asText()));
    Subscriber subscriber =
        Subscriber.newBuilder(
                ProjectSubscriptionName.of(TestCloud.PROJECT, with.path("subscription").asText()),
                (PubsubMessage message, AckReplyConsumer reply) -> {
                  String text = message.getData().toStringUtf8();
                  boolean refused;
                  synchronized (refuse) {
                    refused = refuse.remove(text);
                  }
                  if (refused) {
                    reply.nack();
                  } else {
                    reply.ack();
                    acknowledged.add(text);
                  }
                })
            .setChannelProvider(cloud.channel())
            .setCredentialsProvider(who)
            .build();
    subscriber.startAsync().awaitRunning();
    try {
      List<String> texts = new ArrayList<>();
      while (texts.size() < with.path("count").intValue()) {
        String next = acknowledged.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
          throw new TimeoutException("Only " + texts + " arrived");
        }
        texts.add(next);
      }
      boolean asTheyCame = with.path("asTheyCame").asBoolean();
      return Map.of("texts", asTheyCame ? texts : texts.stream().sorted().toList());
    } finally {
      subscriber.stopAsync().awaitTerminated();
    }
  }

  private Map<String, Object> open(JsonNode with) {
    String subscription = with.path("subscription").asText();
    TestStream stream = TestStream.open(stub);
    streams.put(
        subscription,
        new OpenStream(stream, new ConcurrentHashMap<>(), new Stopwatch[] {Stopwatch.started()}));
    stream.send(
        StreamingPullRequest.newBuilder()
            .setSubscription(ProjectSubscriptionName.of(TestCloud.PROJECT, subscription).toString())
            .setStreamAckDeadlineSeconds(ACK_SECONDS)
            .setMaxOutstandingMessages(with.path("most").asLong())
            .build());
    return Map.of();
  }

  private Map<String, Object> next(JsonNode with) throws InterruptedException {
    OpenStream open = stream(with);
    List<ReceivedMessage> received = open.stream.messages(with.path("count").asInt(1));
    double seconds = open.told[0].seconds();
    Map<String, Object> next = new HashMap<>(held(open, received));
    next.put("seconds", seconds);
    return next;
  }

  private Map<String, Object> rest(JsonNode with) throws InterruptedException {
    OpenStream open = stream(with);
    List<ReceivedMessage> received = new ArrayList<>();
    for (var response = open.stream.poll((int) Stopwatch.QUIET.toMillis());
        response != null;
        response = open.stream.poll((int) Stopwatch.QUIET.toMillis())) {
      received.addAll(response.getReceivedMessagesList());
    }
    return held(open, received);
  }

  private Map<String, Object> tell(JsonNode with) {
    OpenStream open = stream(with);
    StreamingPullRequest.Builder request = StreamingPullRequest.newBuilder();
    with.path("acknowledge").forEach(it -> request.addAckIds(open.ackIds.get(it.asText())));
    with.path("modify")
        .properties()
        .forEach(
            it ->
                request
                    .addModifyDeadlineAckIds(open.ackIds.get(it.getKey()))
                    .addModifyDeadlineSeconds(it.getValue().intValue()));
    open.told[0] = Stopwatch.started();
    open.stream.send(request.build());
    return Map.of();
  }

  private Map<String, Object> leave(JsonNode with) {
    stream(with).stream.close();
    return Map.of();
  }

  private OpenStream stream(JsonNode with) {
    return streams.get(with.path("subscription").asText());
  }

  private static Map<String, Object> held(OpenStream open, List<ReceivedMessage> received) {
    received.forEach(
        it -> open.ackIds.put(it.getMessage().getData().toStringUtf8(), it.getAckId()));
    return seen(received);
  }

  /** Their texts as they came, and all of the first. */
  static Map<String, Object> seen(List<ReceivedMessage> received) {
    Map<String, Object> seen = new HashMap<>();
    seen.put(
        "texts", received.stream().map(it -> it.getMessage().getData().toStringUtf8()).toList());
    received.stream()
        .findFirst()
        .ifPresent(
            first ->
                seen.put(
                    "first",
                    Map.of(
                        "attributes", first.getMessage().getAttributesMap(),
                        "key", first.getMessage().getOrderingKey(),
                        "attempt", first.getDeliveryAttempt())));
    return seen;
  }
}
