package io.bridge.cloud;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each gRPC method was called since the start, refused calls included. */
final class CallCounts implements ServerInterceptor {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var method = call.getMethodDescriptor().getFullMethodName();
    counts.computeIfAbsent(method, _ -> new LongAdder()).increment();
    return next.startCall(call, headers);
  }

  long of(String method) {
    var count = counts.get(method);
    return count == null ? 0 : count.sum();
  }
}
