package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.bridge.cloud.http.GoogleError;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One StreamingPull. When it breaks, what was sent on it stays leased until its deadline, so that a
 * client that comes back can still acknowledge it.
 */
final class PullStream implements StreamObserver<StreamingPullRequest>, Consumer {
  private static final long MAX_RESPONSE_BYTES = 4_000_000;

  private final Function<String, Backlog> backlogs;
  private final ServerCallStreamObserver<StreamingPullResponse> answer;
  private final AtomicInteger outstandingMessages = new AtomicInteger();
  private final AtomicLong outstandingBytes = new AtomicLong();
  private final AtomicBoolean ended = new AtomicBoolean();
  private Backlog backlog;
  private long maxMessages;
  private long maxBytes;
  private volatile Duration ackDeadline;

  /**
   * @param backlogs finds the backlog of a subscription that the caller may pull
   */
  PullStream(
      Function<String, Backlog> backlogs, ServerCallStreamObserver<StreamingPullResponse> answer) {
    this.backlogs = backlogs;
    this.answer = answer;
    answer.setOnCancelHandler(this::leave);
    answer.setOnCloseHandler(this::leave);
    answer.setOnReadyHandler(this::ready);
  }

  private void ready() {
    if (backlog != null) {
      backlog.wake();
    }
  }

  @Override
  public void onNext(StreamingPullRequest request) {
    StreamRequest change = StreamRequest.of(request);
    boolean first = backlog == null;
    if (first) {
      open(request);
    } else {
      follow(request);
    }
    change.acknowledged().forEach(id -> backlog.settleSoon(new Outcome(id, true)));
    change.refused().forEach(id -> backlog.settleSoon(new Outcome(id, false)));
    change.extended().forEach((id, time) -> backlog.extend(List.of(id), time));
    if (!first && change.isEmpty()) {
      // A client that keeps the connection alive wants to hear that we are, too.
      send(StreamingPullResponse.newBuilder());
    }
  }

  private void open(StreamingPullRequest request) {
    if (request.getSubscription().isEmpty()) {
      throw GoogleError.invalid("The first request of a stream must name a subscription.");
    }
    Backlog found = backlogs.apply(request.getSubscription());
    ackDeadline = StreamRequest.ackDeadline(request.getStreamAckDeadlineSeconds());
    maxMessages = request.getMaxOutstandingMessages();
    maxBytes = request.getMaxOutstandingBytes();
    backlog = found;
    // What the subscription is like goes first, before any message.
    send(StreamingPullResponse.newBuilder());
    found.add(this);
  }

  private void follow(StreamingPullRequest request) {
    boolean opens =
        !request.getSubscription().isEmpty()
            || !request.getClientId().isEmpty()
            || request.getMaxOutstandingMessages() != 0
            || request.getMaxOutstandingBytes() != 0
            || request.getProtocolVersion() != 0;
    if (opens) {
      throw GoogleError.invalid("Only the first request of a stream may say how it is opened.");
    }
    if (request.getStreamAckDeadlineSeconds() != 0) {
      ackDeadline = StreamRequest.ackDeadline(request.getStreamAckDeadlineSeconds());
    }
  }

  @Override
  public Room room() {
    if (ended.get() || !answer.isReady()) {
      return Room.NONE;
    }
    long messages = maxMessages <= 0 ? Integer.MAX_VALUE : maxMessages - outstandingMessages.get();
    long bytes = maxBytes <= 0 ? MAX_RESPONSE_BYTES : maxBytes - outstandingBytes.get();
    return new Room(
        (int) Math.min(Integer.MAX_VALUE, messages), Math.min(MAX_RESPONSE_BYTES, bytes));
  }

  @Override
  public Instant deadline(Instant now) {
    return now.plus(ackDeadline);
  }

  @Override
  public void take(List<Delivery> deliveries) {
    StreamingPullResponse.Builder response = StreamingPullResponse.newBuilder();
    for (Delivery delivery : deliveries) {
      outstandingMessages.incrementAndGet();
      outstandingBytes.addAndGet(delivery.sizeBytes());
      response.addReceivedMessages(Received.of(delivery, backlog.terms()));
    }
    send(response);
  }

  /** Clients take the properties from every response, not from the first alone. */
  private synchronized void send(StreamingPullResponse.Builder response) {
    if (ended.get()) {
      return;
    }
    response
        .getSubscriptionPropertiesBuilder()
        .setMessageOrderingEnabled(backlog.terms().ordered());
    try {
      answer.onNext(response.build());
    } catch (IllegalStateException _) {
      // It was closed in the meantime; what it should have got is due again after its deadline.
      leave();
    }
  }

  @Override
  public void released(Delivery delivery) {
    outstandingMessages.decrementAndGet();
    outstandingBytes.addAndGet(-delivery.sizeBytes());
  }

  @Override
  public void onError(Throwable failure) {
    leave();
  }

  @Override
  public synchronized void onCompleted() {
    if (leave()) {
      answer.onCompleted();
    }
  }

  @Override
  public synchronized void end(GoogleError reason) {
    if (leave()) {
      answer.onError(reason.toGrpc().asRuntimeException());
    }
  }

  /** False when it was left before. */
  private boolean leave() {
    if (backlog != null) {
      backlog.remove(this);
    }
    return ended.compareAndSet(false, true);
  }
}
