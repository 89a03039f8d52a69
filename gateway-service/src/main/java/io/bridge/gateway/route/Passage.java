package io.bridge.gateway.route;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Problem;
import io.bridge.runtime.http.Correlation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import org.jboss.logging.Logger;

/**
 * One request's way to a service and back.
 *
 * @param token the mesh's own token for this service
 */
record Passage(RoutingContext context, Target target, String token) implements ProxyInterceptor {
  private static final Logger LOG = Logger.getLogger(Passage.class);
  private static final int UNAUTHORIZED = 401;

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext proxy) {
    PeerHeaders.keepForService(proxy.request().headers());
    proxy
        .request()
        .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
        .putHeader(Correlation.HEADER, correlationId());
    return proxy.sendRequest().map(this::believed).recover(cause -> unavailable(proxy, cause));
  }

  /** A service that refuses our token is our fault: the caller's sign-in was good. */
  private ProxyResponse believed(ProxyResponse response) {
    if (response.getStatusCode() == UNAUTHORIZED) {
      response.release();
      throw new IllegalStateException("the mesh's token was refused");
    }
    return response;
  }

  private Future<ProxyResponse> unavailable(ProxyContext proxy, Throwable cause) {
    LOG.warnf("service=%s unavailable: %s", target.service(), cause.toString());
    BridgeException problem =
        SERVICE_UNAVAILABLE.with("The " + target.service() + " does not answer; try again");
    return Future.succeededFuture(
        proxy
            .request()
            .release()
            .response()
            .setStatusCode(problem.code().status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .setBody(Body.body(body(problem))));
  }

  private Buffer body(BridgeException problem) {
    return Json.encodeToBuffer(Problem.of(problem, context.request().path(), correlationId()));
  }

  private String correlationId() {
    return context.response().headers().get(Correlation.HEADER);
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext proxy) {
    PeerHeaders.keepForCaller(proxy.response().headers());
    // One side has gone and the proxy has hung up on the other: there is nobody left to tell.
    return proxy.sendResponse().otherwiseEmpty();
  }
}
