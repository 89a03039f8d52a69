package io.bridge.cloud.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.RawConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Requests that are hardly HTTP, and clients that are hardly there. */
@Isolated("counts what the whole process has")
class HostileWireTest {
  private static final String POST =
      "POST /bigquery/v2/projects/bridge-test/queries HTTP/1.1\r\nHost: localhost\r\n";
  private static final String PUT =
      "PUT /upload/storage/v1/b/" + Siege.BUCKET + "/o?upload_id=x HTTP/1.1\r\nHost: localhost\r\n";
  private static final int CROWD = 150;
  private static final int READERS = 40;

  /** Each ends by itself, or is answered. */
  static final List<String> REQUESTS =
      List.of(
          POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}garbage\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: chunked\r\n\r\n2;" + "x".repeat(70_000) + "\r\n{}\r\n",
          POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "T: x\r\n".repeat(20_000) + "\r\n",
          POST + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}\r\n",
          POST + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
          POST + "Transfer-Encoding: nonsense\r\n\r\n{}",
          POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
          POST + "Content-Length: 2, 3\r\n\r\n{}",
          POST + "Content-Length: -2\r\n\r\n{}",
          POST + "Content-Length: 99999999999999999999\r\n\r\n{}",
          POST + "Content-Length: 0x2\r\n\r\n{}",
          PUT + "Content-Length: +2\r\n\r\n{}",
          PUT + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
          "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(40_000) + "\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(20_000) + "\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\nnul\u0000: x\r\n\r\n",
          "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
          "GET / HTTP/1.1\r\n: empty\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET /storage/v1/b HTTP/1.0\r\n\r\n",
          "GET http://other.example/storage/v1/b HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "TRACE / HTTP/1.1\r\nHost: localhost\r\nMax-Forwards: 0\r\n\r\n",
          "NONSENSE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\u0016\u0003\u0001garbage\r\n\r\n",
          "\r\n".repeat(10_000) + "GARBAGE\r\n\r\n");

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

  @ParameterizedTest
  @FieldSource("REQUESTS")
  void answersOrHangsUp(String request) throws Exception {
    try (RawConnection connection = siege.connect()) {
      String answer = connection.send(request).answer();

      assertTrue(
          answer.isEmpty() || answer.matches("(?s)HTTP/[12]\\.[01] ([2-4]..|501) .*"),
          () -> answer.substring(0, Math.min(300, answer.length())));
    }
  }

  @Test
  void aBodyShorterThanItsLengthHarmsNobody() throws Exception {
    for (int i = 0; i < CROWD; i++) {
      try (RawConnection connection = siege.connect()) {
        connection.send(POST + "Content-Length: 1000000\r\n\r\n{\"query\":");
      }
    }
  }

  @Test
  void manyWhoNeverEndTheirHeadersKeepNobodyOut() throws Exception {
    List<RawConnection> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) {
        crowd.add(siege.connect().send("GET / HTTP/1.1\r\nHost: localhost\r\nX-" + i + ": "));
      }
      siege.assertUnharmed();
    } finally {
      leave(crowd);
    }
  }

  @Test
  void manyWhoNeverEndTheirBodiesKeepNobodyOut() throws Exception {
    List<RawConnection> crowd = new ArrayList<>();
    String upload =
        "POST /upload/storage/v1/b/%s/o?uploadType=media&name=slow HTTP/1.1\r\nHost: localhost\r\n"
                .formatted(Siege.BUCKET)
            + "Authorization: Bearer %s\r\nContent-Length: 9999999\r\n\r\n"
                .formatted(siege.adminToken());
    try {
      for (int i = 0; i < CROWD; i++) {
        crowd.add(
            siege.connect().send(i % 2 == 0 ? upload : POST + "Content-Length: 9999\r\n\r\n"));
      }
      siege.assertUnharmed();
    } finally {
      leave(crowd);
    }
  }

  @Test
  void manyWhoDoNotReadWhatTheyAskedForTakeNoMemory() throws Exception {
    // Given an object of 16 MB
    HttpRequest large =
        HttpRequest.newBuilder(
                siege
                    .cloud()
                    .https()
                    .resolve(
                        "/upload/storage/v1/b/%s/o?uploadType=media&name=large"
                            .formatted(Siege.BUCKET)))
            .header("Authorization", "Bearer " + siege.adminToken())
            .POST(BodyPublishers.ofByteArray(new byte[16 << 20]))
            .build();
    siege.http().send(large, BodyHandlers.discarding());
    String download =
        "GET /storage/v1/b/%s/o/large?alt=media HTTP/1.1\r\nHost: localhost\r\n"
                .formatted(Siege.BUCKET)
            + "Authorization: Bearer %s\r\n\r\n".formatted(siege.adminToken());
    List<RawConnection> crowd = new ArrayList<>();
    try {
      // When many ask for it and do not read
      for (int i = 0; i < READERS; i++) {
        crowd.add(siege.connect().send(download));
      }

      // Then their 640 MB are nowhere
      siege.assertUnharmed();
    } finally {
      leave(crowd);
    }
  }

  private static void leave(List<RawConnection> crowd) throws Exception {
    for (RawConnection connection : crowd) {
      connection.close();
    }
  }
}
