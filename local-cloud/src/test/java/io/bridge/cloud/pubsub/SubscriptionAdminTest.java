package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.BigQueryConfig;
import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.CreateSnapshotRequest;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.bridge.cloud.dispatch.TestCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions made, changed, listed and deleted by Google's client. */
@ExtendWith(GooglePubSub.Shared.class)
class SubscriptionAdminTest {
  private final GooglePubSub google;

  SubscriptionAdminTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void fillsInWhatGoogleFillsIn() {
    String topic = google.topic();
    Subscription wanted =
        google.wanted(
            topic,
            it ->
                it.setRetryPolicy(RetryPolicy.getDefaultInstance())
                    .setDeadLetterPolicy(DeadLetterPolicy.newBuilder().setDeadLetterTopic(topic)));

    Subscription made = google.subscriptions().createSubscription(wanted);

    assertEquals(10, made.getAckDeadlineSeconds());
    assertEquals(Durations.fromDays(7), made.getMessageRetentionDuration());
    assertEquals(Durations.fromSeconds(10), made.getRetryPolicy().getMinimumBackoff());
    assertEquals(Durations.fromSeconds(600), made.getRetryPolicy().getMaximumBackoff());
    assertEquals(5, made.getDeadLetterPolicy().getMaxDeliveryAttempts());
    assertTrue(made.hasExpirationPolicy() && !made.getExpirationPolicy().hasTtl());
    assertEquals(Subscription.State.ACTIVE, made.getState());
    assertEquals(made, google.subscriptions().getSubscription(wanted.getName()));
    assertRefused(Code.ALREADY_EXISTS, () -> google.subscriptions().createSubscription(wanted));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 600})
  void takesDeadlinesWithinGooglesBounds(int seconds) {
    String name = google.subscription(google.topic(), it -> it.setAckDeadlineSeconds(seconds));

    assertEquals(seconds, google.subscriptions().getSubscription(name).getAckDeadlineSeconds());
  }

  @Test
  void refusesWhatGoogleRefuses() {
    String topic = google.topic();
    assertInvalid(topic, it -> it.setAckDeadlineSeconds(9));
    assertInvalid(topic, it -> it.setAckDeadlineSeconds(601));
    assertInvalid(topic, it -> it.setMessageRetentionDuration(Durations.fromSeconds(599)));
    assertInvalid(topic, it -> it.setMessageRetentionDuration(Durations.fromDays(32)));
    assertInvalid(topic, it -> it.setRetryPolicy(backoff(601, 601)));
    assertInvalid(topic, it -> it.setRetryPolicy(backoff(20, 10)));
    assertInvalid(topic, it -> it.setDeadLetterPolicy(letters(topic, 4)));
    assertInvalid(topic, it -> it.setDeadLetterPolicy(letters(topic, 101)));
    assertInvalid(topic, it -> it.setDeadLetterPolicy(letters("", 5)));
    assertInvalid(topic, it -> it.putLabels("9", "x"));
    assertInvalid(topic, it -> it.setName(it.getName().replace("subscription-", "goog")));
    assertInvalid(topic, it -> it.setTopic("topic"));
    for (String endpoint : List.of("ftp://x/y", "x", "service:app/push", "http://u:p@host/")) {
      assertInvalid(
          topic, it -> it.setPushConfig(PushConfig.newBuilder().setPushEndpoint(endpoint)));
    }
    assertRefused(Code.NOT_FOUND, () -> google.subscription(google.newTopicName()));
    assertRefused(
        Code.NOT_FOUND,
        () ->
            google.subscription(
                topic, it -> it.setDeadLetterPolicy(letters(google.newTopicName(), 5))));
  }

  private void assertInvalid(String topic, UnaryOperator<Subscription.Builder> change) {
    assertRefused(Code.INVALID_ARGUMENT, () -> google.subscription(topic, change));
  }

  private static RetryPolicy.Builder backoff(int min, int max) {
    return RetryPolicy.newBuilder()
        .setMinimumBackoff(Durations.fromSeconds(min))
        .setMaximumBackoff(Durations.fromSeconds(max));
  }

  private static DeadLetterPolicy.Builder letters(String topic, int attempts) {
    return DeadLetterPolicy.newBuilder().setDeadLetterTopic(topic).setMaxDeliveryAttempts(attempts);
  }

  @Test
  void changesWhatTheMaskNamesAlone() {
    String name = google.subscription(google.topic());
    Subscription wanted =
        Subscription.newBuilder()
            .setName(name)
            .setAckDeadlineSeconds(33)
            .setRetryPolicy(backoff(20, 40))
            .putLabels("k", "v")
            .build();

    Subscription changed =
        google
            .subscriptions()
            .updateSubscription(
                update(wanted, "ack_deadline_seconds", "retry_policy.minimum_backoff"));

    assertEquals(33, changed.getAckDeadlineSeconds());
    assertEquals(Durations.fromSeconds(20), changed.getRetryPolicy().getMinimumBackoff());
    assertEquals(Durations.fromSeconds(600), changed.getRetryPolicy().getMaximumBackoff());
    assertEquals(0, changed.getLabelsCount());
    assertEquals(changed, google.subscriptions().getSubscription(name));
  }

  @Test
  void refusesChangesThatCannotBe() {
    Subscription made = google.subscriptions().getSubscription(google.subscription(google.topic()));
    Subscription deadline = made.toBuilder().setAckDeadlineSeconds(5).build();

    for (String path : List.of("name", "topic", "filter", "enable_message_ordering", "nix")) {
      assertRefused(
          Code.INVALID_ARGUMENT,
          () -> google.subscriptions().updateSubscription(update(made, path)));
    }
    assertRefused(
        Code.INVALID_ARGUMENT, () -> google.subscriptions().updateSubscription(update(made)));
    assertRefused(
        Code.INVALID_ARGUMENT,
        () -> google.subscriptions().updateSubscription(update(deadline, "ack_deadline_seconds")));
  }

  private static UpdateSubscriptionRequest update(Subscription subscription, String... paths) {
    return UpdateSubscriptionRequest.newBuilder()
        .setSubscription(subscription)
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
        .build();
  }

  @Test
  void listsPageByPageAlsoThoseOfATopic() {
    String topic = google.topic();
    List<String> made =
        List.of(google.subscription(topic), google.subscription(topic), google.subscription(topic));

    List<String> listed = new ArrayList<>();
    google
        .subscriptions()
        .listSubscriptions(
            ListSubscriptionsRequest.newBuilder()
                .setProject("projects/" + TestCloud.PROJECT)
                .setPageSize(2)
                .build())
        .iterateAll()
        .forEach(it -> listed.add(it.getName()));
    List<String> heard = new ArrayList<>();
    google.topics().listTopicSubscriptions(topic).iterateAll().forEach(heard::add);

    assertTrue(listed.containsAll(made));
    assertEquals(listed.stream().distinct().toList(), listed);
    assertEquals(made.stream().sorted().toList(), heard);
  }

  @Test
  void forgetsADeletedSubscriptionAndItsMessages() {
    String topic = google.topic();
    Subscription wanted = google.wanted(topic, it -> it);
    google.subscriptions().createSubscription(wanted);
    google.publish(topic, "x");

    google.subscriptions().deleteSubscription(wanted.getName());

    assertRefused(
        Code.NOT_FOUND, () -> google.subscriptions().deleteSubscription(wanted.getName()));
    assertRefused(Code.NOT_FOUND, () -> google.pull(wanted.getName()));
    google.subscriptions().createSubscription(wanted);
    assertEquals(List.of(), google.pull(wanted.getName()));
  }

  @Test
  void letsOnlyWhoMayMakeSubscriptionsAndLendAccounts() throws Exception {
    String topic = google.topic();
    String account = google.cloud().email("pusher");
    Subscription plain = google.wanted(topic, it -> it);
    Subscription signed =
        google.wanted(
            topic,
            it ->
                it.setPushConfig(
                    PushConfig.newBuilder()
                        .setPushEndpoint("http://localhost:9/x")
                        .setOidcToken(
                            PushConfig.OidcToken.newBuilder().setServiceAccountEmail(account))));
    google.cloud().cloud().issueKey("editor", List.of("roles/pubsub.editor"));
    try (SubscriptionAdminClient nobody = google.subscriptions(google.cloud().as("nobody"));
        SubscriptionAdminClient editor = google.subscriptions(google.cloud().as("editor"))) {

      assertRefused(Code.PERMISSION_DENIED, () -> nobody.createSubscription(plain));
      assertRefused(Code.PERMISSION_DENIED, () -> editor.createSubscription(signed));
      editor.createSubscription(plain);

      assertRefused(Code.PERMISSION_DENIED, () -> nobody.getSubscription(plain.getName()));
      assertRefused(Code.PERMISSION_DENIED, () -> nobody.deleteSubscription(plain.getName()));
      assertEquals(topic, editor.getSubscription(plain.getName()).getTopic());
    }
  }

  @Test
  void refusesByNameWhatItDoesNotHave() {
    String topic = google.topic();
    String made = google.subscription(topic);
    assertUnimplemented(
        "enable_exactly_once_delivery",
        () -> google.subscription(topic, it -> it.setEnableExactlyOnceDelivery(true)));
    assertUnimplemented(
        "retain_acked_messages",
        () -> google.subscription(topic, it -> it.setRetainAckedMessages(true)));
    assertUnimplemented(
        "bigquery_config",
        () ->
            google.subscription(
                topic, it -> it.setBigqueryConfig(BigQueryConfig.newBuilder().setTable("t"))));
    assertUnimplemented(
        "cloud_storage_config",
        () ->
            google.subscription(
                topic,
                it -> it.setCloudStorageConfig(CloudStorageConfig.newBuilder().setBucket("b"))));
    assertUnimplemented(
        "expiration_policy.ttl",
        () ->
            google.subscription(
                topic,
                it ->
                    it.setExpirationPolicy(
                        ExpirationPolicy.newBuilder().setTtl(Durations.fromDays(2)))));
    assertUnimplemented(
        "v1beta1",
        () ->
            google.subscription(
                topic,
                it ->
                    it.setPushConfig(
                        PushConfig.newBuilder()
                            .setPushEndpoint("http://localhost:9/x")
                            .putAttributes("x-goog-version", "v1beta1"))));
    assertUnimplemented(
        "Seek",
        () ->
            google
                .subscriptions()
                .seek(SeekRequest.newBuilder().setSubscription(made).setSnapshot("s").build()));
    assertUnimplemented(
        "CreateSnapshot",
        () ->
            google
                .subscriptions()
                .createSnapshot(
                    CreateSnapshotRequest.newBuilder()
                        .setSubscription(made)
                        .setName("projects/p/snapshots/s")
                        .build()));
    assertFalse(google.subscriptions().getSubscription(made).getRetainAckedMessages());
  }

  private static void assertUnimplemented(String named, Executable call) {
    ApiException refused = assertThrows(ApiException.class, call);
    assertEquals(Code.UNIMPLEMENTED, refused.getStatusCode().getCode());
    assertTrue(refused.getMessage().contains(named), refused.getMessage());
  }
}
