package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.PullResponse;
import io.bridge.cloud.http.GoogleError;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One pull call. It ends with the first messages that come, or without any. */
final class PullOnce implements Consumer {
  private static final long MAX_BYTES = 10_000_000;

  private final Backlog backlog;
  private final int max;
  private final StreamObserver<PullResponse> answer;
  private final AtomicBoolean ended = new AtomicBoolean();

  PullOnce(Backlog backlog, int max, StreamObserver<PullResponse> answer) {
    this.backlog = backlog;
    this.max = max;
    this.answer = answer;
  }

  @Override
  public Room room() {
    return ended.get() ? Room.NONE : new Room(max, MAX_BYTES);
  }

  @Override
  public Instant deadline(Instant now) {
    return now.plus(backlog.terms().ackDeadline());
  }

  @Override
  public void take(List<Delivery> deliveries) {
    if (!ended.compareAndSet(false, true)) {
      // The caller left in the meantime: nobody has these.
      deliveries.forEach(it -> backlog.settleSoon(new Outcome(it.id(), false)));
      return;
    }
    backlog.remove(this);
    PullResponse.Builder pulled = PullResponse.newBuilder();
    deliveries.forEach(it -> pulled.addReceivedMessages(Received.of(it, backlog.terms())));
    answer.onNext(pulled.build());
    answer.onCompleted();
  }

  @Override
  public void released(Delivery delivery) {
    // It took all it wanted.
  }

  /** Answers that there is nothing. */
  void giveUp() {
    if (ended.compareAndSet(false, true)) {
      backlog.remove(this);
      answer.onNext(PullResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  /** The caller is gone. */
  void cancel() {
    ended.set(true);
    backlog.remove(this);
  }

  @Override
  public void end(GoogleError reason) {
    if (ended.compareAndSet(false, true)) {
      backlog.remove(this);
      answer.onError(reason.toGrpc().asRuntimeException());
    }
  }
}
