package io.bridge.runtime.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.GoogleIdentity;
import io.bridge.runtime.http.Correlation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens for calls to a peer that no person makes: the process's Google ID token exchanged at the
 * gateway (RFC 8693). Kept for 60 seconds at most, so that a right taken away ends soon.
 */
@ApplicationScoped
public class ServiceTokens {
  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

  private final Map<Wanted, Kept> tokens = new ConcurrentHashMap<>();
  private final GoogleIdentity google;
  private final IdentityConfig config;
  private final Clock clock;
  private final WebClient http;

  ServiceTokens(GoogleIdentity google, IdentityConfig config, Clock clock, Vertx vertx) {
    this.google = google;
    this.config = config;
    this.clock = clock;
    this.http = WebClient.create(vertx);
  }

  /**
   * A bearer token that the peer, such as {@code catalog-service}, accepts. Fails with {@code
   * SERVICE_UNAVAILABLE} where the gateway gives none.
   */
  public Uni<String> forPeer(String peer) {
    return token(new Wanted(peer, null));
  }

  /**
   * A token for a call that is made in a person's place, with the teams and roles that they hold
   * now. Fails with {@code UNAUTHENTICATED} where the person is not known any more and {@code
   * FORBIDDEN} where this service may speak for nobody.
   */
  public Uni<String> forPerson(String peer, UUID person) {
    return token(new Wanted(peer, person));
  }

  @PreDestroy
  void close() {
    http.close();
  }

  private Uni<String> token(Wanted wanted) {
    Kept kept = tokens.get(wanted);
    return kept != null && clock.instant().isBefore(kept.until())
        ? Uni.createFrom().item(kept.token())
        : exchange(wanted).invoke(token -> keep(wanted, token)).map(Exchanged::accessToken);
  }

  private Uni<Exchanged> exchange(Wanted wanted) {
    String gateway = gatewayUrl().toString();
    return google
        .idToken(gateway)
        .chain(idToken -> post(gateway, form(idToken, wanted)))
        .map(ServiceTokens::read)
        .onFailure(e -> !(e instanceof BridgeException))
        .transform(_ -> unavailable());
  }

  private Uni<HttpResponse<Buffer>> post(String gateway, MultiMap form) {
    return http.postAbs(gateway + "/internal/token")
        .timeout(TIMEOUT.toMillis())
        .putHeader(Correlation.HEADER, Correlation.current())
        .sendForm(form);
  }

  private static MultiMap form(String idToken, Wanted wanted) {
    MultiMap form =
        MultiMap.caseInsensitiveMultiMap()
            .add("grant_type", GRANT)
            .add("subject_token", idToken)
            .add("subject_token_type", ID_TOKEN)
            .add("audience", wanted.peer());
    return wanted.person() == null
        ? form
        : form.add("requested_subject", wanted.person().toString());
  }

  private static Exchanged read(HttpResponse<Buffer> response) {
    if (response.statusCode() == 200) {
      return response.bodyAsJson(Exchanged.class);
    }
    throw switch (error(response)) {
      case "invalid_subject" -> ErrorCode.UNAUTHENTICATED.with("The person is not known any more");
      case "unauthorized_client" -> ErrorCode.FORBIDDEN.with("This service may speak for nobody");
      default -> unavailable();
    };
  }

  /** The error's name in RFC 6749's words; empty where the answer has none. */
  private static String error(HttpResponse<Buffer> response) {
    try {
      return response.bodyAsJsonObject().getString("error", "");
    } catch (RuntimeException _) {
      return "";
    }
  }

  private void keep(Wanted wanted, Exchanged token) {
    Instant now = clock.instant();
    tokens.values().removeIf(old -> !now.isBefore(old.until()));
    Duration half = Duration.ofSeconds(token.expiresIn() / 2);
    Duration kept = half.compareTo(KEPT) < 0 ? half : KEPT;
    tokens.put(wanted, new Kept(token.accessToken(), now.plus(kept)));
  }

  private URI gatewayUrl() {
    return config
        .gatewayUrl()
        .or(() -> config.gatewayJwks().map(jwks -> jwks.resolve("/")).map(ServiceTokens::noSlash))
        .orElseThrow(ServiceTokens::unavailable);
  }

  private static URI noSlash(URI root) {
    return URI.create(root.toString().replaceFirst("/$", ""));
  }

  private static RuntimeException unavailable() {
    return ErrorCode.SERVICE_UNAVAILABLE.with("The gateway gives no token for the call");
  }

  /**
   * @param person null for the service itself
   */
  private record Wanted(String peer, UUID person) {}

  private record Kept(String token, Instant until) {}

  /**
   * @param expiresIn seconds
   */
  @RegisterForReflection
  record Exchanged(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("expires_in") long expiresIn) {}
}
