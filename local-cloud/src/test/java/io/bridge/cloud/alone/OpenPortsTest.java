package io.bridge.cloud.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.PublisherGrpc;
import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.LocalCloudConfig;
import io.bridge.cloud.OpenPorts;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports where every program of this machine is the project's owner, and nobody else. */
class OpenPortsTest {
  private static final String PROJECT = "bridge-test";
  private static final String DATASETS = "/bigquery/v2/projects/" + PROJECT + "/datasets";

  @TempDir static Path dir;
  private static LocalCloud cloud;

  @BeforeAll
  static void start() {
    cloud =
        LocalCloud.start(
            new LocalCloudConfig(dir, PROJECT, null, 0, 0, Map.of("admin", 0), Map.of(), 0.01)
                .opened(new OpenPorts(0, 0)));
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void takeACallerWithoutCredentials() throws Exception {
    assertEquals(200, status(port(), DATASETS, ""));
  }

  @Test
  void takeACallerWithAnyCredentials() throws Exception {
    assertEquals(200, status(port(), DATASETS, "Authorization: Bearer whatever\r\n"));
  }

  @Test
  void serveThePathsOfClientsThatKnowAnEmulator() throws Exception {
    assertEquals(200, status(port(), "/projects/" + PROJECT + "/datasets?maxResults=1", ""));
    assertEquals(404, status(port(), "/b/nowhere/o/nothing", ""));
  }

  @Test
  void refuseAForeignNameThatResolvesToThisMachine() throws Exception {
    assertEquals(403, status(port(), DATASETS, "", "rebound.example:" + port()));
  }

  @Test
  void refuseAPageOfAnotherSite() throws Exception {
    assertEquals(403, status(port(), DATASETS, "Origin: https://site.example\r\n"));
    assertEquals(403, status(port(), DATASETS, "Origin: null\r\n"));
    assertEquals(200, status(port(), DATASETS, "Origin: http://localhost:3000\r\n"));
  }

  @Test
  void takeGrpcWithoutCredentials() {
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(cloud.openGrpc()).usePlaintext().build();
    try {
      var topics =
          PublisherGrpc.newBlockingStub(channel)
              .listTopics(ListTopicsRequest.newBuilder().setProject("projects/" + PROJECT).build());

      assertEquals(0, topics.getTopicsCount());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void refuseGrpcForAForeignName() {
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(cloud.openGrpc())
            .overrideAuthority("rebound.example")
            .usePlaintext()
            .build();
    try {
      var refused =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  PublisherGrpc.newBlockingStub(channel)
                      .listTopics(ListTopicsRequest.getDefaultInstance()));

      assertEquals(Status.Code.PERMISSION_DENIED, refused.getStatus().getCode());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void areNotThereUnlessTheyWereAskedFor(@TempDir Path other) {
    try (LocalCloud closed =
        LocalCloud.start(
            new LocalCloudConfig(other, PROJECT, null, 0, 0, Map.of(), Map.of(), 0.01))) {
      var failure = assertThrows(IllegalStateException.class, closed::openHttp);
      assertTrue(failure.getMessage().contains("open"));
    }
  }

  private static int port() {
    return cloud.openHttp().getPort();
  }

  private static int status(int port, String path, String headers) throws IOException {
    return status(port, path, headers, "localhost:" + port);
  }

  /** By hand: Java's own client sets Host itself. */
  private static int status(int port, String path, String headers, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n";
      socket
          .getOutputStream()
          .write(request.formatted(path, host, headers).getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
