package io.bridge.cloud.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Bodies that are no JSON, too much JSON or not the JSON that was meant, and gzip alike. */
@Isolated("counts what the whole process has")
class HostileBodiesTest {
  static final List<String> CALLS =
      List.of(
          "POST /bigquery/v2/projects/bridge-test/datasets",
          "POST /bigquery/v2/projects/bridge-test/datasets/d/tables",
          "POST /bigquery/v2/projects/bridge-test/datasets/d/tables/t/insertAll",
          "POST /bigquery/v2/projects/bridge-test/jobs",
          "POST /bigquery/v2/projects/bridge-test/queries",
          "POST /storage/v1/b/" + Siege.BUCKET + "/o/x/compose",
          "POST /storage/v1/b/" + Siege.BUCKET + "/o/there/copyTo/b/" + Siege.BUCKET + "/o/y",
          "PATCH /storage/v1/b/" + Siege.BUCKET + "/o/there",
          "POST /upload/storage/v1/b/" + Siege.BUCKET + "/o?uploadType=resumable",
          "POST /v1/projects/bridge-test/serviceAccounts",
          "POST /v1/projects/bridge-test/serviceAccounts/x@y/keys",
          "POST /v1/projects/bridge-test:setIamPolicy",
          "POST /v1/projects/-/serviceAccounts/x@y:signBlob",
          "POST /v1/projects/-/serviceAccounts/x@y:generateIdToken",
          "POST /identitytoolkit.googleapis.com/v1/accounts:signUp?key=k",
          "POST /identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=k",
          "POST /identitytoolkit.googleapis.com/v1/accounts:lookup?key=k",
          "POST /securetoken.googleapis.com/v1/token?key=k",
          "POST /token");

  private static final List<byte[]> BODIES = bodies();

  @TempDir static Path parent;

  private static Siege siege;

  @BeforeAll
  static void start() throws Exception {
    siege = Siege.begin(parent);
    send("POST /upload/storage/v1/b/" + Siege.BUCKET + "/o?uploadType=media&name=there", "x");
  }

  @AfterAll
  static void stop() {
    siege.close();
  }

