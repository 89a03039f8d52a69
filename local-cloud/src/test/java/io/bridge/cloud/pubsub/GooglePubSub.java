package io.bridge.cloud.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.dispatch.OnePerRun;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.function.Executable;

/** One local-cloud for all contract classes of Pub/Sub, and Google's clients for it. */
final class GooglePubSub implements AutoCloseable {
  private final AtomicInteger made = new AtomicInteger();
  private final Receiver app;
  private final TestCloud cloud;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;
  private final SubscriberStub stub;

  /** Gives it to constructors of tests. */
  static final class Shared extends OnePerRun<GooglePubSub> {
    Shared() {
      super(GooglePubSub.class, GooglePubSub::new);
    }
  }

  GooglePubSub(Path dir) throws IOException {
    app = Receiver.start();
    cloud = TestCloud.start(dir, app.url());
    topics =
        TopicAdminClient.create(
            TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
    subscriptions = subscriptions(cloud.asAdmin());
    stub =
        GrpcSubscriberStub.create(
            SubscriberStubSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
  }

  Receiver app() {
    return app;
  }

  TestCloud cloud() {
    return cloud;
  }

  TopicAdminClient topics() {
    return topics;
  }

  SubscriptionAdminClient subscriptions() {
    return subscriptions;
  }

  SubscriptionAdminClient subscriptions(CredentialsProvider credentials) throws IOException {
    return SubscriptionAdminClient.create(
        SubscriptionAdminSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(credentials)
            .build());
  }

  SubscriberStub stub() {
    return stub;
  }

  /** Name of a topic that no other test has. */
  String newTopicName() {
    return "projects/" + TestCloud.PROJECT + "/topics/topic-" + made.incrementAndGet();
  }

  String newSubscriptionName() {
    return "projects/"
        + TestCloud.PROJECT
        + "/subscriptions/subscription-"
        + made.incrementAndGet();
  }

  String topic() {
    return topics.createTopic(newTopicName()).getName();
  }

  String subscription(String topic) {
    return subscription(topic, it -> it);
  }

  String subscription(String topic, UnaryOperator<Subscription.Builder> change) {
    return subscriptions.createSubscription(wanted(topic, change)).getName();
  }

  Subscription wanted(String topic, UnaryOperator<Subscription.Builder> change) {
    return change
        .apply(Subscription.newBuilder().setName(newSubscriptionName()).setTopic(topic))
        .build();
  }

  void publish(String topic, String... texts) {
    PubsubMessage[] messages =
        Arrays.stream(texts).map(GooglePubSub::message).toArray(PubsubMessage[]::new);
    publish(topic, messages);
  }

  List<String> publish(String topic, PubsubMessage... messages) {
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(topic).addAllMessages(List.of(messages)).build();
    try {
      return TestPublisher.publish(cloud, cloud.asAdmin(), request);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static PubsubMessage message(String text) {
    return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  static PubsubMessage keyed(String key, String text) {
    return message(text).toBuilder().setOrderingKey(key).build();
  }

  /** What is there at once. */
  @SuppressWarnings("deprecation")
  List<ReceivedMessage> pull(String subscription) {
    return stub.pullCallable()
        .call(
            PullRequest.newBuilder()
                .setSubscription(subscription)
                .setMaxMessages(100)
                .setReturnImmediately(true)
                .build())
        .getReceivedMessagesList();
  }

  /** The next message, when it comes. */
  ReceivedMessage pullOne(String subscription) {
    Instant deadline = Instant.now().plusSeconds(40);
    while (Instant.now().isBefore(deadline)) {
      PullResponse pulled =
          stub.pullCallable()
              .call(
                  PullRequest.newBuilder().setSubscription(subscription).setMaxMessages(1).build());
      if (pulled.getReceivedMessagesCount() > 0) {
        return pulled.getReceivedMessages(0);
      }
    }
    throw new AssertionError("Nothing came");
  }

  ApiFuture<PullResponse> pullLater(String subscription) {
    return stub.pullCallable()
        .futureCall(
            PullRequest.newBuilder().setSubscription(subscription).setMaxMessages(10).build());
  }

  void acknowledge(String subscription, ReceivedMessage... messages) {
    stub.acknowledgeCallable()
        .call(
            AcknowledgeRequest.newBuilder()
                .setSubscription(subscription)
                .addAllAckIds(ackIds(messages))
                .build());
  }

  void modify(String subscription, int seconds, ReceivedMessage... messages) {
    stub.modifyAckDeadlineCallable()
        .call(
            ModifyAckDeadlineRequest.newBuilder()
                .setSubscription(subscription)
                .setAckDeadlineSeconds(seconds)
                .addAllAckIds(ackIds(messages))
                .build());
  }

  void refuse(String subscription, ReceivedMessage... messages) {
    modify(subscription, 0, messages);
  }

  private static List<String> ackIds(ReceivedMessage... messages) {
    return Arrays.stream(messages).map(ReceivedMessage::getAckId).toList();
  }

  /** Google's own subscriber, running. */
  Subscriber subscriber(
      String subscription, MessageReceiver receiver, UnaryOperator<Subscriber.Builder> change) {
    Subscriber subscriber =
        change
            .apply(
                Subscriber.newBuilder(subscription, receiver)
                    .setChannelProvider(cloud.channel())
                    .setCredentialsProvider(cloud.asAdmin()))
            .build();
    subscriber.startAsync().awaitRunning();
    return subscriber;
  }

  static List<String> texts(List<ReceivedMessage> messages) {
    List<String> texts = new ArrayList<>();
    messages.forEach(it -> texts.add(text(it)));
    return texts;
  }

  static String text(ReceivedMessage message) {
    return message.getMessage().getData().toStringUtf8();
  }

  static void assertRefused(Code code, Executable call) {
    assertEquals(code, assertThrows(ApiException.class, call).getStatusCode().getCode());
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
    stub.close();
    cloud.close();
    app.close();
  }
}
