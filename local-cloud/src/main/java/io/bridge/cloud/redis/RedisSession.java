package io.bridge.cloud.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The few words of Redis' protocol that starting and stopping a server take. */
final class RedisSession implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final Socket socket = new Socket();
  private final BufferedReader answers;

  /** Connects and authenticates. */
  RedisSession(int port, String password) throws IOException {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      send("AUTH " + password);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends a command of plain words; returns the first line of its answer. */
  String send(String command) throws IOException {
    tell(command);
    String line = answers.readLine();
    if (line == null || line.startsWith("-")) {
      throw new IOException("Redis refused " + command.split(" ")[0]);
    }
    return line;
  }

  /** Sends a command and waits until the server hangs up, as it does when it ends. */
  void sendLast(String command) throws IOException {
    tell(command);
    if (answers.readLine() != null) {
      throw new IOException("Redis did not obey " + command);
    }
  }

  /** Process id of the server. */
  long pid() throws IOException {
    send("INFO server");
    String line = answers.readLine();
    while (line != null && !line.startsWith("process_id:")) {
      line = answers.readLine();
    }
    if (line == null) {
      throw new IOException("Redis does not tell its process id");
    }
    return Long.parseLong(line.substring("process_id:".length()).strip());
  }

  private void tell(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
