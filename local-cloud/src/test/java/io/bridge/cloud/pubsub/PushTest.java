package io.bridge.cloud.pubsub;

import static io.bridge.cloud.dispatch.TestCloud.PROJECT;
import static io.bridge.cloud.dispatch.Waits.assertLasted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The push side: a signed call, again until it is acknowledged, in order where asked. */
class PushTest {
  @TempDir Path dir;

  private Receiver app;
  private TestCloud cloud;

  @BeforeEach
  void start() throws Exception {
    app = Receiver.start();
    cloud = TestCloud.start(dir, app.url());
  }

  @AfterEach
  void stop() {
    cloud.close();
    app.close();
  }

  @Test
  void pushesAMessageWithASignedToken() throws Exception {
    String id = publish("plain", "", "hallo");

    Receiver.Call call = app.next("/push");

    JsonNode body = Json.read(call.body());
    JsonNode message = body.path("message");
    assertEquals(
        "projects/" + PROJECT + "/subscriptions/push.plain", body.path("subscription").asText());
    assertEquals(id, message.path("messageId").asText());
    assertEquals(id, message.path("message_id").asText());
    assertEquals("hallo", new String(message.path("data").binaryValue()));
    assertEquals("v", message.path("attributes").path("k").asText());
    assertTrue(Instant.parse(message.path("publishTime").asText()).isBefore(Instant.now()));
    assertFalse(message.has("orderingKey"));
    assertEquals(1, body.path("deliveryAttempt").asInt());
    assertEquals("application/json", call.headers().get("Content-Type"));
    JwtClaims claims = claims(call);
    assertEquals(List.of(app.url() + "/push"), claims.getAudience());
    assertEquals(cloud.email("pusher"), claims.getStringClaimValue("email"));
    assertEquals("https://accounts.google.com", claims.getIssuer());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void takesASuccessForAnAcknowledgement(int status) throws Exception {
    app.answering("/push", _ -> status);
    publish("plain", "", "eins");
    app.next("/push");

    cloud.close();
    cloud = TestCloud.start(dir, app.url());
    publish("plain", "", "zwei");

    assertEquals("zwei", text(app.next("/push")));
  }

  @ParameterizedTest
  @ValueSource(ints = {203, 302, 400, 404, 429, 500, 503})
  void pushesAgainWhatWasNotAcknowledged(int status) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    app.answering("/push", _ -> calls.incrementAndGet() < 3 ? status : 204);

    String id = publish("plain", "", "nochmal");

    for (int attempt = 1; attempt <= 3; attempt++) {
      JsonNode body = Json.read(app.next("/push").body());
      assertEquals(id, body.path("message").path("messageId").asText());
      assertEquals(attempt, body.path("deliveryAttempt").asInt());
    }
  }

  @Test
  void waitsLongerAfterEachFailure() throws Exception {
    AtomicInteger failures = new AtomicInteger(4);
    app.answering("/push", _ -> failures.getAndDecrement() > 0 ? 500 : 200);

    publish("plain", "", "warten");

    // 1 s, 2 s, and at most 4 s, at a hundredth.
    Receiver.Call before = app.next("/push");
    for (int millis : List.of(10, 20, 40, 40)) {
      Receiver.Call call = app.next("/push");
      assertLasted(Duration.ofMillis(millis), call.after(before), "push");
      before = call;
    }
  }

  @Test
  void keepsTheOrderOfAKeyOverFailures() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    app.answering(
        "/ordered", call -> text(call).equals("a1") && failures.getAndDecrement() > 0 ? 500 : 200);

    publish("ordered", "a", "a1");
    publish("ordered", "a", "a2");
    publish("ordered", "a", "a3");
    publish("ordered", "b", "b1");

