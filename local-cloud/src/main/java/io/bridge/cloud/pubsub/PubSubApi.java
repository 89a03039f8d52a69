package io.bridge.cloud.pubsub;

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

  public List<BindableService> services() {
    return List.of(new PublisherService(context, pubSub), new SubscriberService(context, pubSub));
  }
}
