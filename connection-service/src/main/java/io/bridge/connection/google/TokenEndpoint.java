package io.bridge.connection.google;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bridge.connection.ConnectionConfig;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;
import org.jboss.logging.Logger;

/** Changes a signed assertion into an access token (RFC 7523). */
@ApplicationScoped
public class TokenEndpoint {
  private static final Logger LOG = Logger.getLogger(TokenEndpoint.class);
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** What Google says of a key or an account that is gone. */
  private static final Set<String> GONE =
      Set.of("invalid_grant", "invalid_client", "unauthorized_client", "disabled_client");

  private final ConnectionConfig config;
  private final Clock clock;
  private final WebClient http;

  TokenEndpoint(ConnectionConfig config, Clock clock, Vertx vertx) {
    this.config = config;
    this.clock = clock;
    this.http = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
  }

  /** Fails with {@code WAREHOUSE_UNAVAILABLE} where there is neither a token nor a refusal. */
  public Uni<TokenAnswer> exchange(String assertion) {
    return http.postAbs(config.tokenEndpoint().toString())
        .timeout(config.tokenTimeout().toMillis())
        .sendForm(
            MultiMap.caseInsensitiveMultiMap().add("grant_type", GRANT).add("assertion", assertion))
        .map(this::read)
        .onFailure(e -> !(e instanceof BridgeException))
        .transform(e -> unavailable(e.getClass().getName()));
  }

  private TokenAnswer read(HttpResponse<Buffer> response) {
    if (response.statusCode() == 200) {
      Token token = response.bodyAsJson(Token.class);
      return new TokenAnswer.Granted(
          token.accessToken(), clock.instant().plusSeconds(token.expiresIn()));
    }
    if (GONE.contains(error(response))) {
      return new TokenAnswer.Refused();
    }
    throw unavailable("status " + response.statusCode());
  }

  /** The error's name in RFC 6749's words; empty where the answer has none. */
  private static String error(HttpResponse<Buffer> response) {
    try {
      return response.bodyAsJsonObject().getString("error", "");
    } catch (RuntimeException _) {
      return "";
    }
  }

  private static BridgeException unavailable(String reason) {
    LOG.warnf("event=token-failed reason=\"%s\"", reason);
    return ErrorCode.WAREHOUSE_UNAVAILABLE.with("Google gives no token; try again in a while");
  }

  @PreDestroy
  void close() {
    http.close();
  }

  /**
   * @param expiresIn seconds
   */
  @RegisterForReflection
  record Token(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("expires_in") long expiresIn) {
    @Override
    public String toString() {
      return "Token[for " + expiresIn + " s]";
    }
  }
}
