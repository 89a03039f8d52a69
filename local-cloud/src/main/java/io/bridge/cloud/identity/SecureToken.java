package io.bridge.cloud.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Tokens;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;

/** {@code securetoken.googleapis.com/v1/token}: a new ID token for a refresh token. */
final class SecureToken {
  private static final String PATH = "/securetoken.googleapis.com/v1/token";
  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  private final Sessions sessions;
  private final String project;

  SecureToken(Sessions sessions, String project) {
    this.sessions = sessions;
    this.project = project;
  }

  void mount(Router router) {
    router.route(PATH).handler(CorsHandler.create());
    router
        .post(PATH)
        .handler(ApiKey::require)
        .handler(Json.body(MAX_REQUEST_BYTES))
        .handler(ctx -> Blocking.json(ctx, () -> refresh(ctx)));
  }

  private ObjectNode refresh(RoutingContext ctx) {
    if (!parameter(ctx, "grant_type").equals("refresh_token")) {
      throw GoogleError.invalid("INVALID_GRANT_TYPE");
    }
    var refreshToken = parameter(ctx, "refresh_token");
    if (refreshToken.isEmpty()) {
      throw GoogleError.invalid("MISSING_REFRESH_TOKEN");
    }
    var refreshed = sessions.refresh(refreshToken);
    var body = JsonNodeFactory.instance.objectNode();
    body.put("access_token", refreshed.idToken());
    body.put("expires_in", Long.toString(Tokens.LIFETIME.toSeconds()));
    body.put("token_type", "Bearer");
    body.put("refresh_token", refreshToken);
    body.put("id_token", refreshed.idToken());
    body.put("user_id", refreshed.localId());
    return body.put("project_id", Tokens.uniqueId(project).substring(0, 12));
  }

  /** Google takes a form here and JSON as well. */
  private static String parameter(RoutingContext ctx, String name) {
    var type = ctx.request().getHeader("Content-Type");
    if (type != null && type.startsWith("application/json")) {
      return textOf(Json.read(ctx).path(name));
    }
    var value = ctx.request().formAttributes().get(name);
    return value == null ? "" : value;
  }

  private static String textOf(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }
}
