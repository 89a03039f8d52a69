package io.bridge.cloud.bigquery;

import com.google.cloud.bigquery.BigQuery;
import io.bridge.cloud.iam.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** BigQuery in a process of its own, so that it can be killed. */
final class ServerProcess implements AutoCloseable {
  private final Path dir;
  private final Process process;
  private final String host;

  private ServerProcess(Path dir, Process process, String host) {
    this.dir = dir;
    this.process = process;
    this.host = host;
  }

  static ServerProcess start(Path dir) {
    try {
      var process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx512m",
                      "-XX:TieredStopAtLevel=1",
                      "--enable-native-access=ALL-UNNAMED",
                      "-cp",
                      System.getProperty("java.class.path"),
                      BigQueryServer.class.getName(),
                      dir.toString()))
              .redirectError(dir.resolve("server.log").toFile())
              .start();
      return new ServerProcess(dir, process, "https://localhost:" + port(process.inputReader()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BigQuery client() {
    var token =
        Tokens.open(dir, BigQueryServer.PROJECT, Clock.systemUTC())
            .accessToken(BigQueryServer.email("editor"), Duration.ofHours(1));
    return BigQueryServer.client(dir, host, token);
  }

  /** SIGKILL: the process gets no chance to end well. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private static String port(BufferedReader output) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("port=")) {
        return line.substring(5);
      }
    }
    throw new IOException("The server ended before it listened");
  }
}
