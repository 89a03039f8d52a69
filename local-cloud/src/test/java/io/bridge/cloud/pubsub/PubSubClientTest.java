package io.bridge.cloud.pubsub;

import static io.bridge.cloud.dispatch.TestCloud.PROJECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.Publisher;
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
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.bridge.cloud.dispatch.TestCloud;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Google's own Java clients against Pub/Sub's gRPC services. */
class PubSubClientTest {
  private static final String PULLED = "projects/" + PROJECT + "/subscriptions/pull.pulled";

  @TempDir Path dir;

  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void pullsWhatWasPublishedAndForgetsWhatWasAcknowledged() throws Exception {
    String id = publish("pulled", message("eins").toBuilder().putAttributes("k", "v").build());

    ReceivedMessage received = pull().getFirst();
    acknowledge(received.getAckId());
    stop();
    start();

    assertEquals(id, received.getMessage().getMessageId());
    assertEquals("eins", received.getMessage().getData().toStringUtf8());
    assertEquals("v", received.getMessage().getAttributesOrThrow("k"));
    assertTrue(received.getMessage().getPublishTime().getSeconds() > 0);
    assertEquals(List.of(), pull());
  }

  @Test
  void keepsMessagesOverARestart() throws Exception {
    publish("pulled", message("bleibt"));

    stop();
    start();

    assertEquals("bleibt", pull().getFirst().getMessage().getData().toStringUtf8());
  }

  @Test
  void leasesAMessageToOnePullerAtATime() throws Exception {
    publish("pulled", message("geliehen"));
    ReceivedMessage first = pull().getFirst();
    assertEquals(List.of(), pull());

    modify(first.getAckId(), 0);
    ReceivedMessage second = pull().getFirst();
    // An acknowledgement of the lease that was given back says nothing about the new one.
    acknowledge(first.getAckId());
    modify(second.getAckId(), 0);
    ReceivedMessage third = pull().getFirst();

    assertNotEquals(first.getAckId(), second.getAckId());
    assertEquals(first.getMessage(), third.getMessage());
  }

  @Test
  void givesEveryMessageItsOwnId() throws Exception {
    String first = publish("unheard", message("a"));
    String second = publish("unheard", message("b"));

    assertNotEquals(first, second);
  }

  @Test
  void takesMessagesOfGooglesPublisher() throws Exception {
    Publisher publisher =
        Publisher.newBuilder("projects/" + PROJECT + "/topics/pulled")
            .setChannelProvider(cloud.channel())
            .setCredentialsProvider(cloud.as("writer"))
            .build();
    var ids = IntStream.range(0, 50).mapToObj(i -> publisher.publish(message("m" + i))).toList();
    for (var id : ids) {
      id.get(30, TimeUnit.SECONDS);
    }
    publisher.shutdown();
    publisher.awaitTermination(10, TimeUnit.SECONDS);

    assertEquals(50, pull().size());
  }

  @Test
  void refusesMessagesBeyondGooglesLimits() throws Exception {
    PubsubMessage.Builder many = message("x").toBuilder();
    IntStream.range(0, 101).forEach(i -> many.putAttributes("k" + i, "v"));

    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", PubsubMessage.getDefaultInstance()));
    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", many.build()));
    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", attribute("goog-x", "v")));
    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", attribute("", "v")));
    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", attribute("k".repeat(257), "v")));
    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", attribute("k", "v".repeat(1025))));
    assertCode(
        Code.INVALID_ARGUMENT,
        () -> publish("pulled", message("x").toBuilder().setOrderingKey("k".repeat(1025)).build()));
    assertCode(
        Code.INVALID_ARGUMENT,
        () ->
            publish(
                "pulled",
                PubsubMessage.newBuilder()
                    .setData(ByteString.copyFrom(new byte[10_000_001]))
                    .build()));
    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", List.of()));
    PubsubMessage keyed = message("x").toBuilder().setOrderingKey("k").build();
    assertCode(Code.INVALID_ARGUMENT, () -> publish("pulled", List.of(keyed, message("y"))));
    assertEquals(List.of(), pull());
    publish(
        "pulled",
        PubsubMessage.newBuilder().setData(ByteString.copyFrom(new byte[9_999_999])).build());
  }

  @Test
  void refusesWhoMayNotPublishOrPull() throws Exception {
    assertCode(Code.PERMISSION_DENIED, () -> publish("nobody", "pulled", List.of(message("x"))));
    assertCode(Code.PERMISSION_DENIED, () -> publish("writer", "events", List.of(message("x"))));
    assertCode(
        Code.PERMISSION_DENIED,
        () -> {
          try (SubscriberStub stub = subscriber(cloud.as("writer"))) {
            stub.pullCallable().call(pullRequest(PULLED));
          }
        });
  }

  @Test
  void knowsTheTopology() throws Exception {
    TopicAdminSettings settings =
        TopicAdminSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(cloud.asAdmin())
            .build();
    try (TopicAdminClient topics = TopicAdminClient.create(settings)) {
      Topic topic = topics.getTopic(topic("plain"));
      List<String> all = new ArrayList<>();
      topics.listTopics("projects/" + PROJECT).iterateAll().forEach(t -> all.add(t.getName()));
      List<String> heard = new ArrayList<>();
      topics.listTopicSubscriptions(topic("plain")).iterateAll().forEach(heard::add);

      assertEquals(topic("plain"), topic.getName());
      assertEquals(6, all.size());
      assertEquals(List.of("projects/" + PROJECT + "/subscriptions/push.plain"), heard);
      assertCode(Code.NOT_FOUND, () -> topics.getTopic(topic("nothing")));
      assertCode(Code.NOT_FOUND, () -> topics.getTopic("projects/another/topics/plain"));
      assertCode(Code.INVALID_ARGUMENT, () -> topics.getTopic("plain"));
      assertCode(Code.INVALID_ARGUMENT, () -> topics.listTopics(PROJECT).iterateAll().iterator());
    }
    assertCode(Code.NOT_FOUND, () -> publishAsAdmin("nothing"));
  }

