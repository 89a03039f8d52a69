package io.bridge.cloud.http;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/** Turns every failure of a request into Google's error body; unexpected ones are logged once. */
final class Refusals {
  private static final Logger LOG = Logger.getLogger(Refusals.class.getName());

  private Refusals() {}

  static void install(Router router) {
    router.route().failureHandler(ctx -> answer(ctx, ctx.statusCode()));
    // The router answers these itself, without its failure handlers, when no route matched at all.
    for (int code : new int[] {400, 404, 405, 406, 413, 414, 415, 500}) {
      router.errorHandler(code, ctx -> answer(ctx, code));
    }
  }

  static GoogleError unknown(RoutingContext ctx) {
    return GoogleError.unimplemented(call(ctx));
  }

  private static void answer(RoutingContext ctx, int status) {
    var response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // Half an answer is out: only a broken connection tells the client that it is not whole.
      LOG.log(Level.WARNING, "call=" + call(ctx) + " failed midway", ctx.failure());
      response.reset();
      ctx.request().connection().close();
      return;
    }
    var error = error(ctx, status);
    if (error.code() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"");
    }
    if (!ctx.request().isEnded()) {
      // The rest of a body that nobody wants is not waited for.
      response.putHeader("Connection", "close");
    }
    if (ctx.request().method() == HttpMethod.HEAD) {
      response.setStatusCode(error.code()).end();
    } else {
      Json.write(ctx, error.code(), error.toJson());
    }
  }

  private static GoogleError error(RoutingContext ctx, int status) {
    return switch (ctx.failure()) {
      case GoogleError e -> e;
      case HttpException e -> byStatus(e.getStatusCode(), ctx);
      case null -> byStatus(status, ctx);
      case Throwable e when status == 400 || fromTheWire(e) -> byStatus(400, ctx);
      case Throwable e when isGone(e, ctx) -> byStatus(400, ctx);
      default -> {
        LOG.log(Level.SEVERE, "call=" + call(ctx) + " failed", ctx.failure());
        yield byStatus(500, ctx);
      }
    };
  }

  /**
   * Netty has no type of its own for a body that is no HTTP, such as a chunk without a size or a
   * form with broken escapes: what its codecs throw before any code of ours is the client's.
   */
  private static boolean fromTheWire(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .map(StackTraceElement::getClassName)
        .takeWhile(name -> !name.startsWith("io.bridge.") && !name.startsWith("io.vertx."))
        .anyMatch(name -> name.startsWith("io.netty.handler.codec."));
  }

  /** The client left in the middle of its request; nobody is there to read an answer. */
  private static boolean isGone(Throwable failure, RoutingContext ctx) {
    return !ctx.request().isEnded()
        && (failure instanceof SocketException
            || failure instanceof SSLException
            || failure instanceof HttpClosedException);
  }

  private static GoogleError byStatus(int status, RoutingContext ctx) {
    return switch (status) {
      case 400 -> GoogleError.invalid("The request is malformed.");
      case 404, 405 -> unknown(ctx);
      case 413 -> new GoogleError(413, "uploadTooLarge", "The request body is too large.");
      case 406, 414, 415 -> new GoogleError(status, "invalid", "The request is not acceptable.");
      default -> new GoogleError(500, "internalError", "Internal error encountered.");
    };
  }

  /** Method and path; the query may hold keys and signatures and is left out. */
  private static String call(RoutingContext ctx) {
    var path = ctx.request().path();
    var shown = path == null ? "?" : path.replaceAll("[^\\x21-\\x7e]", "?");
    return ctx.request().method() + " " + (shown.length() > 200 ? shown.substring(0, 200) : shown);
  }
}
