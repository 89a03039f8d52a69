package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Pub/Sub's calls. */
final class PubSubContract implements ContractClient {
  private static final int ACK_SECONDS = 10;
  private static final int PATIENCE_SECONDS = 60;

  private final TestCloud cloud;
  private final CredentialsProvider who;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;
  private final SubscriberStub puller;

  PubSubContract(TestCloud cloud, CredentialsProvider who) throws IOException {
    this.cloud = cloud;
    this.who = who;
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
    this.puller =
        GrpcSubscriberStub.create(
            SubscriberStubSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(who)
                .build());
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    TopicName topic = TopicName.of(TestCloud.PROJECT, with.path("topic").asText("none"));
    String subscription = with.path("subscription").asText("none");
    SubscriptionName name = SubscriptionName.of(TestCloud.PROJECT, subscription);
    return switch (call) {
      case "createTopic" -> Map.of("name", topics.createTopic(topic).getName());
      case "getTopic" -> Map.of("name", topics.getTopic(topic).getName());
      case "deleteTopic" -> {
        topics.deleteTopic(topic);
        yield Map.of();
      }
      case "createSubscription" ->
          Map.of(
              "name",
              subscriptions
                  .createSubscription(
                      Subscription.newBuilder()
                          .setName(name.toString())
                          .setTopic(topic.toString())
                          .setAckDeadlineSeconds(ACK_SECONDS)
                          .setFilter(with.path("filter").asText())
                          .setEnableExactlyOnceDelivery(with.path("exactlyOnce").asBoolean())
                          .build())
                  .getName());
      case "seek" -> {
        subscriptions.seek(
            SeekRequest.newBuilder()
                .setSubscription(name.toString())
                .setTime(Timestamp.getDefaultInstance())
                .build());
        yield Map.of();
      }
      case "deleteSubscription" -> {
        subscriptions.deleteSubscription(name);
        yield Map.of();
      }
      case "publish" -> Map.of("id", publish(topic, with));
      case "pull" -> Map.of("messages", pull(name));
      case "receive" -> Map.of("texts", receive(subscription, with.path("count").intValue()));
      default -> throw ContractClient.unknown(call);
    };
  }

  private String publish(TopicName topic, JsonNode with) throws Exception {
    PubsubMessage.Builder message =
        PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(with.path("text").asText()));
    with.path("attributes")
        .properties()
        .forEach(it -> message.putAttributes(it.getKey(), it.getValue().asText()));
    Publisher publisher =
        Publisher.newBuilder(topic)
            .setChannelProvider(cloud.channel())
            .setCredentialsProvider(who)
            .build();
    try {
      return publisher.publish(message.build()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      publisher.shutdown();
    }
  }

  private List<Map<String, Object>> pull(SubscriptionName name) {
    PullRequest request =
        PullRequest.newBuilder().setSubscription(name.toString()).setMaxMessages(10).build();
    PullResponse answer = puller.pullCallable().call(request);
    List<Map<String, Object>> messages = new ArrayList<>();
    AcknowledgeRequest.Builder acknowledged =
        AcknowledgeRequest.newBuilder().setSubscription(name.toString());
    for (ReceivedMessage each : answer.getReceivedMessagesList()) {
      acknowledged.addAckIds(each.getAckId());
      PubsubMessage message = each.getMessage();
      messages.add(
          Map.of(
              "text", message.getData().toStringUtf8(), "attributes", message.getAttributesMap()));
    }
    puller.acknowledgeCallable().call(acknowledged.build());
    return messages;
  }

  private List<String> receive(String subscription, int count) throws Exception {
    BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    Subscriber subscriber =
        Subscriber.newBuilder(
                ProjectSubscriptionName.of(TestCloud.PROJECT, subscription),
                (PubsubMessage message, AckReplyConsumer reply) -> {
                  reply.ack();
                  arrived.add(message.getData().toStringUtf8());
                })
            .setChannelProvider(cloud.channel())
            .setCredentialsProvider(who)
            .build();
    subscriber.startAsync().awaitRunning();
    try {
      List<String> texts = new ArrayList<>();
      while (texts.size() < count) {
        String next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
          throw new TimeoutException("Only " + texts + " arrived");
        }
        texts.add(next);
      }
      return texts.stream().sorted().toList();
    } finally {
      subscriber.stopAsync().awaitTerminated();
    }
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
    puller.close();
  }
}
