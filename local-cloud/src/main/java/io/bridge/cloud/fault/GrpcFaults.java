package io.bridge.cloud.fault;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Makes gRPC calls go wrong. */
record GrpcFaults(Faults faults) implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var rule = faults.take(FaultedCall.grpc(call.getMethodDescriptor().getFullMethodName()));
    if (rule.isEmpty()) {
      return next.startCall(call, headers);
    }
    return switch (rule.get().fault()) {
      case Fault.Refused(int status) -> ended(call, HttpFaults.refusal(status).toGrpc());
      case Fault.Reset() -> ended(call, Status.UNAVAILABLE.withDescription("Connection reset"));
      case Fault.Stall(Duration time) -> {
        pause(time);
        yield next.startCall(call, headers);
      }
      case Fault.Break(long afterBytes) -> {
        var breaking = new BreakingCall<>(call, afterBytes, rule.get());
        yield new Counting<>(next.startCall(breaking, headers), breaking);
      }
    };
  }

  private static <Q> ServerCall.Listener<Q> ended(ServerCall<?, ?> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** On the call's own thread, of which there are enough for a test. */
  private static void pause(Duration time) {
    var end = Instant.now().plus(time);
    while (Instant.now().isBefore(end) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(Duration.between(Instant.now(), end).toNanos());
    }
  }

  private static final class BreakingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicLong left;
    private final ArmedRule rule;
    private final AtomicBoolean over = new AtomicBoolean();

    BreakingCall(ServerCall<Q, A> delegate, long afterBytes, ArmedRule rule) {
      super(delegate);
      this.left = new AtomicLong(afterBytes);
      this.rule = rule;
    }

    /** False once so much has passed that the call is broken. */
    boolean pass(Object message) {
      long size = message instanceof MessageLite proto ? proto.getSerializedSize() : 0;
      if (left.addAndGet(-size) >= 0) {
        return true;
      }
      if (over.compareAndSet(false, true)) {
        rule.broken();
        super.close(Status.UNAVAILABLE.withDescription("Connection broken"), new Metadata());
      }
      return false;
    }

    @Override
    public void sendMessage(A message) {
      if (!over.get() && pass(message)) {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (over.compareAndSet(false, true)) {
        rule.giveBack();
        super.close(status, trailers);
      }
    }
  }

  private static final class Counting<Q> extends SimpleForwardingServerCallListener<Q> {
    private final BreakingCall<Q, ?> call;

    Counting(ServerCall.Listener<Q> delegate, BreakingCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      if (call.pass(message)) {
        super.onMessage(message);
      }
    }
  }
}
