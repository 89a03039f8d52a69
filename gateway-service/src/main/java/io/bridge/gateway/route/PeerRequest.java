package io.bridge.gateway.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.HostAndPort;

/** The caller's request as the proxy is to see it. */
final class PeerRequest extends HttpServerRequestWrapper {
  private final HostAndPort authority;
  private final MultiMap headers;
  private final HttpServerResponse response;

  PeerRequest(HttpServerRequest request, Target target) {
    super((HttpServerRequestInternal) request);
    this.authority = target.authority();
    this.headers = headersOf(request);
    this.response = new CallerResponse(request);
  }

  /**
   * HTTP/2 has no chunked encoding, a body of unknown length is just sent; the service is spoken to
   * in HTTP/1.1, where it has to be announced.
   */
  private static MultiMap headersOf(HttpServerRequest request) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
    boolean hasBody = !request.isEnded() && !headers.contains(HttpHeaders.CONTENT_LENGTH);
    if (hasBody && request.version() == HttpVersion.HTTP_2) {
      headers.set(HttpHeaders.TRANSFER_ENCODING, HttpHeaders.CHUNKED);
    }
    return headers;
  }

  @Override
  public HttpServerResponse response() {
    return response;
  }

  @Override
  public MultiMap headers() {
    return headers;
  }

  @Override
  public String getHeader(String name) {
    return headers.get(name);
  }

  @Override
  public String getHeader(CharSequence name) {
    return headers.get(name);
  }

  /** The service's own, so that it is found by it and the caller's host name ends here. */
  @Override
  public HostAndPort authority() {
    return authority;
  }
}
