package io.bridge.gateway.route;

import io.bridge.gateway.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Carries requests to services. Bodies stream both ways and are never held: the slower side sets
 * the pace.
 */
@Singleton
class Carrier {
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final ProxyOptions OPTIONS = new ProxyOptions().setSupportWebSocket(false);

  private final HttpClient client;
  private final long connectMillis;

  Carrier(Vertx vertx, GatewayConfig config) {
    GatewayConfig.Proxy limits = config.proxy();
    this.connectMillis = limits.connectTimeout().toMillis();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(connectMillis))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(limits.idleTimeout().toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTcpNoDelay(true),
            new PoolOptions()
                .setHttp1MaxSize(limits.connections())
                .setMaxWaitQueueSize(limits.connections()));
  }

  void carry(Passage passage) {
    HttpProxy.reverseProxy(OPTIONS, client)
        .origin(_ -> connect(passage.target()))
        .addInterceptor(passage)
        .handle(new PeerRequest(passage.context().request(), passage.target()));
  }

  private Future<HttpClientRequest> connect(Target target) {
    return client.request(
        new RequestOptions()
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.tls())
            .setConnectTimeout(connectMillis));
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
