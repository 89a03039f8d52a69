package io.bridge.cloud.pubsub;

import static io.bridge.cloud.pubsub.GooglePubSub.assertRefused;
import static io.bridge.cloud.pubsub.GooglePubSub.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.IngestionDataSourceSettings;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.MessageStoragePolicy;
import com.google.pubsub.v1.SchemaSettings;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.bridge.cloud.dispatch.TestCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics made, changed, listed and deleted by Google's client. */
@ExtendWith(GooglePubSub.Shared.class)
class TopicAdminTest {
  private static final String PROJECT = "projects/" + TestCloud.PROJECT;

  private final GooglePubSub google;

  TopicAdminTest(GooglePubSub google) {
    this.google = google;
  }

  @Test
  void makesATopicOnce() {
    Topic wanted =
        Topic.newBuilder()
            .setName(google.newTopicName())
            .putLabels("team", "a")
            .setMessageRetentionDuration(Durations.fromMinutes(10))
            .build();

    Topic made = google.topics().createTopic(wanted);

    assertEquals(wanted.toBuilder().setState(Topic.State.ACTIVE).build(), made);
    assertEquals(made, google.topics().getTopic(wanted.getName()));
    assertRefused(Code.ALREADY_EXISTS, () -> google.topics().createTopic(wanted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ab", "1abc", "goog-topic", "with space", "slash/ed", "\u00fcber", "a*bc", ""})
  void refusesANameThatGoogleRefuses(String id) {
    assertRefused(
        Code.INVALID_ARGUMENT, () -> google.topics().createTopic(PROJECT + "/topics/" + id));
  }

  @Test
  void takesEveryLetterThatGoogleTakes() {
    String name = PROJECT + "/topics/a.B_c-d~e+f%25";

    google.topics().createTopic(name);

    assertEquals(name, google.topics().getTopic(name).getName());
    google.topics().createTopic(PROJECT + "/topics/" + "l".repeat(255));
    assertRefused(
        Code.INVALID_ARGUMENT,
        () -> google.topics().createTopic(PROJECT + "/topics/" + "l".repeat(256)));
  }

  @Test
  void changesWhatTheMaskNamesAlone() {
    String name = google.topic();
    Topic wanted =
        Topic.newBuilder()
            .setName(name)
            .putLabels("k", "v")
            .setMessageRetentionDuration(Durations.fromDays(1))
            .build();

    Topic changed = google.topics().updateTopic(update(wanted, "labels"));

    assertEquals(Map.of("k", "v"), changed.getLabelsMap());
    assertFalse(changed.hasMessageRetentionDuration());
    assertEquals(changed, google.topics().getTopic(name));
  }

  @Test
  void refusesChangesThatCannotBe() {
    Topic topic = google.topics().getTopic(google.topic());
    Topic badLabel = topic.toBuilder().putLabels("Upper", "x").build();
    Topic shortTime =
        topic.toBuilder().setMessageRetentionDuration(Durations.fromSeconds(599)).build();
    Topic none = Topic.newBuilder().setName(google.newTopicName()).build();

    assertRefused(Code.INVALID_ARGUMENT, () -> google.topics().updateTopic(update(topic)));
    assertRefused(Code.INVALID_ARGUMENT, () -> google.topics().updateTopic(update(topic, "name")));
    assertRefused(Code.INVALID_ARGUMENT, () -> google.topics().updateTopic(update(topic, "nix")));
    assertRefused(
        Code.INVALID_ARGUMENT, () -> google.topics().updateTopic(update(badLabel, "labels")));
    assertRefused(
        Code.INVALID_ARGUMENT,
        () -> google.topics().updateTopic(update(shortTime, "message_retention_duration")));
    assertRefused(Code.NOT_FOUND, () -> google.topics().updateTopic(update(none, "labels")));
  }

  private static UpdateTopicRequest update(Topic topic, String... paths) {
    return UpdateTopicRequest.newBuilder()
        .setTopic(topic)
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
        .build();
  }

  @Test
  void listsPageByPage() {
    List<String> made = List.of(google.topic(), google.topic(), google.topic());

    List<String> listed = new ArrayList<>();
    google
        .topics()
        .listTopics(ListTopicsRequest.newBuilder().setProject(PROJECT).setPageSize(2).build())
        .iterateAll()
        .forEach(topic -> listed.add(topic.getName()));

    assertTrue(listed.containsAll(made));
    assertEquals(listed.stream().distinct().toList(), listed);
    assertRefused(
        Code.INVALID_ARGUMENT,
        () ->
            google
                .topics()
                .listTopics(
                    ListTopicsRequest.newBuilder().setProject(PROJECT).setPageToken("?").build())
                .iterateAll()
                .iterator());
  }

  @Test
  void leavesTheSubscriptionsOfADeletedTopicWithTheirMessages() {
    String topic = google.topic();
    String subscription = google.subscription(topic);
    google.publish(topic, "before");

    google.topics().deleteTopic(topic);

    assertEquals(
        "_deleted-topic_", google.subscriptions().getSubscription(subscription).getTopic());
    assertRefused(Code.NOT_FOUND, () -> google.topics().getTopic(topic));
    assertRefused(Code.NOT_FOUND, () -> google.topics().deleteTopic(topic));
    assertRefused(Code.NOT_FOUND, () -> google.publish(topic, "after"));
    google.topics().createTopic(topic);
    google.publish(topic, "namesake");
    assertEquals("before", text(google.pullOne(subscription)));
    assertEquals(List.of(), google.pull(subscription));
  }

  @Test
  void refusesByNameWhatItDoesNotHave() {
    Topic.Builder topic = Topic.newBuilder().setName(google.newTopicName());
    assertUnimplemented("kms_key_name", topic.clone().setKmsKeyName("k"));
    assertUnimplemented(
        "schema_settings",
        topic.clone().setSchemaSettings(SchemaSettings.newBuilder().setSchema("s")));
    assertUnimplemented(
        "ingestion_data_source_settings",
        topic
            .clone()
            .setIngestionDataSourceSettings(IngestionDataSourceSettings.getDefaultInstance()));
    assertUnimplemented(
        "message_storage_policy",
        topic.clone().setMessageStoragePolicy(MessageStoragePolicy.getDefaultInstance()));
    assertUnimplemented("tags", topic.clone().putTags("a", "b"));
  }

  private void assertUnimplemented(String named, Topic.Builder topic) {
    ApiException refused =
        assertThrows(ApiException.class, () -> google.topics().createTopic(topic.build()));
    assertEquals(Code.UNIMPLEMENTED, refused.getStatusCode().getCode());
    assertTrue(refused.getMessage().contains(named), refused.getMessage());
  }
}
