package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Topic;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.topology.Topology;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** {@code google.pubsub.v1.Publisher}. A page holds all there is: a topology is short. */
final class PublisherService extends PublisherGrpc.PublisherImplBase {
  private static final int MAX_MESSAGES = 1000;

  private final Iam iam;
  private final Topology topology;
  private final PubSub pubSub;
  private final ResourceNames names;

  PublisherService(CloudContext context, PubSub pubSub) {
    this.iam = context.iam();
    this.topology = context.topology();
    this.pubSub = pubSub;
    this.names = new ResourceNames(context.project());
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
    String topic = names.topicId(request.getTopic());
    require("pubsub.topics.publish", request.getTopic());
    List<NewMessage> messages =
        request.getMessagesList().stream().map(PublisherService::message).toList();
    validate(messages);
    List<String> ids = pubSub.publish(topic, messages);
    complete(answer, PublishResponse.newBuilder().addAllMessageIds(ids).build());
  }

  private static void validate(List<NewMessage> messages) {
    if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
      throw GoogleError.invalid("The value for message_count must be between 1 and 1000.");
    }
    if (messages.stream().mapToLong(NewMessage::sizeBytes).sum() > NewMessage.MAX_REQUEST_BYTES) {
      throw GoogleError.invalid("The request is too large: at most 10000000 bytes.");
    }
    if (messages.stream().map(NewMessage::orderingKey).distinct().count() > 1) {
      throw GoogleError.invalid(
          "In a publish request, all messages must have no ordering key or they must all have the"
              + " same ordering key.");
    }
  }

  private static NewMessage message(PubsubMessage message) {
    return new NewMessage(
        message.getData().toByteArray(), message.getAttributesMap(), message.getOrderingKey());
  }

  @Override
  public void getTopic(GetTopicRequest request, StreamObserver<Topic> answer) {
    String topic = names.topicId(request.getTopic());
    require("pubsub.topics.get", request.getTopic());
    pubSub.requireTopic(topic);
    complete(answer, Topic.newBuilder().setName(request.getTopic()).build());
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> answer) {
    require("pubsub.topics.list", names.requireProject(request.getProject()));
    ListTopicsResponse.Builder list = ListTopicsResponse.newBuilder();
    topology
        .topics()
        .keySet()
        .forEach(id -> list.addTopics(Topic.newBuilder().setName(names.topic(id))));
    complete(answer, list.build());
  }

  @Override
  public void listTopicSubscriptions(
      ListTopicSubscriptionsRequest request,
      StreamObserver<ListTopicSubscriptionsResponse> answer) {
    String topic = names.topicId(request.getTopic());
    require("pubsub.topics.get", request.getTopic());
    pubSub.requireTopic(topic);
    ListTopicSubscriptionsResponse.Builder list = ListTopicSubscriptionsResponse.newBuilder();
    topology.subscriptions().entrySet().stream()
        .filter(subscription -> subscription.getValue().topic().equals(topic))
        .forEach(subscription -> list.addSubscriptions(names.subscription(subscription.getKey())));
    complete(answer, list.build());
  }

  private void require(String permission, String resource) {
    iam.require(Iam.current(), permission, resource);
  }

  private static <T> void complete(StreamObserver<T> answer, T value) {
    answer.onNext(value);
    answer.onCompleted();
  }
}
