package io.bridge.cloud.fault;

import io.vertx.core.http.HttpServerRequest;

/**
 * What rules are matched with.
 *
 * @param method of HTTP; POST for gRPC
 * @param path without the query; {@code /google.pubsub.v1.Publisher/Publish} for gRPC
 */
record FaultedCall(String method, String path) {
  static FaultedCall of(HttpServerRequest request) {
    return new FaultedCall(request.method().name(), request.path() == null ? "" : request.path());
  }

  static FaultedCall grpc(String fullMethodName) {
    return new FaultedCall("POST", "/" + fullMethodName);
  }
}
