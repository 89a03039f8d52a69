package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.core.ApiClock;
import com.google.auth.Credentials;
import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.HttpMethod;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.SignUrlOption;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** V4 signed URLs that the client makes with an account's key, and a plain program that has one. */
final class SignedContract implements ContractClient {
  private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
  private static final int QUARTER_OF_AN_HOUR = 900;

  private final TestCloud cloud;
  private final AccountContract accounts;
  private final Credentials who;
  private final HttpClient http;

  /**
   * @param who signs where no key is said: an account that has none asks IAM Credentials
   */
  SignedContract(TestCloud cloud, AccountContract accounts, Credentials who) {
    this.cloud = cloud;
    this.accounts = accounts;
    this.who = who;
    this.http = cloud.http();
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    return switch (call) {
      case "sign" -> {
        try {
          yield Map.of("url", sign(with));
        } catch (ServiceAccountSigner.SigningException e) {
          throw new ContractRefusal("unsigned", e + ": " + e.getCause());
        }
      }
      case "send" -> send(with);
      default -> throw ContractClient.unknown(call);
    };
  }

  /**
   * By a client whose clock is {@code before} seconds behind; with the name of {@code account}
   * where the key is another's.
   */
  private String sign(JsonNode with) throws IOException {
    Instant then = Instant.now().minusSeconds(with.path("before").asLong());
    Storage signer =
        cloud.storage(with.has("key") ? key(with) : who).getOptions().toBuilder()
            .setClock(new SetClock(then))
            .build()
            .getService();
    BlobInfo object =
        BlobInfo.newBuilder(TestCloud.PROJECT + "-contract", with.path("name").asText()).build();
    return signer
        .signUrl(
            object,
            with.path("seconds").asLong(QUARTER_OF_AN_HOUR),
            TimeUnit.SECONDS,
            SignUrlOption.withV4Signature(),
            SignUrlOption.httpMethod(HttpMethod.valueOf(with.path("method").asText("GET"))),
            SignUrlOption.withExtHeaders(headers(with)),
            SignUrlOption.withHostName(cloud.cloud().https().toString()))
        .toString();
  }

  private Credentials key(JsonNode with) throws IOException {
    ServiceAccountCredentials key = accounts.credentials(with);
    return with.has("account")
        ? key.toBuilder()
            .setClientEmail(AccountContract.email(with.path("account").asText()))
            .build()
        : key;
  }

  /** After each {@code from} of the address was made {@code to}. */
  private Map<String, Object> send(JsonNode with) throws IOException, InterruptedException {
    String url = with.path("url").asText();
    if (with.has("from")) {
      String altered = url.replace(with.path("from").asText(), with.path("to").asText());
      if (altered.equals(url)) {
        throw new IllegalArgumentException("Nothing to alter in " + url);
      }
      url = altered;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                with.path("method").asText("GET"),
                BodyPublishers.ofString(with.path("text").asText()));
    headers(with).forEach(request::header);
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    Matcher code = CODE.matcher(answer.body());
    Map<String, Object> seen = new HashMap<>();
    seen.put("status", answer.statusCode());
    seen.put("code", code.find() ? code.group(1) : null);
    seen.put("text", answer.body());
    seen.put("location", answer.headers().firstValue("Location").orElse(null));
    return seen;
  }

  private static Map<String, String> headers(JsonNode with) {
    Map<String, String> headers = new HashMap<>();
    with.path("headers")
        .properties()
        .forEach(it -> headers.put(it.getKey(), it.getValue().asText()));
    return headers;
  }

  /** Stands still. */
  private record SetClock(Instant at) implements ApiClock {
    @Override
    public long nanoTime() {
      return TimeUnit.MILLISECONDS.toNanos(millisTime());
    }

    @Override
    public long millisTime() {
      return at.toEpochMilli();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
