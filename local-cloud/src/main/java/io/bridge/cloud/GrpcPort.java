package io.bridge.cloud;

import io.bridge.cloud.http.BoundedPort;
import io.bridge.cloud.http.PortTaken;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.tls.CipherSuites;
import io.bridge.cloud.tls.Tls;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A port of all gRPC APIs on loopback: with TLS and every call authenticated, or open. A call that
 * no service has is answered UNIMPLEMENTED naming it, by gRPC itself.
 */
final class GrpcPort implements AutoCloseable {
  // Pub/Sub takes 10 MB in one publish; the rest is room for its envelope.
  private static final int MAX_MESSAGE_BYTES = 12 * 1024 * 1024;
  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final int THREADS = 32;

  private static final ApplicationProtocolConfig HTTP_2 =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2);

  /** Of one connection at once; a client makes the rest wait. */
  private static final int MOST_CALLS = 1_000;

  /** A client takes calls back now and then, but it does not live by that. */
  private static final int MOST_RESETS = 2_000;

  private static final int RESETS_SECONDS = 10;

  private final Server server;
  private final EventLoopGroup loops;
  private final ExecutorService threads;
  private final CallCounts counts;

  private GrpcPort(
      Server server, EventLoopGroup loops, ExecutorService threads, CallCounts counts) {
    this.server = server;
    this.loops = loops;
    this.threads = threads;
    this.counts = counts;
  }

  static GrpcPort start(Path dir, int port, Iam iam, List<BindableService> services) {
    return start(dir, port, new GrpcCalls(List.of(iam.grpcInterceptor()), services));
  }

  static GrpcPort start(Path dir, int port, GrpcCalls calls) {
    return start(listeningOn(port).sslContext(tls(dir)), port, calls);
  }

  /** Plaintext, for callers of this machine; who they are is the interceptors' business. */
  static GrpcPort startOpen(int port, GrpcCalls calls) {
    return start(listeningOn(port), port, calls.behind(new LoopbackOnly()));
  }

  private static NettyServerBuilder listeningOn(int port) {
    return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port));
  }

  private static GrpcPort start(NettyServerBuilder builder, int port, GrpcCalls calls) {
    // Platform threads for the reason that Blocking gives.
    var threads =
        Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().name("grpc-", 0).factory());
    var loops = new NioEventLoopGroup(0, new DefaultThreadFactory("grpc-io", true));
    var counts = new CallCounts();
    builder
        .channelFactory(BoundedPort::new)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .maxConcurrentCallsPerConnection(MOST_CALLS)
        .maxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
        .directExecutor()
        .callExecutor(new Quick(calls.quick(), threads))
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(MAX_HEADER_BYTES)
        .handshakeTimeout(20, TimeUnit.SECONDS)
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(60, TimeUnit.SECONDS);
    calls.interceptors().forEach(builder::intercept);
    builder.intercept(counts);
    calls.services().forEach(builder::addService);
    try {
      return new GrpcPort(builder.build().start(), loops, threads, counts);
    } catch (IOException e) {
      threads.shutdownNow();
      stop(loops);
      throw new PortTaken(port, "gRPC of local-cloud", e);
    }
  }

  /** Handing a call to a thread and back costs more than a quick call itself. */
  private record Quick(Predicate<String> quick, Executor threads)
      implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
      boolean here = quick.test(call.getMethodDescriptor().getFullMethodName());
      return here ? Runnable::run : threads;
    }
  }

  int port() {
    return server.getPort();
  }

  /** Calls of a method, for example {@code google.pubsub.v1.Publisher/Publish}, since the start. */
  long calls(String method) {
    return counts.of(method);
  }

  /** Lets running calls end for a moment, then cancels them. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(3, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(3, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
      stop(loops);
    }
  }

  private static void stop(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /**
   * Netty's own builder would load Bouncy Castle first, from signed jars whose every class is
   * verified: half a second of each start.
   */
  private static SslContext tls(Path dir) {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(Tls.open(Tls.serverKeyStore(dir)), Tls.PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new JdkSslContext(
          context,
          false,
          CipherSuites.ordered(Http2SecurityUtil.CIPHERS),
          SupportedCipherSuiteFilter.INSTANCE,
          HTTP_2,
          ClientAuth.NONE,
          new String[] {"TLSv1.3", "TLSv1.2"},
          false);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The certificate of local-cloud cannot be used", e);
    }
  }
}
