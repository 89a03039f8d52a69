package io.bridge.cloud.http;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;

/** Vert.x whose ports are bounded: it has no option for that. */
public final class BoundedTransport extends JDKTransport {
  private BoundedTransport() {}

  public static Vertx vertx(VertxOptions options) {
    return new VertxBuilder(options).findTransport(new BoundedTransport()).init().vertx();
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return domainSocket ? super.serverChannelFactory(true) : BoundedPort::new;
  }
}
