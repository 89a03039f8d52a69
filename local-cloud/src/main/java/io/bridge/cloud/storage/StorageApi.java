package io.bridge.cloud.storage;

import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.HttpApi;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Cloud Storage over HTTP. Mount it last: the paths of its XML API look like any other. */
public final class StorageApi implements HttpApi {
  private static final System.Logger LOG = System.getLogger(StorageApi.class.getName());
  private static final String JSON = "/storage/v1";
  private static final String DOWNLOAD = "/download/storage/v1";
  private static final String UPLOAD = "/upload/storage/v1";

  private final ObjectStore objects;
  private final JsonApi jsonApi;
  private final JsonUploads jsonUploads;
  private final XmlApi xmlApi;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public StorageApi(CloudContext context, ObjectStore objects) {
    StorageAccess access = new StorageAccess(context.iam());
    this.objects = objects;
    this.jsonApi = new JsonApi(objects, access, context.project());
    this.jsonUploads = new JsonUploads(objects, access);
    this.xmlApi =
        new XmlApi(
            objects, access, new SignedUrls(context.accounts(), context.tokens(), context.clock()));
  }

  @Override
  public void mount(Router router) {
    router.route(UPLOAD + "/*").handler(ctx -> json(ctx, UPLOAD, jsonUploads::serve));
    router.route(DOWNLOAD + "/*").handler(ctx -> json(ctx, DOWNLOAD, jsonApi::serve));
    router.route(JSON + "/*").handler(ctx -> json(ctx, JSON, jsonApi::serve));
    // Node's client reads here when it is told of an emulator.
    router.route("/b/*").handler(ctx -> json(ctx, "", jsonApi::serve));
    router.route().last().handler(this::xml);
  }

  /** Serves a path below the prefix. */
  private interface JsonCall {
    void serve(Exchange exchange, String rawPath) throws IOException;
  }

  private void json(RoutingContext ctx, String prefix, JsonCall call) {
    String rawPath = rawPath(ctx);
    // The router matches the normalized path; names may hold what it would resolve away.
    if (!rawPath.startsWith(prefix + "/")) {
      ctx.next();
      return;
    }
    String below = rawPath.substring(prefix.length());
    Exchange.serve(ctx, threads, exchange -> serve(exchange, call, below), ctx::fail);
  }

  private static void serve(Exchange exchange, JsonCall call, String path) throws IOException {
    for (String header : exchange.headers().names()) {
      // To pass over a key would be to store in clear what was to be encrypted.
      if (header.toLowerCase(Locale.ROOT).startsWith("x-goog-encryption-")) {
        throw GoogleError.unimplemented("storage: customer-supplied encryption keys");
      }
    }
    exchange.requireFields();
    call.serve(exchange, path);
  }

  private void xml(RoutingContext ctx) {
    Optional<XmlApi.ObjectPath> path = XmlApi.path(rawPath(ctx));
    if (path.isEmpty() || !isOurs(ctx, path.get())) {
      ctx.next();
      return;
    }
    Exchange.serve(
        ctx,
        threads,
        exchange -> xmlApi.serve(exchange, path.get()),
        failure -> fail(ctx, failure));
  }

  private boolean isOurs(RoutingContext ctx, XmlApi.ObjectPath path) {
    return objects.hasBucket(path.bucket()) || SignedQuery.isSigned(ctx.request().query());
  }

  private static String rawPath(RoutingContext ctx) {
    String path = ctx.request().path();
    return path == null ? "" : path;
  }

  private static void fail(RoutingContext ctx, Throwable failure) {
    XmlError error =
        switch (failure) {
          case XmlError e -> e;
          case GoogleError e -> XmlError.of(e);
          default -> {
            LOG.log(Level.ERROR, "A request of the XML API failed", failure);
            yield new XmlError(
                500, "InternalError", "We encountered an internal error. Please try again.");
          }
        };
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (!ctx.request().isEnded()) {
      response.putHeader("Connection", "close");
    }
    response.setStatusCode(error.status());
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.putHeader("Content-Type", "application/xml; charset=UTF-8").end(error.toXml());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
