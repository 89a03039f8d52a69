package io.bridge.cloud.metadata;

import io.bridge.cloud.http.CloudHttp;
import io.bridge.cloud.iam.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Compute Engine's metadata server for one service account: plain HTTP on loopback, as Google's.
 * Whoever reaches the port is that account, so a page in a browser must not: the {@code
 * Metadata-Flavor} header is required, no proxy's request is answered, and the {@code Host} must be
 * one that no foreign name resolves to.
 */
public final class MetadataServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MetadataServer.class.getName());
  private static final String FLAVOR = "Metadata-Flavor";
  private static final int IDLE_SECONDS = 60;
  private static final Set<String> HOSTS =
      Set.of("127.0.0.1", "localhost", "169.254.169.254", "metadata.google.internal", "metadata");

  private final MetadataTree tree;
  private final HttpServer server;

  private MetadataServer(MetadataTree tree, HttpServer server) {
    this.tree = tree;
    this.server = server;
  }

  /**
   * Listens for one account.
   *
   * @param port 0 for any
   * @throws io.bridge.cloud.http.PortTaken when it cannot listen
   */
  public static MetadataServer start(
      Vertx vertx, Tokens tokens, MetadataAccount account, int port) {
    var options = CloudHttp.bounded(new HttpServerOptions()).setIdleTimeout(IDLE_SECONDS);
    var server = vertx.createHttpServer(options);
    var metadata = new MetadataServer(new MetadataTree(tokens, account), server);
    server.requestHandler(metadata::answer);
    CloudHttp.listen(server, port, "the metadata server of " + account.email());
    return metadata;
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void answer(HttpServerRequest request) {
    request.response().putHeader(FLAVOR, "Google").putHeader("Server", "Metadata Server for VM");
    try {
      send(request, reply(request));
    } catch (IllegalArgumentException _) {
      send(request, MetadataReply.text(400, "Bad request\n"));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "metadata request failed", e);
      send(request, MetadataReply.text(500, "Internal error\n"));
    }
  }

  private MetadataReply reply(HttpServerRequest request) {
    if (!fromThisMachine(request)) {
      return MetadataReply.text(403, "Forbidden\n");
    }
    if (request.method() != HttpMethod.GET) {
      return MetadataReply.text(405, "Method not allowed\n");
    }
    if (request.path().equals("/")) {
      return MetadataReply.text(200, "computeMetadata/\n");
    }
    if (!"Google".equals(request.getHeader(FLAVOR))) {
      return MetadataReply.text(403, "Missing required header \"Metadata-Flavor: Google\"\n");
    }
    return tree.find(request.path(), request.params());
  }

  private static boolean fromThisMachine(HttpServerRequest request) {
    var host = request.authority();
    return host != null
        && HOSTS.contains(host.host())
        && !request.headers().contains("X-Forwarded-For");
  }

  private static void send(HttpServerRequest request, MetadataReply reply) {
    request
        .response()
        .setStatusCode(reply.status())
        .putHeader("Content-Type", reply.contentType())
        .end(reply.body());
  }
}
