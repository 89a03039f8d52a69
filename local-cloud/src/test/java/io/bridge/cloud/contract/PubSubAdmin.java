package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.DetachSubscriptionRequest;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Topics and subscriptions: made, changed, listed, deleted. */
final class PubSubAdmin implements AutoCloseable {
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;

  PubSubAdmin(TestCloud cloud, CredentialsProvider who) throws IOException {
    this.topics =
        TopicAdminClient.create(
            TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(who)
                .build());
    this.subscriptions =
        SubscriptionAdminClient.create(
            SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(who)
                .build());
  }

  Map<String, ContractClient.Call> calls() {
    return Map.ofEntries(
        Map.entry("createTopic", it -> named(topics.createTopic(topic(it)).getName())),
        Map.entry("getTopic", it -> named(topics.getTopic(topic(it)).getName())),
        Map.entry("deleteTopic", it -> done(() -> topics.deleteTopic(topic(it)))),
        Map.entry("topicSubscriptions", this::topicSubscriptions),
        Map.entry("createSubscription", this::create),
        Map.entry(
            "getSubscription",
            it -> SubscriptionSettings.seen(subscriptions.getSubscription(subscription(it)))),
        Map.entry("updateSubscription", this::update),
        Map.entry("modifyPush", it -> done(() -> modifyPush(it))),
        Map.entry("detach", it -> done(() -> detach(it))),
        Map.entry("seek", it -> done(() -> seek(it))),
        Map.entry(
            "deleteSubscription",
            it -> done(() -> subscriptions.deleteSubscription(subscription(it)))));
  }

  private Map<String, Object> create(JsonNode with) {
    return SubscriptionSettings.seen(
        subscriptions.createSubscription(
            SubscriptionSettings.of(with)
                .setName(subscription(with).toString())
                .setTopic(topic(with).toString())
                .build()));
  }

  private Map<String, Object> update(JsonNode with) {
    FieldMask.Builder mask = FieldMask.newBuilder();
    with.path("mask").forEach(it -> mask.addPaths(it.asText()));
    return SubscriptionSettings.seen(
        subscriptions.updateSubscription(
            UpdateSubscriptionRequest.newBuilder()
                .setSubscription(
                    SubscriptionSettings.of(with).setName(subscription(with).toString()))
                .setUpdateMask(mask)
                .build()));
  }

  private void modifyPush(JsonNode with) {
    subscriptions.modifyPushConfig(
        subscription(with).toString(), SubscriptionSettings.of(with).getPushConfig());
  }

  private void detach(JsonNode with) {
    topics.detachSubscription(
        DetachSubscriptionRequest.newBuilder()
            .setSubscription(subscription(with).toString())
            .build());
  }

  private void seek(JsonNode with) {
    subscriptions.seek(
        SeekRequest.newBuilder()
            .setSubscription(subscription(with).toString())
            .setTime(Timestamp.getDefaultInstance())
            .build());
  }

  private Map<String, Object> topicSubscriptions(JsonNode with) {
    List<String> names = new ArrayList<>();
    topics.listTopicSubscriptions(topic(with)).iterateAll().forEach(names::add);
    return Map.of("names", names.stream().sorted().toList());
  }

  private static TopicName topic(JsonNode with) {
    return TopicName.of(TestCloud.PROJECT, with.path("topic").asText());
  }

  private static SubscriptionName subscription(JsonNode with) {
    return SubscriptionName.of(TestCloud.PROJECT, with.path("subscription").asText());
  }

  private static Map<String, Object> named(String name) {
    return Map.of("name", name);
  }

  private static Map<String, Object> done(Runnable call) {
    call.run();
    return Map.of();
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
  }
}
