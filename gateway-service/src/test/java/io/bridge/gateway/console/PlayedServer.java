package io.bridge.gateway.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Shows the console with played data, to look at it without the services: the bundle of the last
 * build, and the answers of {@code src/test/resources/console}. Run {@link #main} after a build and
 * open {@code /console/}.
 */
public final class PlayedServer {
  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final ClassLoader bundle;

  private PlayedServer(ClassLoader bundle) {
    this.bundle = bundle;
  }

  /**
   * @param arguments the port, then the jar that a build generated
   */
  public static void main(String... arguments) throws IOException {
    URL jar = Path.of(arguments[1]).toUri().toURL();
    ClassLoader bundle = new URLClassLoader(new URL[] {jar}, null);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port = Integer.parseInt(arguments[0]);
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    server.createContext("/", new PlayedServer(bundle)::answer);
    server.start();
    System.out.println("http://localhost:" + port + "/console/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI asked = exchange.getRequestURI();
      try (InputStream found = find(asked.getPath())) {
        byte[] body =
            found == null ? "{\"title\":\"Not here\"}".getBytes(UTF_8) : found.readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", typeOf(asked.getPath()));
        exchange.getResponseHeaders().set("Content-Security-Policy", CONTENT_SECURITY);
        exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private InputStream find(String path) {
    if (path.startsWith("/v1/")) {
      return PlayedServer.class.getResourceAsStream("/console/" + fixture(path));
    }
    String file = path.contains(".") ? path : "/console.html";
    return bundle.getResourceAsStream("META-INF/resources" + file);
  }

  private static String fixture(String path) {
    if (path.equals("/v1/me")) {
      return "me.json";
    }
    if (path.endsWith("/dashboards")) {
      return "dashboards.json";
    }
    return path.endsWith("/data")
        ? "data.json"
        : "dashboard-" + path.substring(path.lastIndexOf('/') + 1) + ".json";
  }

  private static String typeOf(String path) {
    if (path.endsWith(".js")) {
      return "text/javascript";
    }
    if (path.endsWith(".css")) {
      return "text/css";
    }
    return path.startsWith("/v1/") ? "application/json" : "text/html; charset=utf-8";
  }
}
