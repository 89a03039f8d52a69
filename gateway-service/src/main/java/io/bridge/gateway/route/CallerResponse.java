package io.bridge.gateway.route;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * The answer to the caller as the proxy is to see it. When the proxy breaks it off, all who wait
 * for its end hear of it: Vert.x' own reset over HTTP/1.1 tells nobody, and the shutdown and the
 * access log would wait for the request for ever.
 */
final class CallerResponse extends AbstractResponseWrapper {
  private final HttpServerRequest request;

  CallerResponse(HttpServerRequest request) {
    super(request.response());
    this.request = request;
  }

  @Override
  public boolean reset() {
    return reset(0);
  }

  @Override
  public boolean reset(long code) {
    if (request.version() == HttpVersion.HTTP_2) {
      return super.reset(code);
    }
    request.connection().close();
    return true;
  }
}
