package io.bridge.cloud;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a gRPC port serves.
 *
 * @param interceptors the last one sees a call first
 * @param quick whether a method, for example {@code google.pubsub.v1.Publisher/Publish}, never
 *     waits for anything: it runs on the thread of its connection, every other on one of its own
 */
record GrpcCalls(
    List<ServerInterceptor> interceptors, List<BindableService> services, Predicate<String> quick) {

  GrpcCalls(List<ServerInterceptor> interceptors, List<BindableService> services) {
    this(interceptors, services, _ -> false);
  }

  /** The same, where one more sees each call before the others. */
  GrpcCalls behind(ServerInterceptor first) {
    var all = new ArrayList<>(interceptors);
    all.add(first);
    return new GrpcCalls(all, services, quick);
  }
}
