package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.PushConfig;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.vertx.core.Context;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings the messages of one subscription to its push address, so many at once. */
final class PushConsumer implements Consumer {
  private static final System.Logger LOG = System.getLogger(PushConsumer.class.getName());

  /** Grows with each success and is halved by a failure, as Google's slow start does. */
  private static final int MIN_OUTSTANDING = 8;

  private static final int MAX_OUTSTANDING = 64;
  private static final long MAX_BYTES = 16_000_000;
  private static final Set<Integer> ACKNOWLEDGED = Set.of(102, 200, 201, 202, 204);

  private final CloudContext context;
  private final Backlog backlog;
  private final String name;
  private final Context connections;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicInteger window = new AtomicInteger(MIN_OUTSTANDING);

  /**
   * @param name full name of the subscription
   */
  PushConsumer(CloudContext context, Backlog backlog, String name) {
    this.context = context;
    this.backlog = backlog;
    this.name = name;
    this.connections = context.vertx().getOrCreateContext();
  }

  @Override
  public Room room() {
    // A subscription that is not pushed any more keeps its messages for pullers.
    return backlog.terms().pushed()
        ? new Room(window.get() - outstanding.get(), MAX_BYTES)
        : Room.NONE;
  }

  /** The call itself has a timeout, and each ends in an outcome. */
  @Override
  public Instant deadline(Instant now) {
    return Instant.MAX;
  }

  @Override
  public void take(List<Delivery> deliveries) {
    outstanding.addAndGet(deliveries.size());
    // On the thread of their connections: each step between threads costs as much as the call.
    connections.runOnContext(_ -> pushAll(deliveries));
  }

  private void pushAll(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      try {
        push(delivery);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, name + " cannot be pushed", e);
        answered(delivery, 0);
      }
    }
  }

  private void push(Delivery delivery) {
    Terms terms = backlog.terms();
    PushConfig config = terms.subscription().getPushConfig();
    PushBody body = PushBody.of(delivery, terms, name);
    URI url = PushAddress.resolve(config.getPushEndpoint(), context.serviceUrls());
    String audience = config.getOidcToken().getAudience();
    context
        .oidc()
        .post(
            url,
            config.getOidcToken().getServiceAccountEmail(),
            audience.isEmpty() ? url.toString() : audience,
            body.headers(),
            body.bytes(),
            terms.ackDeadline())
        .whenComplete((reply, failure) -> answered(delivery, failure == null ? reply.status() : 0));
  }

  private void answered(Delivery delivery, int status) {
    boolean acknowledged = ACKNOWLEDGED.contains(status);
    window.updateAndGet(
        size ->
            acknowledged
                ? Math.min(MAX_OUTSTANDING, size + 1)
                : Math.max(MIN_OUTSTANDING, size / 2));
    if (!acknowledged) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "subscription={0} message={1} status={2}",
          backlog.id(),
          delivery.messageId(),
          status);
    }
    backlog.settleSoon(new Outcome(delivery.id(), acknowledged));
  }

  @Override
  public void released(Delivery delivery) {
    outstanding.decrementAndGet();
  }

  @Override
  public void end(GoogleError reason) {
    // Nobody waits: what runs ends by itself.
  }
}
