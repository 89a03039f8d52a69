package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.webtoken.JsonWebToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.IdTokenCredentials;
import com.google.auth.oauth2.TokenVerifier;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.tls.Tls;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;

/** The metadata server of an account, by Google's library as it is on Cloud Run. */
final class MetadataContract implements ContractClient {
  private static final List<String> EVERYTHING =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private final TestCloud cloud;
  private final HttpTransport transport;

  MetadataContract(TestCloud cloud) throws GeneralSecurityException, IOException {
    this.cloud = cloud;
    this.transport =
        new NetHttpTransport.Builder()
            .trustCertificates(Tls.open(cloud.cloud().trustStore()))
            .build();
  }

  /** Of a service that runs as this account, which has no key. */
  static ComputeEngineCredentials credentials(TestCloud cloud, String account) {
    HttpTransport server =
        new NetHttpTransport.Builder()
            .setConnectionFactory(url -> open(url, cloud, cloud.cloud().metadataPort(account)))
            .build();
    return ComputeEngineCredentials.newBuilder()
        .setHttpTransportFactory(() -> server)
        .setScopes(EVERYTHING)
        .build();
  }

  /** The library finds the server by an environment variable only; here every address is ours. */
  private static HttpURLConnection open(URL url, TestCloud cloud, int port) throws IOException {
    URI google = cloud.cloud().https();
    URI server = URI.create("http://127.0.0.1:" + port);
    URI ours = (url.getProtocol().equals("https") ? google : server).resolve(url.getFile());
    HttpURLConnection connection = (HttpURLConnection) ours.toURL().openConnection();
    if (connection instanceof HttpsURLConnection tls) {
      tls.setSSLSocketFactory(cloud.cloud().clientTls().getSocketFactory());
    }
    return connection;
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    ComputeEngineCredentials account = credentials(cloud, with.path("account").asText());
    return switch (call) {
      case "email" -> Map.of("email", account.getAccount());
      case "accessToken" -> Map.of("token", account.refreshAccessToken().getTokenValue());
      case "identityToken" -> identity(account, with.path("audience").asText());
      default -> throw ContractClient.unknown(call);
    };
  }

  /** What the token says, once the library found it good by the published keys in both forms. */
  private Map<String, Object> identity(ComputeEngineCredentials account, String audience)
      throws IOException, TokenVerifier.VerificationException {
    IdTokenCredentials identity =
        IdTokenCredentials.newBuilder()
            .setIdTokenProvider(account)
            .setTargetAudience(audience)
            .build();
    identity.refresh();
    String token = identity.getAccessToken().getTokenValue();
    verified(token, audience, "/oauth2/v1/certs");
    var claims = verified(token, audience, "/oauth2/v3/certs");
    return Map.of("audience", claims.getAudience(), "email", claims.get("email"));
  }

  private JsonWebToken.Payload verified(String token, String audience, String certificates)
      throws TokenVerifier.VerificationException {
    return TokenVerifier.newBuilder()
        .setAudience(audience)
        .setIssuer("https://accounts.google.com")
        .setCertificatesLocation(cloud.cloud().https().resolve(certificates).toString())
        .setHttpTransportFactory(() -> transport)
        .build()
        .verify(token)
        .getPayload();
  }

  @Override
  public void close() {}
}
