package io.bridge.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** A TLS connection on which a test says what no HTTP client would say. */
public final class RawConnection implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");

  private final Socket wire;
  private final Socket socket;

  private RawConnection(Socket wire, Socket socket) {
    this.wire = wire;
    this.socket = socket;
  }

  /**
   * @param trusting whose authority is trusted
   */
  public static RawConnection open(HttpClient trusting, URI server) throws IOException {
    var wire = new Socket();
    // What is not read must soon be felt by the other side, not fill the kernel's buffers.
    wire.setReceiveBufferSize(16 * 1024);
    wire.connect(new InetSocketAddress("127.0.0.1", server.getPort()));
    wire.setSoTimeout(20_000);
    var sockets = trusting.sslContext().getSocketFactory();
    var socket = sockets.createSocket(wire, "localhost", server.getPort(), true);
    return new RawConnection(wire, socket);
  }

  public RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The next answer with its body; what there is of it where the connection ends before. */
  public String answer() throws IOException {
    var text = new StringBuilder();
    InputStream in = socket.getInputStream();
    try {
      while (!isWhole(text)) {
        int next = in.read();
        if (next < 0) {
          return text.toString();
        }
        text.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SSLException | SocketException _) {
      // The server closed while we were still talking.
    }
    return text.toString();
  }

  private static boolean isWhole(StringBuilder text) {
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    var length = LENGTH.matcher(text.substring(0, head + 2));
    int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return text.length() >= head + 4 + expected;
  }

  /** Drops the connection without a word. */
  @Override
  public void close() throws IOException {
    // TLS would first read all that the other side still has to say.
    wire.setSoLinger(true, 0);
    wire.close();
  }
}
