package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.auth.oauth2.AuthorizationCodeFlow;
import com.google.api.client.auth.oauth2.BearerToken;
import com.google.api.client.auth.oauth2.ClientParametersAuthentication;
import com.google.api.client.auth.oauth2.RefreshTokenRequest;
import com.google.api.client.auth.oauth2.TokenResponse;
import com.google.api.client.auth.oauth2.TokenResponseException;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebToken;
import com.google.auth.oauth2.TokenVerifier;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People's sign-in by Google's OAuth client, as an installed app with PKCE. */
final class IdentityContract implements ContractClient {
  private static final String CLIENT = "contract-app";
  private static final String REDIRECT = "http://127.0.0.1:9/callback";
  private static final ClientParametersAuthentication AUTHENTICATION =
      new ClientParametersAuthentication(CLIENT, "not-a-secret");

  private final URI https;
  private final HttpClient http;
  private final HttpTransport transport;

  /** Each has a verifier of its own. */
  private final Map<String, AuthorizationCodeFlow> flows = new HashMap<>();

  IdentityContract(TestCloud cloud) throws GeneralSecurityException, IOException {
    this.https = cloud.cloud().https();
    this.http = cloud.http();
    this.transport =
        new NetHttpTransport.Builder()
            .trustCertificates(Tls.open(cloud.cloud().trustStore()))
            .build();
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    try {
      return switch (call) {
        case "begin" -> {
          begin(with);
          yield Map.of();
        }
        case "signUp" -> signUp(with);
        case "redeem" -> redeem(with);
        case "refresh" ->
            answer(
                new RefreshTokenRequest(
                        transport,
                        GsonFactory.getDefaultInstance(),
                        new GenericUrl(https.resolve("/token")),
                        with.path("token").asText())
                    .setClientAuthentication(AUTHENTICATION)
                    .execute());
        case "revoke" -> revoke(with.path("token").asText());
        case "verify" -> verify(with.path("idToken").asText(), with.path("audience").asText());
        default -> throw ContractClient.unknown(call);
      };
    } catch (TokenResponseException e) {
      throw new ContractRefusal(e.getDetails().getError(), e.getMessage());
    }
  }

  private AuthorizationCodeFlow begin(JsonNode with) {
    AuthorizationCodeFlow flow =
        new AuthorizationCodeFlow.Builder(
                BearerToken.authorizationHeaderAccessMethod(),
                transport,
                GsonFactory.getDefaultInstance(),
                new GenericUrl(https.resolve("/token")),
                AUTHENTICATION,
                CLIENT,
                https.resolve("/o/oauth2/v2/auth").toString())
            .setScopes(List.of("openid", "email"))
            .enablePKCE()
            .build();
    flows.put(with.path("flow").asText(), flow);
    return flow;
  }

  private Map<String, Object> signUp(JsonNode with) throws IOException, InterruptedException {
    String page =
        begin(with).newAuthorizationUrl().setRedirectUri(REDIRECT).set("prompt", "create").build();
    String email = with.path("email").asText();
    return Map.of("code", new ContractBrowser(http).signUp(URI.create(page), email));
  }

  private Map<String, Object> redeem(JsonNode with) throws IOException {
    return answer(
        flows
            .get(with.path("flow").asText())
            .newTokenRequest(with.path("code").asText())
            .setRedirectUri(with.path("redirect").asText(REDIRECT))
            .execute());
  }

  private static Map<String, Object> answer(TokenResponse tokens) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("accessToken", tokens.getAccessToken());
    answer.put("idToken", tokens.get("id_token"));
    answer.put("refreshToken", tokens.getRefreshToken());
    return answer;
  }

  /** The library has no call for another address than Google's own. */
  private Map<String, Object> revoke(String token) throws IOException {
    try {
      transport
          .createRequestFactory()
          .buildPostRequest(
              new GenericUrl(https.resolve("/revoke")),
              new UrlEncodedContent(Map.of("token", token)))
          .execute()
          .disconnect();
      return Map.of();
    } catch (HttpResponseException e) {
      JsonNode error = Json.read(e.getContent().getBytes(StandardCharsets.UTF_8));
      throw new ContractRefusal(error.path("error").asText(), e.getMessage());
    }
  }

  private Map<String, Object> verify(String idToken, String audience) {
    try {
      JsonWebToken.Payload claims =
          TokenVerifier.newBuilder()
              .setAudience(audience)
              .setIssuer("https://accounts.google.com")
              .setCertificatesLocation(https.resolve("/oauth2/v3/certs").toString())
              .setHttpTransportFactory(() -> transport)
              .build()
              .verify(idToken)
              .getPayload();
      return Map.of("email", claims.get("email"), "verified", claims.get("email_verified"));
    } catch (TokenVerifier.VerificationException e) {
      throw new ContractRefusal("unverified", e.getMessage());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
