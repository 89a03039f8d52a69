package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.bridge.cloud.resource.Rules;
import java.time.Duration;
import java.util.Set;

/** What a topic may be here. */
final class TopicRules {
  private static final Set<String> CHANGEABLE = Set.of("labels", "message_retention_duration");

  private TopicRules() {}

  /** The topic as it is kept; errors are Google's, and 501 for what local-cloud has not. */
  static Topic checked(Topic topic) {
    Rules.refuse(topic.hasMessageStoragePolicy(), "Topic.message_storage_policy");
    Rules.refuse(!topic.getKmsKeyName().isEmpty(), "Topic.kms_key_name");
    Rules.refuse(topic.hasSchemaSettings(), "Topic.schema_settings");
    Rules.refuse(topic.hasIngestionDataSourceSettings(), "Topic.ingestion_data_source_settings");
    Rules.refuse(topic.getMessageTransformsCount() > 0, "Topic.message_transforms");
    Rules.refuse(topic.getTagsCount() > 0, "Topic.tags");
    Rules.labels(topic.getLabelsMap());
    if (topic.hasMessageRetentionDuration()) {
      Rules.between(
          topic.getMessageRetentionDuration(),
          Duration.ofMinutes(10).toSeconds(),
          Duration.ofDays(31).toSeconds(),
          "message_retention_duration");
    }
    return topic.toBuilder().setState(Topic.State.ACTIVE).build();
  }

  static Topic changed(Topic old, UpdateTopicRequest request) {
    return checked(Rules.merge(old, request.getTopic(), request.getUpdateMask(), CHANGEABLE));
  }
}
