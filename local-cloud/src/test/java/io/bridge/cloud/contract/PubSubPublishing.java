package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.bridge.cloud.dispatch.TestCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Publishes by Google's publisher: one {@code text}, or several {@code texts} in one batch; with
 * {@code attributes} and an ordering {@code key}.
 */
record PubSubPublishing(TestCloud cloud, CredentialsProvider who) {
  private static final int PATIENCE_SECONDS = 60;

  Map<String, ContractClient.Call> calls() {
    return Map.of("publish", this::publish);
  }

  private Map<String, Object> publish(JsonNode with) throws Exception {
    List<PubsubMessage> messages = new ArrayList<>();
    if (with.has("text")) {
      messages.add(message(with.path("text").asText(), with));
    }
    with.path("texts").forEach(it -> messages.add(message(it.asText(), with)));
    List<String> ids = publish(with, messages);
    return Map.of("id", ids.getFirst(), "count", new HashSet<>(ids).size());
  }

  private List<String> publish(JsonNode with, List<PubsubMessage> messages) throws Exception {
    TopicName topic = TopicName.of(TestCloud.PROJECT, with.path("topic").asText());
    Publisher publisher =
        Publisher.newBuilder(topic)
            .setChannelProvider(cloud.channel())
            .setCredentialsProvider(who)
            .setEnableMessageOrdering(with.has("key"))
            .setBatchingSettings(
                BatchingSettings.newBuilder()
                    .setElementCountThreshold((long) messages.size())
                    .setRequestByteThreshold(1_000_000L)
                    .setDelayThresholdDuration(Duration.ofSeconds(1))
                    .build())
            .build();
    try {
      List<ApiFuture<String>> ids = messages.stream().map(publisher::publish).toList();
      return ApiFutures.allAsList(ids).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      publisher.shutdown();
    }
  }

  private static PubsubMessage message(String text, JsonNode with) {
    PubsubMessage.Builder message =
        PubsubMessage.newBuilder()
            .setData(ByteString.copyFromUtf8(text))
            .setOrderingKey(with.path("key").asText());
    with.path("attributes")
        .properties()
        .forEach(it -> message.putAttributes(it.getKey(), it.getValue().asText()));
    return message.build();
  }
}