    List<String> ofKeyA = new ArrayList<>();
    boolean other = false;
    while (ofKeyA.size() < 6) {
      String text = text(app.next("/ordered"));
      other |= text.equals("b1");
      if (text.startsWith("a")) {
        ofKeyA.add(text);
      }
    }
    assertEquals(List.of("a1", "a1", "a1", "a1", "a2", "a3"), ofKeyA);
    assertTrue(other || text(app.next("/ordered")).equals("b1"));
  }

  @Test
  void putsAwayAMessageThatNobodyTakes() throws Exception {
    app.answering("/push", _ -> 500);

    String id = publish("plain", "", "unzustellbar");
    for (int attempt = 1; attempt <= 5; attempt++) {
      app.next("/push");
    }

    ReceivedMessage dead = pullDead();
    Map<String, String> attributes = dead.getMessage().getAttributesMap();
    assertEquals("unzustellbar", dead.getMessage().getData().toStringUtf8());
    assertEquals("v", attributes.get("k"));
    assertEquals("5", attributes.get("CloudPubSubDeadLetterSourceDeliveryCount"));
    assertEquals("push.plain", attributes.get("CloudPubSubDeadLetterSourceSubscription"));
    assertEquals(PROJECT, attributes.get("CloudPubSubDeadLetterSourceSubscriptionProject"));
    assertFalse(dead.getMessage().getMessageId().equals(id));
    assertEquals(0, app.waiting("/push"));
  }

  private ReceivedMessage pullDead() throws Exception {
    PullRequest request =
        PullRequest.newBuilder()
            .setSubscription("projects/" + PROJECT + "/subscriptions/dead.plain")
            .setMaxMessages(1)
            .build();
    SubscriberStubSettings settings =
        SubscriberStubSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(cloud.asAdmin())
            .build();
    Instant deadline = Instant.now().plusSeconds(20);
    try (SubscriberStub stub = GrpcSubscriberStub.create(settings)) {
      while (Instant.now().isBefore(deadline)) {
        List<ReceivedMessage> pulled = stub.pullCallable().call(request).getReceivedMessagesList();
        if (!pulled.isEmpty()) {
          return pulled.getFirst();
        }
      }
    }
    throw new AssertionError("No dead letter arrived");
  }

  @Test
  void pushesAfterARestartWhatWasLeft() throws Exception {
    app.answering("/ordered", _ -> 503);
    publish("ordered", "k", "eins");
    publish("ordered", "k", "zwei");
    app.next("/ordered");
    cloud.close();
    app.close();

    app = Receiver.start();
    cloud = TestCloud.start(dir, app.url());

    assertEquals("eins", text(app.next("/ordered")));
    assertEquals("zwei", text(app.next("/ordered")));
  }

  @Test
  void pushesWhenTheServiceIsBack() throws Exception {
    int port = app.port();
    app.close();
    publish("ordered", "k", "eins");

    app = Receiver.start(port);

    assertEquals("eins", text(app.next("/ordered")));
  }

  @Test
  void pushesManyAtOnce() throws Exception {
    PublishRequest.Builder request =
        PublishRequest.newBuilder().setTopic("projects/" + PROJECT + "/topics/plain");
    for (int i = 0; i < 100; i++) {
      request.addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("m" + i)));
    }
    TestPublisher.publish(cloud, cloud.as("writer"), request.build());

    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      texts.add(text(app.next("/push")));
    }
    assertEquals(100, texts.stream().distinct().count());
  }

  private String publish(String topic, String orderingKey, String text) throws Exception {
    PublishRequest request =
        PublishRequest.newBuilder()
            .setTopic("projects/" + PROJECT + "/topics/" + topic)
            .addMessages(
                PubsubMessage.newBuilder()
                    .setData(ByteString.copyFromUtf8(text))
                    .setOrderingKey(orderingKey)
                    .putAttributes("k", "v"))
            .build();
    return TestPublisher.publish(cloud, cloud.as("writer"), request).getFirst();
  }

  private JwtClaims claims(Receiver.Call call) {
    String authorization = call.headers().get("Authorization");
    return cloud.cloud().tokens().verifyGoogleIdToken(authorization.substring("Bearer ".length()));
  }

  private static String text(Receiver.Call call) {
    try {
      return new String(Json.read(call.body()).path("message").path("data").binaryValue());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
