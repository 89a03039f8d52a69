package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.assertRefused;
import static io.bridge.cloud.pubsub.GooglePubSub.message;
import static io.bridge.cloud.pubsub.GooglePubSub.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.http.Json;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Push subscriptions that a client made: where to, as whom and in which form. */
@ExtendWith(GooglePubSub.Shared.class)
class PushEndpointTest {
  private final GooglePubSub google;

  PushEndpointTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void pushesWithATokenForTheAudienceThatWasAskedFor() throws Exception {
    String topic = google.topic();
    google.subscription(
        topic,
        it ->
            it.setPushConfig(
                to("/signed")
                    .setOidcToken(
                        PushConfig.OidcToken.newBuilder()
                            .setServiceAccountEmail(google.cloud().email("pusher"))
                            .setAudience("somebody"))));

    google.publish(topic, "x");

    JwtClaims claims = claims(google.app().next("/signed"));
    assertEquals(List.of("somebody"), claims.getAudience());
    assertEquals(google.cloud().email("pusher"), claims.getStringClaimValue("email"));
  }

  @Test
  void pushesWithoutATokenWhereNoneWasAskedFor() throws Exception {
    String topic = google.topic();
    google.subscription(topic, it -> it.setPushConfig(to("/unsigned")));

    google.publish(topic, "x");

    Receiver.Call call = google.app().next("/unsigned");
    assertNull(call.headers().get("Authorization"));
    assertTrue(Json.read(call.body()).path("deliveryAttempt").isMissingNode());
  }

  @Test
  void pushesBareDataWithOrWithoutWhatIsKnownOfIt() throws Exception {
    // Given
    String topic = google.topic();
    String bare = google.subscription(topic, it -> it.setPushConfig(unwrapped("/bare", false)));
    String told = google.subscription(topic, it -> it.setPushConfig(unwrapped("/told", true)));
    PubsubMessage message =
        message("{\"a\":1}").toBuilder().putAttributes("x-mine", "v").setOrderingKey("key").build();

    // When
    String id = google.publish(topic, message).getFirst();

    // Then
    Receiver.Call withHeaders = google.app().next("/told");
    Receiver.Call without = google.app().next("/bare");
    assertEquals("{\"a\":1}", new String(withHeaders.body()));
    assertEquals("{\"a\":1}", new String(without.body()));
    assertEquals("v", withHeaders.headers().get("x-mine"));
    assertEquals(id, withHeaders.headers().get("x-goog-pubsub-message-id"));
    assertEquals(told, withHeaders.headers().get("x-goog-pubsub-subscription-name"));
    assertEquals("key", withHeaders.headers().get("x-goog-pubsub-ordering-key"));
    assertNotNull(withHeaders.headers().get("x-goog-pubsub-publish-time"));
    assertNull(without.headers().get("x-mine"));
    assertNull(without.headers().get("x-goog-pubsub-message-id"));
    assertTrue(google.subscriptions().getSubscription(bare).getPushConfig().hasNoWrapper());
  }

  @Test
  void pushesNowhereWhatIsPulledFromNowOn() throws Exception {
    // Given
    String topic = google.topic();
    google.app().answering("/changed", _ -> 500);
    String subscription = google.subscription(topic, it -> it.setPushConfig(to("/changed")));
    assertRefused(Code.FAILED_PRECONDITION, () -> google.pull(subscription));
    google.publish(topic, "x");
    google.app().next("/changed");

    // When
    google.subscriptions().modifyPushConfig(subscription, PushConfig.getDefaultInstance());

    // Then
    assertEquals("x", text(google.pullOne(subscription)));
    google.subscriptions().modifyPushConfig(subscription, to("/elsewhere").build());
    google.publish(topic, "y");
    assertTrue(new String(google.app().next("/elsewhere").body()).contains("eQ=="));
  }

  private PushConfig.Builder to(String path) {
    return PushConfig.newBuilder().setPushEndpoint(google.app().url() + path);
  }

  private PushConfig.Builder unwrapped(String path, boolean metadata) {
    return to(path).setNoWrapper(PushConfig.NoWrapper.newBuilder().setWriteMetadata(metadata));
  }

  private JwtClaims claims(Receiver.Call call) {
    String authorization = call.headers().get("Authorization");
    return google
        .cloud()
        .cloud()
        .tokens()
        .verifyGoogleIdToken(authorization.substring("Bearer ".length()));
  }
}
