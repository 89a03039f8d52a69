package io.bridge.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;

/** HTTP as bytes, for what no client would send. */
public final class Raw {
  private static final int PATIENCE_MILLIS = 20_000;

  private Raw() {}

  /** The whole answer; the request must make the gateway hang up at the end. */
  public static String send(String request) throws IOException {
    try (Socket socket = new Socket("localhost", 8081)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  public static String get(String target, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return send(
        "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "Connection: close\r\n\r\n");
  }
}
