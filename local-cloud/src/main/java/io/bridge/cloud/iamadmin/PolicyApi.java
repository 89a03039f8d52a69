package io.bridge.cloud.iamadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.ProjectPolicy;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Resource Manager v1 and v3: the policy of the project. */
public final class PolicyApi implements HttpApi {
  private static final String PROJECT = "/v[13]/projects/(?<project>[^/:]+)";
  private static final String SERVICE_ACCOUNT = "serviceAccount:";
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  private final CloudContext context;
  private final ProjectPolicy policy;

  public PolicyApi(CloudContext context) {
    this.context = context;
    this.policy = context.accounts().policy();
  }

  @Override
  public void mount(Router router) {
    router
        .postWithRegex(PROJECT + ":getIamPolicy")
        .handler(Json.body(MAX_REQUEST_BYTES))
        .handler(ctx -> Blocking.json(ctx, () -> get(ctx)));
    router
        .postWithRegex(PROJECT + ":setIamPolicy")
        .handler(Json.body(MAX_REQUEST_BYTES))
        .handler(ctx -> Blocking.json(ctx, () -> set(ctx)));
  }

  private JsonNode get(RoutingContext ctx) {
    require(ctx, "resourcemanager.projects.getIamPolicy");
    return write();
  }

  private JsonNode set(RoutingContext ctx) {
    require(ctx, "resourcemanager.projects.setIamPolicy");
    var wanted = Json.read(ctx).path("policy");
    if (!wanted.isObject()) {
      throw GoogleError.invalid("Request contains an invalid argument: policy is required.");
    }
    policy.replace(bindings(wanted), etag(wanted));
    return write();
  }

  private void require(RoutingContext ctx, String permission) {
    var caller = context.iam().authenticate(ctx);
    var project = ctx.pathParam("project");
    context.iam().require(caller, permission, "projects/" + project);
    if (!project.equals(context.project())) {
      throw GoogleError.notFound("Unknown project");
    }
  }

  private Map<String, Set<String>> bindings(JsonNode policy) {
    var all = new TreeMap<String, Set<String>>();
    for (var binding : policy.path("bindings")) {
      if (binding.hasNonNull("condition")) {
        throw GoogleError.unimplemented("conditions of bindings");
      }
      var members = all.computeIfAbsent(binding.path("role").asText(), _ -> new TreeSet<>());
      binding.path("members").forEach(it -> members.add(account(it.asText())));
    }
    return all;
  }

  private String account(String member) {
    if (!member.startsWith(SERVICE_ACCOUNT)) {
      throw GoogleError.unimplemented("members of a policy other than service accounts");
    }
    var email = member.substring(SERVICE_ACCOUNT.length());
    if (context.accounts().find(email).isEmpty()) {
      throw GoogleError.invalid("A service account of the policy does not exist.");
    }
    return email;
  }

  private static String etag(JsonNode policy) {
    try {
      var text = policy.path("etag").asText();
      return text.isEmpty()
          ? null
          : new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException _) {
      throw GoogleError.invalid("Invalid value at 'policy.etag' (TYPE_BYTES)");
    }
  }

  private JsonNode write() {
    var written = JsonNodeFactory.instance.objectNode().put("version", 1);
    written.put("etag", policy.etag().getBytes(StandardCharsets.US_ASCII));
    var bindings = written.putArray("bindings");
    policy
        .bindings()
        .forEach(
            (role, emails) -> {
              var members = bindings.addObject().put("role", role).putArray("members");
              emails.forEach(email -> members.add(SERVICE_ACCOUNT + email));
            });
    return written;
  }
}
