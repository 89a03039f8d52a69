package io.bridge.cloud.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More of everything than a port takes: what is too much is cut off, the rest goes on. */
@Isolated("counts what the whole process has")
class FloodTest {
  private static final int MOST_CONNECTIONS = 1_000;
  private static final int TOO_MANY = 200;
  private static final int GOAWAY = 7;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

  @TempDir static Path parent;

  private static Siege siege;

  @BeforeAll
  static void start() throws Exception {
    siege = Siege.begin(parent);
  }

  @AfterEach
  void isUnharmed() throws Exception {
    siege.assertUnharmed();
  }

  @AfterAll
  static void stop() {
    siege.close();
  }

  private static int port(String api) {
    return api.equals("grpc")
        ? URI.create("https://" + siege.cloud().grpc()).getPort()
        : siege.cloud().https().getPort();
  }

  /** Each of them says the first byte of a handshake, and no more. */
  @ParameterizedTest
  @ValueSource(strings = {"https", "grpc"})
  void keepsAsManyHalfOpenHandshakesAsItTakesAndNoMore(String api) throws Exception {
    siege.assertAnswers();
    List<Socket> flood = new ArrayList<>();
    try {
      for (int i = 0; i < MOST_CONNECTIONS + TOO_MANY; i++) {
        flood.add(halfOpen(port(api)));
      }

      long cut = flood.reversed().stream().limit(TOO_MANY).filter(FloodTest::isCut).count();

      assertEquals(TOO_MANY, cut);
      siege.assertAnswers();
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  private static Socket halfOpen(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    try {
      socket.getOutputStream().write(22);
    } catch (SocketException _) {
      // Cut off already.
    }
    return socket;
  }

  private static boolean isCut(Socket socket) {
    try {
      socket.setSoTimeout(2_000);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  /** Calls that begin and are taken back at once, as fast as they can be written. */
  @Test
  void hangsUpOnARapidReset() throws Exception {
    try (SSLSocket socket = http2()) {
      flood(socket);

      assertTrue(isHungUp(socket));
    }
  }

  private static SSLSocket http2() throws IOException {
    var sockets = siege.cloud().clientTls().getSocketFactory();
    SSLSocket socket = (SSLSocket) sockets.createSocket("localhost", port("grpc"));
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  private static void flood(SSLSocket socket) {
    byte[] call = call();
    try {
      socket.getOutputStream().write(PREFACE);
      socket.getOutputStream().write(frame(4, 0, 0, new byte[0]));
      for (int block = 0; block < 100; block++) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
          int stream = 2 * (block * 200 + i) + 1;
          frames.write(frame(1, 4, stream, call));
          frames.write(frame(3, 0, stream, new byte[] {0, 0, 0, 8}));
        }
        socket.getOutputStream().write(frames.toByteArray());
      }
    } catch (IOException _) {
      // It hung up in the middle.
    }
  }

  /** The head of a call in HPACK: POST and https by their numbers, the rest as text. */
  private static byte[] call() {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(0x83);
    head.write(0x87);
    literal(head, ":path", "/google.cloud.tasks.v2.CloudTasks/GetQueue");
    literal(head, ":authority", "localhost");
    literal(head, "content-type", "application/grpc");
    literal(head, "te", "trailers");
    return head.toByteArray();
  }

  private static void literal(ByteArrayOutputStream head, String name, String value) {
    head.write(0);
    head.write(name.length());
    head.writeBytes(name.getBytes(US_ASCII));
    head.write(value.length());
    head.writeBytes(value.getBytes(US_ASCII));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static boolean isHungUp(SSLSocket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readNBytes(5);
        byte[] payload = in.readNBytes(length);
        if (type == GOAWAY) {
          return ByteBuffer.wrap(payload).getInt(4) == ENHANCE_YOUR_CALM;
        }
      }
    } catch (SocketTimeoutException _) {
      return false;
    } catch (EOFException | SocketException | SSLException _) {
      return true;
    }
  }
}
