package io.bridge.cloud.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.RawConnection;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Names that want to be paths, in every place of every API that takes a name. */
@Isolated("counts what the whole process has")
class HostileNamesTest {
  private static final List<String> NAMES =
      List.of(
          "..",
          ".",
          "%2e%2e",
          "%2e%2e%2f%2e%2e%2f%2e%2e%2fescaped",
          "..%2f..%2fescaped",
          "%252e%252e%252fescaped",
          "%2fabsolute",
          "%00",
          "a%00b",
          "..%5c..%5cescaped",
          "%c0%ae%c0%ae%c0%afescaped",
          "%e0%80%ae",
          "%ff",
          "%ed%a0%80",
          "%",
          "%zz",
          "%0d%0aX-Injected:%201",
          "%27%20OR%201=1--",
          "%22%3B%20DROP",
          "%60",
          "%f0%9f%92%a9",
          "a".repeat(3000),
          "*");

  static final List<String> PLACES =
      List.of(
          "/storage/v1/b/{}",
          "/storage/v1/b/{}/o",
          "/storage/v1/b/{}/o/x",
          "/storage/v1/b/" + Siege.BUCKET + "/o/{}",
          "/storage/v1/b/" + Siege.BUCKET + "/o/{}/compose",
          "/storage/v1/b/" + Siege.BUCKET + "/o/x/rewriteTo/b/{}/o/{}",
          "/storage/v1/b/" + Siege.BUCKET + "/o?prefix={}&delimiter={}&pageToken={}",
          "/download/storage/v1/b/" + Siege.BUCKET + "/o/{}?alt=media",
          "/upload/storage/v1/b/{}/o?uploadType=media&name=x",
          "/upload/storage/v1/b/" + Siege.BUCKET + "/o?uploadType=media&name={}",
          "/upload/storage/v1/b/" + Siege.BUCKET + "/o?uploadType=resumable&upload_id={}",
          "/" + Siege.BUCKET + "/{}",
          "/{}/x?X-Goog-Algorithm={}&X-Goog-Credential={}&X-Goog-Signature={}",
          "/bigquery/v2/projects/{}/datasets",
          "/bigquery/v2/projects/bridge-test/datasets/{}",
          "/bigquery/v2/projects/bridge-test/datasets/{}/tables",
          "/bigquery/v2/projects/bridge-test/datasets/d/tables/{}",
          "/bigquery/v2/projects/bridge-test/datasets/d/tables/{}/data?pageToken={}",
          "/bigquery/v2/projects/bridge-test/jobs/{}?location={}",
          "/bigquery/v2/projects/bridge-test/queries/{}?pageToken={}",
          "/v1/projects/{}/serviceAccounts",
          "/v1/projects/bridge-test/serviceAccounts/{}",
          "/v1/projects/bridge-test/serviceAccounts/{}/keys",
          "/v1/projects/bridge-test/serviceAccounts/x/keys/{}",
          "/v1/projects/{}:getIamPolicy",
          "/v1/projects/-/serviceAccounts/{}:signBlob",
          "/v1/projects/-/serviceAccounts/{}:generateIdToken",
          "/identitytoolkit.googleapis.com/v1/accounts:signUp?key={}",
          "/identitytoolkit.googleapis.com/v1/accounts:{}",
          "/o/oauth2/v2/auth?client_id={}&redirect_uri={}&state={}",
          "/token?grant_type={}",
          "/{}");

  private static final Pattern KEPT = Pattern.compile("(?i)\r\ncontent-length: ");
  private static final Pattern ENDING = Pattern.compile("(?i)\r\nconnection: close\r\n");

  @TempDir static Path parent;

  private static RawConnection connection;

  private static Siege siege;

  @BeforeAll
  static void start() throws Exception {
    siege = Siege.begin(parent);
  }

  @AfterAll
  static void stop() {
    siege.close();
  }

  @ParameterizedTest
  @FieldSource("PLACES")
  void noNameLeavesItsPlace(String place) throws Exception {
    String token = siege.adminToken();
    for (String name : NAMES) {
      for (String method : List.of("GET", "DELETE", "PUT", "POST")) {
        String request =
            "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                    .formatted(method, place.replace("{}", name), token)
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

        String answer = ask(request);

        assertTrue(
            answer.matches("(?s)HTTP/1\\.1 (2..|30.|4..|501|503) .*"),
            () -> method + " " + place + " with " + name + ": " + answer);
        assertTrue(!answer.contains("\nX-Injected"), answer);
      }
    }
    siege.assertUnharmed();
  }

  /**
   * On one connection for as long as the server keeps it: a handshake costs more than an answer.
   */
  private static String ask(String request) throws IOException {
    if (connection != null) {
      String answer = connection.send(request).answer();
      if (!answer.isEmpty()) {
        return kept(answer);
      }
      connection.close();
    }
    connection = siege.connect();
    return kept(connection.send(request).answer());
  }

  private static String kept(String answer) throws IOException {
    if (!KEPT.matcher(answer).find() || ENDING.matcher(answer).find()) {
      connection.close();
      connection = null;
    }
    return answer;
  }

  @Test
  void noNameLeavesTheMetadata() throws Exception {
    int port = siege.cloud().metadataPort("sync-service");
    for (String name : NAMES) {
      for (String place :
          List.of(
              "/{}",
              "/computeMetadata/v1/{}",
              "/computeMetadata/v1/instance/service-accounts/{}/token",
              "/computeMetadata/v1/instance/service-accounts/default/{}",
              "/computeMetadata/v1/instance/service-accounts/default/identity?audience={}")) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
          socket.setSoTimeout(20_000);
          String request =
              "GET %s HTTP/1.1\r\nHost: localhost\r\nMetadata-Flavor: Google\r\n"
                      .formatted(place.replace("{}", name))
                  + "Connection: close\r\n\r\n";
          socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));

          byte[] all = socket.getInputStream().readAllBytes();

          String answer = new String(all, StandardCharsets.ISO_8859_1);
          assertTrue(answer.matches("(?s)HTTP/1\\.1 (200|4..) .*"), place + name + answer);
        }
      }
    }
    siege.assertUnharmed();
  }
}
