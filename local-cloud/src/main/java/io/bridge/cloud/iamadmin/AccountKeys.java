package io.bridge.cloud.iamadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.AccountKey;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** IAM v1: keys of a service account. The secret half is in one answer and nowhere else. */
record AccountKeys(CloudContext context) {
  private static final int MAX_REQUEST_BYTES = 64 * 1024;
  private static final Set<String> FORMS =
      Set.of("", "TYPE_UNSPECIFIED", "TYPE_GOOGLE_CREDENTIALS_FILE");
  private static final Set<String> ALGORITHMS =
      Set.of("", "KEY_ALG_UNSPECIFIED", "KEY_ALG_RSA_2048");

  void mount(Router router, String account) {
    var keys = account + "/keys";
    var key = keys + "/(?<key>[^/:]+)";
    router
        .postWithRegex(keys)
        .handler(Json.body(MAX_REQUEST_BYTES))
        .handler(ctx -> Blocking.json(ctx, () -> create(ctx)));
    router.getWithRegex(keys).handler(ctx -> Blocking.json(ctx, () -> list(ctx)));
    router.getWithRegex(key).handler(ctx -> Blocking.json(ctx, () -> get(ctx)));
    router.deleteWithRegex(key).handler(ctx -> Blocking.json(ctx, () -> delete(ctx)));
  }

  private JsonNode create(RoutingContext ctx) {
    var email = AccountsApi.permitted(context, ctx, "serviceAccountKeys.create");
    var request = Json.read(ctx);
    if (!FORMS.contains(request.path("privateKeyType").asText())
        || !ALGORITHMS.contains(request.path("keyAlgorithm").asText())) {
      throw GoogleError.unimplemented("keys other than RSA 2048 as a Google credentials file");
    }
    var issued = context.accounts().createKey(email);
    ctx.response().putHeader("Cache-Control", "no-store");
    return resource(issued.key())
        .put("privateKeyType", "TYPE_GOOGLE_CREDENTIALS_FILE")
        .put("privateKeyData", issued.file().getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode list(RoutingContext ctx) {
    var email = AccountsApi.permitted(context, ctx, "serviceAccountKeys.list");
    var list = JsonNodeFactory.instance.objectNode();
    var keys = list.putArray("keys");
    context.accounts().keys(email).forEach(it -> keys.add(resource(it)));
    return list;
  }

  private JsonNode get(RoutingContext ctx) {
    var email = AccountsApi.permitted(context, ctx, "serviceAccountKeys.get");
    var id = ctx.pathParam("key");
    context.accounts().require(email);
    return resource(
        context
            .accounts()
            .key(email, id)
            .orElseThrow(() -> GoogleError.notFound("Service account key does not exist.")));
  }

  private JsonNode delete(RoutingContext ctx) {
    var email = AccountsApi.permitted(context, ctx, "serviceAccountKeys.delete");
    context.accounts().deleteKey(email, ctx.pathParam("key"));
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode resource(AccountKey key) {
    var resource = JsonNodeFactory.instance.objectNode();
    var account = "projects/" + context.project() + "/serviceAccounts/" + key.email();
    resource.put("name", account + "/keys/" + key.id());
    resource.put("validAfterTime", key.createdAt().toString());
    resource.put("validBeforeTime", "9999-12-31T23:59:59Z");
    resource.put("keyAlgorithm", "KEY_ALG_RSA_2048");
    return resource.put("keyOrigin", "GOOGLE_PROVIDED").put("keyType", "USER_MANAGED");
  }
}
