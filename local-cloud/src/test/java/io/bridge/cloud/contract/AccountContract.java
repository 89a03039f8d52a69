package io.bridge.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.storage.BlobInfo;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.tls.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Service accounts, their keys and the project's policy, through the library's credentials: of
 * these APIs there is no client here.
 */
final class AccountContract implements ContractClient {
  private static final String SCOPES = "https://www.googleapis.com/auth/";

  private final TestCloud cloud;
  private final Credentials who;
  private final HttpTransport transport;

  /** Google's credentials files, by the names that steps give them. */
  private final Map<String, String> keys = new HashMap<>();

  private final Map<String, String> ids = new HashMap<>();

  AccountContract(TestCloud cloud, Credentials who) throws GeneralSecurityException, IOException {
    this.cloud = cloud;
    this.who = who;
    this.transport =
        new NetHttpTransport.Builder()
            .trustCertificates(Tls.open(cloud.cloud().trustStore()))
            .build();
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    String account = with.path("account").asText();
    String one = "serviceAccounts/" + email(account);
    return switch (call) {
      case "makeAccount" -> {
        ObjectNode body = Json.MAPPER.createObjectNode().put("accountId", account);
        yield Map.of("email", send("POST", "/serviceAccounts", body).path("email").asText());
      }
      case "deleteAccount" -> send("DELETE", "/" + one, null);
      case "needKey" ->
          ids.containsKey(with.path("key").asText())
              ? Map.of("id", ids.get(with.path("key").asText()))
              : call("makeKey", with);
      case "makeKey" -> {
        JsonNode made = send("POST", "/" + one + "/keys", Json.MAPPER.createObjectNode());
        byte[] file = Base64.getDecoder().decode(made.path("privateKeyData").asText());
        keys.put(with.path("key").asText(), new String(file, UTF_8));
        String name = made.path("name").asText();
        ids.put(with.path("key").asText(), name.substring(name.lastIndexOf('/') + 1));
        yield Map.of("id", ids.get(with.path("key").asText()));
      }
      case "deleteKey" -> send("DELETE", "/" + one + "/keys/" + with.path("id").asText(), null);
      case "grant" -> grant(account, with.path("role").asText());
      case "token" -> token(with);
      case "readByKey" -> {
        byte[] read = cloud.storage(credentials(with)).readAllBytes(object(with).getBlobId());
        yield Map.of("text", new String(read, UTF_8));
      }
      case "writeByKey" -> {
        byte[] text = with.path("text").asText().getBytes(UTF_8);
        yield Map.of(
            "size",
            cloud.storage(credentials(with)).create(object(with), text).getSize().toString());
      }
      default -> throw ContractClient.unknown(call);
    };
  }

  /** The library's own, as a program has it that was given the file. */
  ServiceAccountCredentials credentials(JsonNode with) throws IOException {
    var file = new ByteArrayInputStream(keys.get(with.path("key").asText()).getBytes(UTF_8));
    return (ServiceAccountCredentials)
        ServiceAccountCredentials.fromStream(file).toBuilder()
            .setTokenServerUri(cloud.cloud().https().resolve("/token"))
            .setHttpTransportFactory(() -> transport)
            .build()
            .createScoped(List.of(SCOPES + with.path("scope").asText("cloud-platform")));
  }

  private static BlobInfo object(JsonNode with) {
    return BlobInfo.newBuilder(TestCloud.PROJECT + "-contract", with.path("name").asText()).build();
  }

  private Map<String, Object> token(JsonNode with) throws IOException {
    try {
      return Map.of("token", credentials(with).refreshAccessToken().getTokenValue());
    } catch (IOException e) {
      if (e.getCause() instanceof HttpResponseException refused && refused.getContent() != null) {
        JsonNode error = Json.read(refused.getContent().getBytes(UTF_8));
        throw new ContractRefusal(error.path("error").asText(), e.getMessage());
      }
      throw e;
    }
  }

  private Map<String, Object> grant(String account, String role) throws IOException {
    ObjectNode policy = (ObjectNode) send("POST", ":getIamPolicy", Json.MAPPER.createObjectNode());
    policy
        .withArray("bindings")
        .addObject()
        .put("role", role)
        .putArray("members")
        .add("serviceAccount:" + email(account));
    ObjectNode wanted = Json.MAPPER.createObjectNode();
    wanted.set("policy", policy);
    send("POST", ":setIamPolicy", wanted);
    return Map.of();
  }

  private JsonNode send(String method, String below, JsonNode body) throws IOException {
    String url = cloud.cloud().https() + "/v1/projects/" + TestCloud.PROJECT + below;
    var content = body == null ? null : new ByteArrayContent("application/json", Json.encode(body));
    try {
      return Json.read(
          transport
              .createRequestFactory(new HttpCredentialsAdapter(who))
              .buildRequest(method, new GenericUrl(url), content)
              .execute()
              .parseAsString()
              .getBytes(UTF_8));
    } catch (HttpResponseException e) {
      throw new ContractRefusal(String.valueOf(e.getStatusCode()), e.getMessage());
    }
  }

  static String email(String account) {
    return account + "@" + TestCloud.PROJECT + ".iam.gserviceaccount.com";
  }

  @Override
  public void close() {}
}
