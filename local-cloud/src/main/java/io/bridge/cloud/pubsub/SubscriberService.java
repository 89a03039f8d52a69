package io.bridge.cloud.pubsub;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.topology.Topology;
import io.grpc.stub.StreamObserver;
import java.util.List;

/**
 * {@code google.pubsub.v1.Subscriber}: pull for subscriptions without push, so that dead letters
 * can be looked at. A pull answers what is there at once.
 */
final class SubscriberService extends SubscriberGrpc.SubscriberImplBase {
  private static final int MAX_PULLED = 1000;
  private static final int MAX_ACK_DEADLINE_SECONDS = 600;

  private final CloudContext context;
  private final PubSub pubSub;
  private final ResourceNames names;

  SubscriberService(CloudContext context, PubSub pubSub) {
    this.context = context;
    this.pubSub = pubSub;
    this.names = new ResourceNames(context.project());
  }

  @Override
  public void pull(PullRequest request, StreamObserver<PullResponse> answer) {
    String subscription = consumed(request.getSubscription());
    if (request.getMaxMessages() <= 0) {
      throw GoogleError.invalid("The value for max_messages must be greater than 0.");
    }
    PullResponse.Builder pulled = PullResponse.newBuilder();
    pubSub
        .pull(subscription, Math.min(request.getMaxMessages(), MAX_PULLED))
        .forEach(lease -> pulled.addReceivedMessages(received(lease)));
    complete(answer, pulled.build());
  }

  private static ReceivedMessage received(PubSub.Lease lease) {
    Delivery delivery = lease.delivery();
    PubsubMessage message =
        PubsubMessage.newBuilder()
            .setData(ByteString.copyFrom(delivery.data()))
            .putAllAttributes(delivery.attributes())
            .setMessageId(Long.toString(delivery.messageId()))
            .setOrderingKey(delivery.orderingKey())
            .setPublishTime(
                Timestamp.newBuilder()
                    .setSeconds(delivery.publishTime().getEpochSecond())
                    .setNanos(delivery.publishTime().getNano()))
            .build();
    return ReceivedMessage.newBuilder().setAckId(lease.ackId()).setMessage(message).build();
  }

  @Override
  public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> answer) {
    String subscription = consumed(request.getSubscription());
    pubSub.acknowledge(subscription, ackIds(request.getAckIdsList()));
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> answer) {
    String subscription = consumed(request.getSubscription());
    int seconds = request.getAckDeadlineSeconds();
    if (seconds < 0 || seconds > MAX_ACK_DEADLINE_SECONDS) {
      throw GoogleError.invalid("The ack deadline must be between 0 and 600 seconds.");
    }
    pubSub.modifyAckDeadline(subscription, ackIds(request.getAckIdsList()), seconds);
    complete(answer, Empty.getDefaultInstance());
  }

  private static List<AckId> ackIds(List<String> texts) {
    if (texts.isEmpty()) {
      throw GoogleError.invalid("No ack ids specified.");
    }
    return texts.stream().map(AckId::parse).toList();
  }

  @Override
  public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> answer) {
    String id = names.subscriptionId(request.getSubscription());
    require("pubsub.subscriptions.get", request.getSubscription());
    complete(answer, resource(id, pubSub.subscription(id)));
  }

  @Override
  public void listSubscriptions(
      ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> answer) {
    require("pubsub.subscriptions.list", names.requireProject(request.getProject()));
    ListSubscriptionsResponse.Builder list = ListSubscriptionsResponse.newBuilder();
    context.topology().subscriptions().forEach((id, it) -> list.addSubscriptions(resource(id, it)));
    complete(answer, list.build());
  }

  private Subscription resource(String id, Topology.Subscription declared) {
    Subscription.Builder resource =
        Subscription.newBuilder()
            .setName(names.subscription(id))
            .setTopic(names.topic(declared.topic()))
            .setAckDeadlineSeconds(declared.ackDeadlineSeconds())
            .setEnableMessageOrdering(declared.ordering())
            .setExpirationPolicy(ExpirationPolicy.getDefaultInstance())
            .setState(Subscription.State.ACTIVE);
    if (declared.push() != null) {
      resource.setPushConfig(pushConfig(declared.push()));
    }
    if (declared.retry() != null) {
      resource.setRetryPolicy(retryPolicy(declared.retry()));
    }
    if (declared.deadLetter() != null) {
      resource.setDeadLetterPolicy(
          DeadLetterPolicy.newBuilder()
              .setDeadLetterTopic(names.topic(declared.deadLetter().topic()))
              .setMaxDeliveryAttempts(declared.deadLetter().maxDeliveryAttempts()));
    }
    return resource.build();
  }

  private PushConfig pushConfig(Topology.Target push) {
    String url = context.serviceUrls().of(push.service(), push.path()).toString();
    return PushConfig.newBuilder()
        .setPushEndpoint(url)
        .setOidcToken(
            PushConfig.OidcToken.newBuilder()
                .setServiceAccountEmail(context.topology().email(push.serviceAccount()))
                .setAudience(url))
        .build();
  }

  private static RetryPolicy retryPolicy(Topology.Retry retry) {
    return RetryPolicy.newBuilder()
        .setMinimumBackoff(Duration.newBuilder().setSeconds(retry.minBackoffSeconds()))
        .setMaximumBackoff(Duration.newBuilder().setSeconds(retry.maxBackoffSeconds()))
        .build();
  }

  private String consumed(String name) {
    String id = names.subscriptionId(name);
    require("pubsub.subscriptions.consume", name);
    return id;
  }

  private void require(String permission, String resource) {
    context.iam().require(Iam.current(), permission, resource);
  }

  private static <T> void complete(StreamObserver<T> answer, T value) {
    answer.onNext(value);
    answer.onCompleted();
  }
}
