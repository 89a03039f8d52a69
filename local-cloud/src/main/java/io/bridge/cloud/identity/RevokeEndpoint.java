package io.bridge.cloud.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /revoke}: takes a refresh token of Google's OAuth back, named in the form or the
 * query. 400 for one that is not known; 501 for an access token, which nobody keeps a list of.
 */
record RevokeEndpoint(RefreshTokens refreshTokens) {
  private static final long MAX_FORM_BYTES = 64L * 1024;
  private static final String ACCESS_TOKEN = "ya29.";

  void mount(Router router) {
    router
        .post("/revoke")
        .handler(Json.body(MAX_FORM_BYTES))
        .handler(ctx -> Blocking.on(ctx, () -> revoke(ctx)));
  }

  private void revoke(RoutingContext ctx) {
    var inForm = ctx.request().formAttributes().get("token");
    var token = inForm == null ? ctx.request().getParam("token") : inForm;
    if (token == null || token.isEmpty()) {
      refuse(ctx, "invalid_request", "Missing required parameter: token");
    } else if (token.startsWith(ACCESS_TOKEN)) {
      throw GoogleError.unimplemented("revocation of access tokens");
    } else if (refreshTokens.revoke(token)) {
      Json.write(ctx, 200, JsonNodeFactory.instance.objectNode());
    } else {
      refuse(ctx, "invalid_token", "Token expired or revoked");
    }
  }

  private static void refuse(RoutingContext ctx, String error, String description) {
    var body = JsonNodeFactory.instance.objectNode();
    Json.write(ctx, 400, body.put("error", error).put("error_description", description));
  }
}
