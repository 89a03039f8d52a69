package io.bridge.cloud.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.IdTokenCredentials;
import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.LocalCloudConfig;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import io.bridge.cloud.iam.Tokens;
import io.bridge.cloud.topology.Topology;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every account of the topology by Google's own Application Default Credentials of Cloud Run. */
class TopologyMetadataTest {
  private static final String PROJECT = "bridge-test";
  private static final Path TOPOLOGY = Path.of("..", "deploy", "topology.yaml");
  private static final String READ_ONLY = "https://www.googleapis.com/auth/devstorage.read_only";

  @TempDir static Path dir;

  private static LocalCloud cloud;

  @BeforeAll
  static void start() {
    Map<String, Integer> ports = new TreeMap<>();
    accounts().forEach(account -> ports.put(account, 0));
    cloud =
        LocalCloud.start(new LocalCloudConfig(dir, PROJECT, TOPOLOGY, 0, 0, ports, Map.of(), 0.01));
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  static List<String> accounts() {
    return List.copyOf(Topology.load(TOPOLOGY, PROJECT).serviceAccounts().keySet());
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void givesEachServiceItsOwnTokens(String account) throws Exception {
    ComputeEngineCredentials credentials = credentials(account, List.of());
    IdTokenCredentials identity =
        IdTokenCredentials.newBuilder()
            .setIdTokenProvider(credentials)
            .setTargetAudience("https://peer.example")
            .build();

    String token = credentials.refreshAccessToken().getTokenValue();
    identity.refresh();

    String email = cloud.topology().email(account);
    assertEquals(email, credentials.getAccount());
    assertEquals(email, cloud.tokens().verifyAccessToken(token).email());
    var claims = cloud.tokens().verifyGoogleIdToken(identity.getAccessToken().getTokenValue());
    assertEquals(email, claims.getStringClaimValue("email"));
    assertEquals(Tokens.uniqueId(email), claims.getSubject());
    assertEquals(List.of("https://peer.example"), claims.getAudience());
  }

  @Test
  void limitsATokenToTheScopesThatWereAskedFor() throws Exception {
    ComputeEngineCredentials credentials = credentials("sync-service", List.of(READ_ONLY));

    String token = credentials.refreshAccessToken().getTokenValue();

    Principal holder = cloud.tokens().verifyAccessToken(token);
    assertEquals(Set.of(READ_ONLY), holder.scopes());
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertEquals(200, status(http, "token?scopes=" + READ_ONLY + "," + READ_ONLY));
      assertEquals(400, status(http, "token?scopes=" + "a".repeat(2000)));
    }
  }

  @Test
  void refusesToWaitForAChangeByName() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertEquals(501, status(http, "?recursive=true&wait_for_change=true"));
      assertEquals(200, status(http, "?recursive=true"));
    }
  }

  @Test
  void aTokenOfOneServiceIsNoneOfAnother() throws Exception {
    String one = credentials("sync-service", List.of()).refreshAccessToken().getTokenValue();
    String other = credentials("agent-service", List.of()).refreshAccessToken().getTokenValue();

    assertTrue(!one.equals(other));
    assertThrows(
        GoogleError.class, () -> cloud.tokens().verifyAccessToken(one.substring(0, 40) + other));
  }

  private static int status(HttpClient http, String entry) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/computeMetadata/v1/instance/service-accounts/default/%s"
                .formatted(cloud.metadataPort("sync-service"), entry));
    HttpRequest request = HttpRequest.newBuilder(uri).header("Metadata-Flavor", "Google").build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static ComputeEngineCredentials credentials(String account, List<String> scopes) {
    return ComputeEngineCredentials.newBuilder()
        .setHttpTransportFactory(() -> to(cloud.metadataPort(account)))
        .setScopes(scopes)
        .build();
  }

  /** The library finds the server by an environment variable only; here every address is ours. */
  private static HttpTransport to(int port) {
    return new NetHttpTransport.Builder().setConnectionFactory(url -> open(url, port)).build();
  }

  private static HttpURLConnection open(URL url, int port) throws IOException {
    URI ours = URI.create("http://127.0.0.1:" + port + url.getFile());
    return (HttpURLConnection) ours.toURL().openConnection();
  }
}
