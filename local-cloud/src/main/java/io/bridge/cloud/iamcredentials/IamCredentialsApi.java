package io.bridge.cloud.iamcredentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Tokens;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;

/**
 * IAM Service Account Credentials v1: {@code signBlob} and {@code generateIdToken}. An account may
 * do both as itself where the topology says {@code signBlob: true}, and as nobody else.
 */
public final class IamCredentialsApi implements HttpApi {
  private static final String ACCOUNT = "/v1/projects/[^/]+/serviceAccounts/(?<email>[^/:]+)";
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  private final CloudContext context;

  public IamCredentialsApi(CloudContext context) {
    this.context = context;
  }

  @Override
  public void mount(Router router) {
    router
        .postWithRegex(ACCOUNT + ":signBlob")
        .handler(Json.body(MAX_REQUEST_BYTES))
        .handler(ctx -> Blocking.json(ctx, () -> signBlob(ctx)));
    router
        .postWithRegex(ACCOUNT + ":generateIdToken")
        .handler(Json.body(MAX_REQUEST_BYTES))
        .handler(ctx -> Blocking.json(ctx, () -> generateIdToken(ctx)));
  }

  private JsonNode signBlob(RoutingContext ctx) {
    var email = permitted(ctx, "iam.serviceAccounts.signBlob");
    var payload = payload(request(ctx));
    var body = JsonNodeFactory.instance.objectNode();
    body.put("keyId", context.tokens().keyId(email));
    body.put("signedBlob", context.tokens().sign(email, payload));
    return body;
  }

  private JsonNode generateIdToken(RoutingContext ctx) {
    var email = permitted(ctx, "iam.serviceAccounts.getOpenIdToken");
    var audience = request(ctx).path("audience").asText("");
    if (audience.isBlank()) {
      throw GoogleError.invalid("Request contains an invalid argument: audience is required.");
    }
    var body = JsonNodeFactory.instance.objectNode();
    return body.put("token", context.tokens().oidcToken(email, audience, Tokens.LIFETIME));
  }

  /** Address of the account of the path; an unknown account reads like a forbidden one. */
  private String permitted(RoutingContext ctx, String permission) {
    var caller = context.iam().authenticate(ctx);
    var named = ctx.pathParam("email");
    var email = named.equals("-") ? caller.email() : named;
    context.iam().require(caller, permission, "projects/-/serviceAccounts/" + email);
    return email;
  }

  private static JsonNode request(RoutingContext ctx) {
    var request = Json.read(ctx);
    if (!request.path("delegates").isEmpty()) {
      throw GoogleError.unimplemented("delegates of " + ctx.normalizedPath());
    }
    return request;
  }

  private static byte[] payload(JsonNode request) {
    if (!request.path("payload").isTextual()) {
      throw GoogleError.invalid("Request contains an invalid argument: payload is required.");
    }
    try {
      return Base64.getDecoder().decode(request.path("payload").textValue());
    } catch (IllegalArgumentException _) {
      throw GoogleError.invalid("Invalid value at 'payload' (TYPE_BYTES), Base64 decoding failed");
    }
  }
}
