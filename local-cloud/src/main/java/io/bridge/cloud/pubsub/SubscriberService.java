package io.bridge.cloud.pubsub;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.ModifyPushConfigRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Page;
import io.bridge.cloud.iam.Iam;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;

/** {@code google.pubsub.v1.Subscriber}. */
final class SubscriberService extends SubscriberGrpc.SubscriberImplBase {
  private static final int MAX_PULLED = 1000;

  /** How long a pull waits for a message; below the deadline that clients give it. */
  private static final Duration PULL_WAIT = Duration.ofSeconds(15);

  private final CloudContext context;
  private final PubSub pubSub;
  private final ResourceNames names;

  SubscriberService(CloudContext context, PubSub pubSub) {
    this.context = context;
    this.pubSub = pubSub;
    this.names = pubSub.names();
  }

  @Override
  @SuppressWarnings("deprecation") // Clients still ask for an answer at once.
  public void pull(PullRequest request, StreamObserver<PullResponse> answer) {
    Backlog backlog = consumed(request.getSubscription());
    if (request.getMaxMessages() <= 0) {
      throw GoogleError.invalid("The value for max_messages must be greater than 0.");
    }
    int max = Math.min(request.getMaxMessages(), MAX_PULLED);
    PullOnce pull = new PullOnce(backlog, max, answer);
    List<Delivery> there = backlog.lease(pull);
    if (!there.isEmpty()) {
      pull.take(there);
    } else if (request.getReturnImmediately()) {
      pull.giveUp();
    } else {
      ((ServerCallStreamObserver<PullResponse>) answer).setOnCancelHandler(pull::cancel);
      backlog.add(pull);
      context.vertx().setTimer(PULL_WAIT.toMillis(), _ -> pull.giveUp());
    }
  }

  @Override
  public StreamObserver<StreamingPullRequest> streamingPull(
      StreamObserver<StreamingPullResponse> answer) {
    return new PullStream(this::consumed, (ServerCallStreamObserver<StreamingPullResponse>) answer);
  }

  @Override
  public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> answer) {
    Backlog backlog = consumed(request.getSubscription());
    backlog.settle(outcomes(request.getAckIdsList(), true));
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> answer) {
    Backlog backlog = consumed(request.getSubscription());
    Duration time = StreamRequest.extension(request.getAckDeadlineSeconds());
    List<Outcome> refused = outcomes(request.getAckIdsList(), false);
    if (time.isZero()) {
      backlog.settle(refused);
    } else {
      backlog.extend(refused.stream().map(Outcome::delivery).toList(), time);
    }
    complete(answer, Empty.getDefaultInstance());
  }

  private static List<Outcome> outcomes(List<String> ids, boolean acknowledged) {
    if (ids.isEmpty()) {
      throw GoogleError.invalid("No ack ids specified.");
    }
    return ids.stream().map(AckId::parse).map(id -> new Outcome(id, acknowledged)).toList();
  }

  @Override
  public void createSubscription(Subscription request, StreamObserver<Subscription> answer) {
    String id = names.newSubscriptionId(request.getName());
    require("pubsub.subscriptions.create", "projects/" + names.project());
    names.topicId(request.getTopic());
    require("pubsub.topics.attachSubscription", request.getTopic());
    requireActAs(request.getPushConfig());
    complete(answer, pubSub.createSubscription(id, given(request)));
  }

  @Override
  public void updateSubscription(
      UpdateSubscriptionRequest request, StreamObserver<Subscription> answer) {
    String name = request.getSubscription().getName();
    String id = names.subscriptionId(name);
    require("pubsub.subscriptions.update", name);
    requireActAs(request.getSubscription().getPushConfig());
    given(request.getSubscription());
    complete(
        answer,
        seen(pubSub.changeSubscription(id, old -> SubscriptionRules.changed(old, request))));
  }

  @Override
  public void modifyPushConfig(ModifyPushConfigRequest request, StreamObserver<Empty> answer) {
    String id = names.subscriptionId(request.getSubscription());
    require("pubsub.subscriptions.update", request.getSubscription());
    requireActAs(request.getPushConfig());
    Subscription change =
        given(Subscription.newBuilder().setPushConfig(request.getPushConfig()).build());
    pubSub.changeSubscription(
        id,
        old ->
            SubscriptionRules.checked(
                old.toBuilder().setPushConfig(change.getPushConfig()).build()));
    complete(answer, Empty.getDefaultInstance());
  }

  /** What is pushed is signed in the name of an account, which not everybody may lend. */
  private void requireActAs(PushConfig push) {
    if (push.hasOidcToken()) {
      require(
          "iam.serviceAccounts.actAs",
          "projects/-/serviceAccounts/" + push.getOidcToken().getServiceAccountEmail());
    }
  }

  /** Only the topology may name a service in place of an address. */
  private static Subscription given(Subscription request) {
    if (PushAddress.isOfService(request.getPushConfig().getPushEndpoint())) {
      throw GoogleError.invalid("Invalid push endpoint given.");
    }
    return request;
  }

  @Override
  public void deleteSubscription(DeleteSubscriptionRequest request, StreamObserver<Empty> answer) {
    String id = names.subscriptionId(request.getSubscription());
    require("pubsub.subscriptions.delete", request.getSubscription());
    pubSub.deleteSubscription(id);
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> answer) {
    String id = names.subscriptionId(request.getSubscription());
    require("pubsub.subscriptions.get", request.getSubscription());
    complete(answer, seen(pubSub.subscriptions().require(id).terms().subscription()));
  }

  @Override
  public void listSubscriptions(
      ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> answer) {
    require("pubsub.subscriptions.list", names.requireProject(request.getProject()));
    var page = Page.of(pubSub.subscriptions().all(), request.getPageSize(), request.getPageToken());
    ListSubscriptionsResponse.Builder list =
        ListSubscriptionsResponse.newBuilder().setNextPageToken(page.nextToken());
    page.items().forEach(row -> list.addSubscriptions(seen(row.resource())));
    complete(answer, list.build());
  }

  private Subscription seen(Subscription subscription) {
    return PushAddress.resolved(subscription, context.serviceUrls());
  }

  private Backlog consumed(String name) {
    String id = names.subscriptionId(name);
    require("pubsub.subscriptions.consume", name);
    return pubSub.subscriptions().requirePulled(id);
  }

  private void require(String permission, String resource) {
    context.iam().require(Iam.current(), permission, resource);
  }

  private static <T> void complete(StreamObserver<T> answer, T value) {
    answer.onNext(value);
    answer.onCompleted();
  }
}