  private static List<byte[]> bodies() {
    List<byte[]> bodies = new ArrayList<>();
    for (String text :
        List.of(
            "[".repeat(100_000),
            "{\"a\":".repeat(50_000),
            "{\"name\":\"a\",\"name\":\"b\"}",
            "{\"a\":" + "9".repeat(100_000) + "}",
            "{\"maxResults\":1e999999999,\"size\":-1e-999999999}",
            "{} {}",
            "{}\u0000",
            "{\"name\":\"\\ud800\"}",
            "{\"\\udc00\":1}",
            "{\"name\":\"\\u0000\"}",
            "\ufeff{}",
            "null",
            "[]",
            "[[[]]]",
            "\"text\"",
            "17",
            "true",
            "{\"name\":17,\"metadata\":[],\"query\":{},\"schema\":[],\"configuration\":7,\"rows\":1}",
            "{\"name\":null,\"datasetReference\":[],\"tableReference\":1,\"accountId\":{},\"policy\":[]}",
            "{\"datasetReference\":{\"datasetId\":{}},\"tableReference\":{\"tableId\":[]}}",
            "{\"configuration\":{\"query\":[],\"load\":1,\"copy\":\"\"},\"rows\":[1,null,{}]}",
            "{\"configuration\":{\"query\":{\"query\":[]}},\"rows\":[{\"json\":[]}]}",
            "{\"sourceObjects\":[1,{},null],\"destination\":[]}",
            "{\"sourceObjects\":[{\"name\":\"there\",\"generation\":[]}]}",
            "{\"policy\":{\"bindings\":[{\"role\":{},\"members\":[1]}]}}",
            "{\"policy\":{\"bindings\":7}}",
            "{\"payload\":\"***\",\"delegates\":{},\"audience\":[]}",
            "{\"email\":[],\"password\":{},\"idToken\":7,\"returnSecureToken\":[]}",
            "{\"maximumBytesBilled\":\"many\",\"timeoutMs\":{},\"useLegacySql\":[]}",
            "grant_type=a&grant_type=b&code=%ff",
            "=&=&=",
            "%")) {
      bodies.add(text.getBytes(UTF_8));
    }
    bodies.add(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    bodies.add(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xae, '"', ':', '1', '}'});
    bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0});
    bodies.add(new byte[1000]);
    return bodies;
  }

  @ParameterizedTest
  @FieldSource("CALLS")
  void refusesEveryBodyOfNoUse(String call) throws Exception {
    for (byte[] body : BODIES) {
      for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
        HttpResponse<String> answer = send(request(call, body).header("Content-Type", type));

        assertRefusedOrServed(call, body, answer);
      }
    }
    siege.assertUnharmed();
  }

  @ParameterizedTest
  @FieldSource("CALLS")
  void refusesGzipThatIsNoneOrTooMuch(String call) throws Exception {
    byte[] packed = gzip("{\"name\":\"x\"}".getBytes(UTF_8));
    byte[] flipped = packed.clone();
    flipped[packed.length / 2] ^= 0x55;
    for (byte[] body :
        List.of(
            "no gzip".getBytes(UTF_8),
            Arrays.copyOf(packed, packed.length - 5),
            flipped,
            gzip(new byte[80 << 20]),
            gzip(gzip(new byte[1 << 20])),
            new byte[] {0x1f, (byte) 0x8b, 8})) {
      HttpResponse<String> answer =
          send(
              request(call, body)
                  .header("Content-Type", "application/json")
                  .header("Content-Encoding", "gzip"));

      assertTrue(
          answer.statusCode() >= 400 && answer.statusCode() <= 501 && answer.statusCode() != 500,
          () -> call + ": " + answer.statusCode() + answer.body());
    }
    siege.assertUnharmed();
  }

  @Test
  void refusesMultipartUploadsInBrokenGzip() throws Exception {
    String whole =
        "--b\r\n\r\n{\"name\":\"m\"}\r\n--b\r\n\r\n" + "bytes".repeat(9000) + "\r\n--b--";
    byte[] packed = gzip(whole.getBytes(UTF_8));
    String call = "POST /upload/storage/v1/b/" + Siege.BUCKET + "/o?uploadType=multipart";
    byte[] flipped = packed.clone();
    flipped[packed.length - 6] ^= 0x55;
    for (byte[] body : List.of(Arrays.copyOf(packed, packed.length - 9), flipped, new byte[9])) {
      HttpResponse<String> answer =
          send(
              request(call, body)
                  .header("Content-Type", "multipart/related; boundary=b")
                  .header("Content-Encoding", "gzip"));

      assertTrue(answer.statusCode() == 400, () -> answer.statusCode() + answer.body());
    }
    siege.assertUnharmed();
  }

  private static void assertRefusedOrServed(String call, byte[] body, HttpResponse<String> answer) {
    String shown = new String(body, 0, Math.min(body.length, 90), UTF_8);
    int status = answer.statusCode();
    assertTrue(
        status < 500 || status == 501,
        () -> call + " of " + shown + ": " + status + " " + answer.body());
  }

  private static void send(String call, String body) throws Exception {
    send(request(call, body.getBytes(UTF_8)));
  }

  private static HttpRequest.Builder request(String call, byte[] body) {
    int blank = call.indexOf(' ');
    return HttpRequest.newBuilder(siege.cloud().https().resolve(call.substring(blank + 1)))
        .header("Authorization", "Bearer " + siege.adminToken())
        .timeout(Duration.ofSeconds(30))
        .method(call.substring(0, blank), BodyPublishers.ofByteArray(body));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return siege.http().send(request.build(), BodyHandlers.ofString());
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
