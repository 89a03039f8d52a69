package io.bridge.cloud.pubsub;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.DeleteTopicRequest;
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
import com.google.pubsub.v1.UpdateTopicRequest;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Page;
import io.bridge.cloud.iam.Iam;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code google.pubsub.v1.Publisher}. */
final class PublisherService extends PublisherGrpc.PublisherImplBase {
  private static final int MAX_MESSAGES = 1000;

  private final Iam iam;
  private final PubSub pubSub;
  private final ResourceNames names;

  PublisherService(CloudContext context, PubSub pubSub) {
    this.iam = context.iam();
    this.pubSub = pubSub;
    this.names = pubSub.names();
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
    String topic = names.topicId(request.getTopic());
    require("pubsub.topics.publish", request.getTopic());
    List<NewMessage> messages =
        request.getMessagesList().stream().map(PublisherService::message).toList();
    validate(messages);
    pubSub.publish(topic, messages).whenComplete((ids, failure) -> published(answer, ids, failure));
  }

  private static void published(
      StreamObserver<PublishResponse> answer, List<String> ids, Throwable failure) {
    if (failure == null) {
      complete(answer, PublishResponse.newBuilder().addAllMessageIds(ids).build());
    } else {
      answer.onError(failure);
    }
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
  public void createTopic(Topic request, StreamObserver<Topic> answer) {
    String id = names.newTopicId(request.getName());
    require("pubsub.topics.create", "projects/" + names.project());
    complete(answer, pubSub.createTopic(id, request));
  }

  @Override
  public void updateTopic(UpdateTopicRequest request, StreamObserver<Topic> answer) {
    String id = names.topicId(request.getTopic().getName());
    require("pubsub.topics.update", request.getTopic().getName());
    complete(answer, pubSub.changeTopic(id, request));
  }

  @Override
  public void deleteTopic(DeleteTopicRequest request, StreamObserver<Empty> answer) {
    String id = names.topicId(request.getTopic());
    require("pubsub.topics.delete", request.getTopic());
    pubSub.deleteTopic(id);
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void getTopic(GetTopicRequest request, StreamObserver<Topic> answer) {
    String id = names.topicId(request.getTopic());
    require("pubsub.topics.get", request.getTopic());
    complete(answer, pubSub.topics().require(id));
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> answer) {
    require("pubsub.topics.list", names.requireProject(request.getProject()));
    var page = Page.of(pubSub.topics().all(), request.getPageSize(), request.getPageToken());
    ListTopicsResponse.Builder list =
        ListTopicsResponse.newBuilder().setNextPageToken(page.nextToken());
    page.items().forEach(row -> list.addTopics(row.resource()));
    complete(answer, list.build());
  }

  @Override
  public void listTopicSubscriptions(
      ListTopicSubscriptionsRequest request,
      StreamObserver<ListTopicSubscriptionsResponse> answer) {
    String id = names.topicId(request.getTopic());
    require("pubsub.topics.get", request.getTopic());
    pubSub.topics().require(id);
    SortedMap<String, String> heard = new TreeMap<>();
    pubSub.subscriptions().all().values().stream()
        .filter(row -> row.resource().getTopic().equals(request.getTopic()))
        .forEach(row -> heard.put(row.id(), row.resource().getName()));
    var page = Page.of(heard, request.getPageSize(), request.getPageToken());
    complete(
        answer,
        ListTopicSubscriptionsResponse.newBuilder()
            .addAllSubscriptions(page.items())
            .setNextPageToken(page.nextToken())
            .build());
  }

  private void require(String permission, String resource) {
    iam.require(Iam.current(), permission, resource);
  }

  private static <T> void complete(StreamObserver<T> answer, T value) {
    answer.onNext(value);
    answer.onCompleted();
  }
}
