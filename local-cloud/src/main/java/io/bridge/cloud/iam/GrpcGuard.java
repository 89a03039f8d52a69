package io.bridge.cloud.iam;

import io.bridge.cloud.http.GoogleError;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Authenticates each gRPC call and words its failures as Google does. */
final class GrpcGuard implements ServerInterceptor {
  private static final Logger LOG = Logger.getLogger(GrpcGuard.class.getName());
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Function<String, Principal> authentication;

  /**
   * @param authentication whose the Authorization header is; null where there is none
   */
  GrpcGuard(Function<String, Principal> authentication) {
    this.authentication = authentication;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var guarded = new Call<>(call);
    try {
      var principal = authentication.apply(headers.get(AUTHORIZATION));
      var listener = Contexts.interceptCall(Iam.with(principal), guarded, headers, next);
      return new Listener<>(listener, guarded);
    } catch (GoogleError e) {
      guarded.close(e.toGrpc(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private static Status status(Throwable failure, String call) {
    return switch (failure) {
      case GoogleError e -> e.toGrpc();
      case StatusRuntimeException e -> e.getStatus();
      default -> {
        LOG.log(Level.SEVERE, "call=" + call + " failed", failure);
        yield Status.INTERNAL.withDescription("Internal error encountered.");
      }
    };
  }

  private static final class Call<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicBoolean closed = new AtomicBoolean();

    Call(ServerCall<Q, A> delegate) {
      super(delegate);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        super.close(worded(status), trailers);
      }
    }

    private Status worded(Status status) {
      // An exception that a service gave to its observer arrives as UNKNOWN with its cause.
      return status.getCode() == Status.Code.UNKNOWN && status.getCause() != null
          ? status(status.getCause(), getMethodDescriptor().getFullMethodName())
          : status;
    }
  }

  private static final class Listener<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final Call<Q, A> call;

    Listener(ServerCall.Listener<Q> delegate, Call<Q, A> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      closing(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      closing(super::onHalfClose);
    }

    private void closing(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        call.close(status(e, call.getMethodDescriptor().getFullMethodName()), new Metadata());
      }
    }
  }
}
