package io.bridge.cloud;

import io.bridge.cloud.fault.FaultApi;
import io.bridge.cloud.fault.Faults;
import io.bridge.cloud.http.BoundedTransport;
import io.bridge.cloud.http.CloudHttp;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.iam.OidcCaller;
import io.bridge.cloud.iam.ServiceAccounts;
import io.bridge.cloud.iam.Tokens;
import io.bridge.cloud.metadata.MetadataAccount;
import io.bridge.cloud.metadata.MetadataServer;
import io.bridge.cloud.pubsub.PubSubApi;
import io.bridge.cloud.store.PrivateFiles;
import io.bridge.cloud.tls.LocalTrust;
import io.bridge.cloud.tls.Tls;
import io.bridge.cloud.topology.Topology;
import io.grpc.ServerInterceptor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Google's wire APIs on one machine, over TLS from an authority of its own, with durable state.
 * Used by {@link Main} and, in the same process, by tests.
 */
public final class LocalCloud implements AutoCloseable {
  private static final int WORKERS = 64;

  private final LocalCloudConfig config;
  private final CloudContext context;
  private final Closing closing;
  private final Map<String, MetadataServer> metadata = new TreeMap<>();
  private CloudHttp http;
  private CloudHttp signIn;
  private GrpcPort grpc;
  private CloudHttp openHttp;
  private GrpcPort openGrpc;

  private LocalCloud(LocalCloudConfig config, CloudContext context, Closing closing) {
    this.config = config;
    this.context = context;
    this.closing = closing;
  }