  @Test
  void tellsHowASubscriptionIsSetUp() throws Exception {
    SubscriptionAdminSettings settings =
        SubscriptionAdminSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(cloud.asAdmin())
            .build();
    try (SubscriptionAdminClient client = SubscriptionAdminClient.create(settings)) {
      Subscription push =
          client.getSubscription("projects/" + PROJECT + "/subscriptions/push.plain");
      long count =
          StreamSupport.stream(
                  client.listSubscriptions("projects/" + PROJECT).iterateAll().spliterator(), false)
              .count();

      assertEquals("http://localhost:9/push", push.getPushConfig().getPushEndpoint());
      assertEquals(
          cloud.email("pusher"), push.getPushConfig().getOidcToken().getServiceAccountEmail());
      assertEquals(4, push.getRetryPolicy().getMaximumBackoff().getSeconds());
      assertEquals(topic("dead"), push.getDeadLetterPolicy().getDeadLetterTopic());
      assertEquals(5, push.getDeadLetterPolicy().getMaxDeliveryAttempts());
      assertEquals(5, count);
      assertCode(
          Code.NOT_FOUND,
          () -> client.getSubscription("projects/" + PROJECT + "/subscriptions/none"));
    }
  }

  @Test
  void refusesPullsThatMakeNoSense() throws Exception {
    try (SubscriberStub stub = subscriber(cloud.asAdmin())) {
      String pushed = "projects/" + PROJECT + "/subscriptions/push.plain";
      assertCode(Code.FAILED_PRECONDITION, () -> stub.pullCallable().call(pullRequest(pushed)));
      assertCode(
          Code.INVALID_ARGUMENT,
          () -> stub.pullCallable().call(PullRequest.newBuilder().setSubscription(PULLED).build()));
      assertCode(Code.INVALID_ARGUMENT, () -> acknowledge("no ack id"));
      assertCode(Code.INVALID_ARGUMENT, () -> acknowledge("bm9uZQ"));
      assertCode(Code.INVALID_ARGUMENT, () -> modify("MS0xLTE", 601));
      acknowledge("MS05OTk5OTktMQ");
    }
  }

  private static String topic(String id) {
    return "projects/" + PROJECT + "/topics/" + id;
  }

  private static PubsubMessage message(String text) {
    return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  private static PubsubMessage attribute(String key, String value) {
    return PubsubMessage.newBuilder().putAttributes(key, value).build();
  }

  private String publish(String topic, PubsubMessage message) throws Exception {
    return publish(topic, List.of(message)).getFirst();
  }

  private List<String> publish(String topic, List<PubsubMessage> messages) throws Exception {
    return publish("writer", topic, messages);
  }

  private List<String> publish(String account, String topic, List<PubsubMessage> messages)
      throws Exception {
    return TestPublisher.publish(cloud, cloud.as(account), request(topic, messages));
  }

  private void publishAsAdmin(String topic) throws Exception {
    TestPublisher.publish(cloud, cloud.asAdmin(), request(topic, List.of(message("x"))));
  }

  private static PublishRequest request(String topic, List<PubsubMessage> messages) {
    return PublishRequest.newBuilder().setTopic(topic(topic)).addAllMessages(messages).build();
  }

  private List<ReceivedMessage> pull() throws Exception {
    try (SubscriberStub stub = subscriber(cloud.asAdmin())) {
      return stub.pullCallable().call(pullRequest(PULLED)).getReceivedMessagesList();
    }
  }

  @SuppressWarnings("deprecation")
  private static PullRequest pullRequest(String subscription) {
    return PullRequest.newBuilder()
        .setSubscription(subscription)
        .setMaxMessages(100)
        .setReturnImmediately(true)
        .build();
  }

  private void acknowledge(String ackId) throws Exception {
    try (SubscriberStub stub = subscriber(cloud.asAdmin())) {
      stub.acknowledgeCallable()
          .call(AcknowledgeRequest.newBuilder().setSubscription(PULLED).addAckIds(ackId).build());
    }
  }

  private void modify(String ackId, int seconds) throws Exception {
    try (SubscriberStub stub = subscriber(cloud.asAdmin())) {
      stub.modifyAckDeadlineCallable()
          .call(
              ModifyAckDeadlineRequest.newBuilder()
                  .setSubscription(PULLED)
                  .addAckIds(ackId)
                  .setAckDeadlineSeconds(seconds)
                  .build());
    }
  }

  private SubscriberStub subscriber(com.google.api.gax.core.CredentialsProvider credentials)
      throws Exception {
    return GrpcSubscriberStub.create(
        SubscriberStubSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(credentials)
            .build());
  }

  private static void assertCode(Code code, Executable call) {
    assertEquals(code, assertThrows(ApiException.class, call).getStatusCode().getCode());
  }
}
