package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriptionName;
import io.bridge.cloud.dispatch.TestCloud;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pulls. {@code pull} acknowledges what it gets; {@code take} waits for messages and holds them, so
 * that {@code acknowledge} and {@code modify} (its deadline, 0 to refuse it) name them by their
 * texts: all that are held without. {@code takeNow} does not wait.
 */
final class PubSubPulls {
  private static final int MOST = 10;

  private final SubscriberStub subscriber;
  private final Map<String, String> ackIds = new ConcurrentHashMap<>();
  private final Map<String, Stopwatch> sinceTold = new ConcurrentHashMap<>();

  PubSubPulls(SubscriberStub subscriber) {
    this.subscriber = subscriber;
  }

  Map<String, ContractClient.Call> calls() {
    return Map.of(
        "pull", it -> Map.of("messages", pull(name(it))),
        "take", this::take,
        "takeNow", it -> held(name(it), request(name(it), MOST, true)),
        "modify", this::modify,
        "acknowledge", this::acknowledge);
  }

  private List<Map<String, Object>> pull(String name) {
    List<Map<String, Object>> messages = new ArrayList<>();
    AcknowledgeRequest.Builder acknowledged = AcknowledgeRequest.newBuilder().setSubscription(name);
    for (ReceivedMessage each : request(name, MOST, false)) {
      acknowledged.addAckIds(each.getAckId());
      PubsubMessage message = each.getMessage();
      messages.add(
          Map.of(
              "text", message.getData().toStringUtf8(), "attributes", message.getAttributesMap()));
    }
    subscriber.acknowledgeCallable().call(acknowledged.build());
    return messages;
  }

  private Map<String, Object> take(JsonNode with) {
    String name = name(with);
    Stopwatch told = sinceTold.getOrDefault(name, Stopwatch.started());
    sinceTold.put(name, Stopwatch.started());
    List<ReceivedMessage> received = List.of();
    while (received.isEmpty()) {
      received = request(name, with.path("most").asInt(MOST), false);
    }
    Map<String, Object> taken = new HashMap<>(held(name, received));
    taken.put("seconds", told.seconds());
    return taken;
  }

  @SuppressWarnings("deprecation") // Clients still ask for an answer at once.
  private List<ReceivedMessage> request(String name, int most, boolean now) {
    return subscriber
        .pullCallable()
        .call(
            PullRequest.newBuilder()
                .setSubscription(name)
                .setMaxMessages(most)
                .setReturnImmediately(now)
                .build())
        .getReceivedMessagesList();
  }

  private Map<String, Object> held(String name, List<ReceivedMessage> received) {
    received.forEach(
        it -> ackIds.put(name + '#' + it.getMessage().getData().toStringUtf8(), it.getAckId()));
    return PubSubStreams.seen(received);
  }

  private Map<String, Object> modify(JsonNode with) {
    String name = name(with);
    sinceTold.put(name, Stopwatch.started());
    subscriber
        .modifyAckDeadlineCallable()
        .call(
            ModifyAckDeadlineRequest.newBuilder()
                .setSubscription(name)
                .setAckDeadlineSeconds(with.path("seconds").intValue())
                .addAllAckIds(ackIds(name, with))
                .build());
    return Map.of();
  }

  private Map<String, Object> acknowledge(JsonNode with) {
    String name = name(with);
    sinceTold.put(name, Stopwatch.started());
    subscriber
        .acknowledgeCallable()
        .call(
            AcknowledgeRequest.newBuilder()
                .setSubscription(name)
                .addAllAckIds(ackIds(name, with))
                .build());
    return Map.of();
  }

  private List<String> ackIds(String name, JsonNode with) {
    List<String> ids = new ArrayList<>();
    with.path("texts").forEach(it -> ids.add(ackIds.get(name + '#' + it.asText())));
    return ids;
  }

  private static String name(JsonNode with) {
    return SubscriptionName.of(TestCloud.PROJECT, with.path("subscription").asText()).toString();
  }
}