  /**
   * Starts everything and returns when every port listens. What was started is stopped again when a
   * later part fails.
   *
   * @throws io.bridge.cloud.http.PortTaken naming the port that cannot be listened on
   * @throws IllegalArgumentException when the topology is wrong, or a metadata port is asked for an
   *     account that it does not declare
   */
  public static LocalCloud start(LocalCloudConfig config) {
    HeadStart.begin();
    var topology = Topology.load(config.topology(), config.project());
    PrivateFiles.directory(config.dir());
    Tls.ensure(config.dir());
    var closing = new Closing();
    try {
      var cloud = new LocalCloud(config, context(config, topology, closing), closing);
      cloud.listen();
      return cloud;
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /** {@code https://localhost:<port>} of every REST API. */
  public URI https() {
    return URI.create("https://localhost:" + http.port());
  }

  /**
   * {@code http://localhost:<port>} of the sign-in pages, for a browser; the same pages are at
   * {@link #https()}.
   */
  public URI signIn() {
    return URI.create("http://localhost:" + signIn.port());
  }

  /** {@code localhost:<port>} of every gRPC API. */
  public String grpc() {
    return "localhost:" + grpc.port();
  }

  /**
   * How often a gRPC method was called since the start, for tests in this process.
   *
   * @param method full name, for example {@code google.pubsub.v1.Publisher/Publish}
   */
  public long grpcCalls(String method) {
    return grpc.calls(method);
  }

  /** {@code http://localhost:<port>} of every REST API; fails unless it was asked for. */
  public URI openHttp() {
    return URI.create("http://localhost:" + requireOpen(openHttp).port());
  }

  /** {@code localhost:<port>} of every gRPC API in plaintext; fails unless it was asked for. */
  public String openGrpc() {
    return "localhost:" + requireOpen(openGrpc).port();
  }

  /** Port of a service's metadata server; fails for a service that has none. */
  public int metadataPort(String service) {
    var server = metadata.get(service);
    if (server == null) {
      throw new IllegalArgumentException("No metadata server was asked for " + service);
    }
    return server.port();
  }

  public Path caPem() {
    return Tls.caPem(config.dir());
  }

  /** PKCS12 with the password {@link Tls#PASSWORD}. */
  public Path trustStore() {
    return Tls.trustStore(config.dir());
  }

  /** For clients in this process that trust this cloud and nothing else. */
  public SSLContext clientTls() {
    try {
      return LocalTrust.context(config.dir());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mints tokens of any account: for tests and tools in this process. */
  public Tokens tokens() {
    return context.tokens();
  }

  /**
   * A new key of a service account, for tests and tools in this process.
   *
   * @param account short name, for example {@code team-a-warehouse}; made when there is none
   * @param roles given to it on the project, for example {@code roles/bigquery.jobUser}
   * @return Google's credentials file as JSON
   */
  public String issueKey(String account, List<String> roles) {
    var accounts = context.accounts();
    var email = topology().email(account);
    if (accounts.find(email).isEmpty()) {
      accounts.create(account, account, "");
    }
    accounts.policy().grant(email, roles);
    return accounts.createKey(email).file();
  }

  public Topology topology() {
    return context.topology();
  }

  /** From now on pushes, tasks and schedules for the service go there. */
  public void registerService(String service, URI baseUrl) {
    context.serviceUrls().register(service, baseUrl);
  }

  /** Stops in the reverse order of the start; what was acknowledged is on disk anyway. */
  @Override
  public void close() {
    closing.close();
  }

  private void listen() {
    var faults = new Faults();
    var apis = CloudApis.open(context, closing);
    var all = new ArrayList<HttpApi>(List.of(config.faults() ? faults.api() : FaultApi.OFF));
    all.addAll(apis.http());
    http = closing.add(CloudHttp.start(context.vertx(), config.dir(), config.httpPort(), all));
    signIn =
        closing.add(
            CloudHttp.startPlain(context.vertx(), config.signInPort(), List.of(apis.signIn())));
    grpc =
        closing.add(
            GrpcPort.start(
                config.dir(),
                config.grpcPort(),
                grpcCalls(context.iam().grpcInterceptor(), apis, faults)));
    if (config.open() != null) {
      listenOpenly(
          config.open(), all, grpcCalls(context.iam().openGrpcInterceptor(), apis, faults));
    }
    closing.add(apis.streams());
    config.metadataPorts().forEach(this::listenForMetadata);
    apis.calls().forEach(Runnable::run);
    closing.add(new AdminToken(context.tokens(), config.dir()).keepFresh(context.vertx()));
    HeadStart.end();
  }

  private void listenOpenly(OpenPorts ports, List<HttpApi> apis, GrpcCalls calls) {
    var all = new ArrayList<HttpApi>(List.of(new EmulatorPaths()));
    all.addAll(apis);
    var iam = context.iam();
    openHttp =
        closing.add(CloudHttp.startOpen(context.vertx(), ports.http(), all, iam::takeForOwner));
    openGrpc = closing.add(GrpcPort.startOpen(ports.grpc(), calls));
  }

  /** A fault may let any call wait. */
  private static GrpcCalls grpcCalls(ServerInterceptor guard, CloudApis apis, Faults faults) {
    return new GrpcCalls(
        List.of(guard, faults.interceptor()),
        apis.grpc(),
        method -> PubSubApi.neverWaits(method) && !faults.armed());
  }

  private static <T> T requireOpen(T port) {
    if (port == null) {
      throw new IllegalStateException("local-cloud was started without open ports");
    }
    return port;
  }

  private void listenForMetadata(String service, int port) {
    var email = context.topology().email(service);
    if (!context.topology().serviceAccounts().containsKey(service)
        && !email.equals(context.tokens().adminEmail())) {
      throw new IllegalArgumentException(service + " has no service account in the topology");
    }
    var account = new MetadataAccount(email, config.project());
    metadata.put(
        service,
        closing.add(MetadataServer.start(context.vertx(), context.tokens(), account, port)));
  }

  private static CloudContext context(LocalCloudConfig config, Topology topology, Closing closing) {
    var clock = Clock.systemUTC();
    var tokens = Tokens.open(config.dir(), config.project(), clock);
    var accounts = closing.add(ServiceAccounts.open(config.dir(), topology, clock));
    var iam = new Iam(topology, tokens, accounts);
    var vertx = BoundedTransport.vertx(options());
    closing.add(() -> stop(vertx));
    return new CloudContext(
        config.dir(),
        config.project(),
        topology,
        iam,
        tokens,
        accounts,
        vertx,
        clock,
        config.backoffScale(),
        serviceUrls(config, topology),
        closing.add(new OidcCaller(vertx, tokens, clock)));
  }

  private static VertxOptions options() {
    // A query may take as long as it takes; Vert.x' warning about it would only be noise.
    return new VertxOptions()
        .setWorkerPoolSize(WORKERS)
        .setMaxWorkerExecuteTime(1)
        .setMaxWorkerExecuteTimeUnit(TimeUnit.HOURS);
  }

  private static void stop(Vertx vertx) {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static ServiceUrls serviceUrls(LocalCloudConfig config, Topology topology) {
    var urls = new HashMap<String, URI>();
    topology
        .services()
        .forEach((name, it) -> urls.put(name, URI.create("http://localhost:" + it.port())));
    urls.putAll(config.serviceUrls());
    return new ServiceUrls(urls);
  }
}
