package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.app.played.PlayedCloud;
import io.bridge.app.played.TestCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir static Path shared;
  private static TestCertificate certificate;
  private static PlayedCloud cloud;

  @TempDir Path folder;
  private App app;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    certificate = TestCertificate.in(shared);
    cloud = PlayedCloud.withTls(certificate);
    cloud.identity().know("ada@example.com", "correct horse");
    cloud.gateway().makeTeam("Data");
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void make() {
    app = new App(folder).at(cloud.address()).typing("correct horse");
  }

  @Test
  void remembersTheAuthorityGivenAtLogin() throws SQLException {
    Path file = DuckDbFile.of(folder.resolve("x.duckdb"), "CREATE TABLE t AS SELECT 1 AS n");

    App.Outcome login =
        app.run("login", "--user", "ada@example.com", "--ca", certificate.pem().toString());

    assertEquals(0, login.exitCode(), login.err());
    assertEquals(0, app.run("whoami").exitCode());
    App.Outcome push = app.run("push", file.toString());
    assertEquals(0, push.exitCode(), push.err());
  }

  @Test
  void takesTheAuthorityFromAVariable() throws IOException {
    Files.copy(certificate.pem(), folder.resolve("here.pem"));

    assertEquals(
        0, app.with("BRIDGE_CA", "here.pem").run("login", "--user", "ada@example.com").exitCode());
  }

  @Test
  void doesNotTrustACertificateThatNobodyVouchesFor() {
    App.Outcome outcome = app.run("login", "--user", "ada@example.com");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("is not trusted"), outcome.err());
    assertTrue(outcome.err().contains("--ca"), outcome.err());
    assertTrue(app.time().pauses().isEmpty());
  }

  @Test
  void refusesAFileThatHoldsNoCertificate() throws IOException {
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(folder.resolve("odd.pem"), "-----BEGIN CERTIFICATE-----\nabc\n");

    for (String ca : new String[] {"empty.pem", "odd.pem", "nowhere.pem"}) {
      App.Outcome outcome = app.run("login", "--user", "ada@example.com", "--ca", ca);
      assertEquals(1, outcome.exitCode());
      assertTrue(outcome.err().contains(ca + " cannot be read"), outcome.err());
    }
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    App.Outcome outcome =
        app.at(URI.create("https://localhost:" + free)).run("login", "--user", "a@example.com");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("Nothing answers at https://localhost:" + free));
    assertEquals(3, app.time().pauses().size());
  }

  @Test
  void saysThatTheServerSpeaksNoTls() throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      Thread.startVirtualThread(() -> refuseEverybody(server));

      App.Outcome outcome =
          app.at(URI.create("https://localhost:" + server.getLocalPort()))
              .run("login", "--user", "a@example.com");

      assertEquals(1, outcome.exitCode());
      assertTrue(outcome.err().contains("Does it speak HTTPS?"), outcome.err());
    }
  }

  private static void refuseEverybody(ServerSocket server) {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
        }
      }
    } catch (IOException _) {
      // The test is over.
    }
  }
}
