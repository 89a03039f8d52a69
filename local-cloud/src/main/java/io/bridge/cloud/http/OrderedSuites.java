package io.bridge.cloud.http;

import io.bridge.cloud.tls.CipherSuites;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.LinkedHashSet;
import java.util.Set;

/** Cipher suites in our order, which Vert.x would lose: its own list of them is a plain set. */
final class OrderedSuites extends JdkSSLEngineOptions {
  @Override
  public JdkSSLEngineOptions copy() {
    return new OrderedSuites();
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContextFactory enabledCipherSuites(Set<String> unordered) {
        return super.enabledCipherSuites(new LinkedHashSet<>(CipherSuites.all()));
      }
    };
  }
}
