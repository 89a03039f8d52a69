package io.bridge.cloud;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;

/** Refuses calls for another host: a foreign name that resolves to this machine gets no answer. */
final class LoopbackOnly implements ServerInterceptor {
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HOSTS.contains(host(call.getAuthority()))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.PERMISSION_DENIED.withDescription("This port answers to localhost only."),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static String host(String authority) {
    return authority == null ? "" : authority.replaceFirst(":\\d+$", "");
  }
}
