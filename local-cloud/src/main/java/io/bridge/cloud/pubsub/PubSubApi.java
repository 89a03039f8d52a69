package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.PublisherGrpc;
import io.bridge.cloud.CloudContext;
import io.grpc.BindableService;
import java.util.List;

/** Pub/Sub's two gRPC services. What they do not have answers UNIMPLEMENTED naming the call. */
public final class PubSubApi {
  private final CloudContext context;
  private final PubSub pubSub;

  public PubSubApi(CloudContext context, PubSub pubSub) {
    this.context = context;
    this.pubSub = pubSub;
  }

  /**
   * Whether calls of a method end without waiting, the answer coming later.
   *
   * @param method full name
   */
  public static boolean neverWaits(String method) {
    return method.equals(PublisherGrpc.getPublishMethod().getFullMethodName());
  }

  public List<BindableService> services() {
    return List.of(new PublisherService(context, pubSub), new SubscriberService(context, pubSub));
  }
}
