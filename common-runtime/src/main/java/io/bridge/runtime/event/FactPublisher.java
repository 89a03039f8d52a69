package io.bridge.runtime.event;

import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.bridge.runtime.ServiceConfig;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Sends a fact as a CloudEvent in binary mode; order is the outbox's affair. */
@Singleton
class FactPublisher {
  private final PublisherStub topics;
  private final GoogleConfig google;
  private final String source;

  FactPublisher(PublisherStub topics, GoogleConfig google, ServiceConfig service) {
    this.topics = topics;
    this.google = google;
    this.source = "/" + service.name();
  }

  /** Ends when Pub/Sub has stored the message. */
  Uni<Void> publish(OutboxRow row) {
    PublishRequest request =
        PublishRequest.newBuilder()
            .setTopic(TopicName.format(google.project(), row.topic()))
            .addMessages(message(row, source))
            .build();
    Uni<PublishResponse> response =
        Blocking.future(() -> topics.publishCallable().futureCall(request));
    return response.replaceWithVoid();
  }

  static PubsubMessage message(OutboxRow row, String source) {
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFromUtf8(row.payload()))
        .setOrderingKey(row.subject())
        .putAttributes(CloudEvent.ID, row.id().toString())
        .putAttributes(CloudEvent.SOURCE, source)
        .putAttributes(CloudEvent.TYPE, row.type())
        .putAttributes(CloudEvent.SUBJECT, row.subject())
        .putAttributes(CloudEvent.TIME, row.createdAt().toString())
        .putAttributes(CloudEvent.SPEC_VERSION, "1.0")
        .putAttributes(CloudEvent.CORRELATION_ID, row.correlationId())
        .putAttributes(CloudEvent.CONTENT_TYPE, "application/json")
        .build();
  }
}
