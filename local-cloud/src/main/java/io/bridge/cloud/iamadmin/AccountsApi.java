package io.bridge.cloud.iamadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.ServiceAccount;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** IAM v1: creates, reads, lists and deletes service accounts. */
public final class AccountsApi implements HttpApi {
  private static final String ACCOUNTS = "/v1/projects/(?<project>[^/:]+)/serviceAccounts";
  private static final String ACCOUNT = ACCOUNTS + "/(?<email>[^/:]+)";
  private static final int MAX_REQUEST_BYTES = 64 * 1024;
  private static final int MAX_PAGE = 100;

  private final CloudContext context;

  public AccountsApi(CloudContext context) {
    this.context = context;
  }

  private interface Answer {
    JsonNode to(RoutingContext ctx);
  }

  @Override
  public void mount(Router router) {
    on(router.postWithRegex(ACCOUNTS), this::create);
    on(router.getWithRegex(ACCOUNTS), this::list);
    on(router.getWithRegex(ACCOUNT), this::get);
    on(router.deleteWithRegex(ACCOUNT), this::delete);
    new AccountKeys(context).mount(router, ACCOUNT);
  }

  private static void on(Route route, Answer answer) {
    route.handler(Json.body(MAX_REQUEST_BYTES));
    route.handler(ctx -> Blocking.json(ctx, () -> answer.to(ctx)));
  }

  private JsonNode create(RoutingContext ctx) {
    requireOnProject(ctx, "iam.serviceAccounts.create");
    var request = Json.read(ctx);
    var about = request.path("serviceAccount");
    return resource(
        context
            .accounts()
            .create(
                request.path("accountId").asText(),
                about.path("displayName").asText(),
                about.path("description").asText()));
  }

  private JsonNode list(RoutingContext ctx) {
    requireOnProject(ctx, "iam.serviceAccounts.list");
    var after = after(ctx.queryParams().get("pageToken"));
    var all =
        context.accounts().list().stream().filter(it -> it.email().compareTo(after) > 0).toList();
    int size = pageSize(ctx.queryParams().get("pageSize"));
    var page = JsonNodeFactory.instance.objectNode();
    var accounts = page.putArray("accounts");
    all.stream().limit(size).forEach(it -> accounts.add(resource(it)));
    if (all.size() > size) {
      var last = all.get(size - 1).email().getBytes(StandardCharsets.UTF_8);
      page.put("nextPageToken", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
    return page;
  }

  private JsonNode get(RoutingContext ctx) {
    return resource(context.accounts().require(permitted(context, ctx, "serviceAccounts.get")));
  }

  private JsonNode delete(RoutingContext ctx) {
    context.accounts().delete(permitted(context, ctx, "serviceAccounts.delete"));
    return JsonNodeFactory.instance.objectNode();
  }

  /** Address of the account of the path, for who holds the permission on it. */
  static String permitted(CloudContext context, RoutingContext ctx, String permission) {
    var caller = context.iam().authenticate(ctx);
    var project = ctx.pathParam("project");
    var email = ctx.pathParam("email");
    context.iam().require(caller, "iam." + permission, "projects/-/serviceAccounts/" + email);
    if (!project.equals("-") && !project.equals(context.project())) {
      throw GoogleError.notFound("Unknown service account");
    }
    return email;
  }

  private void requireOnProject(RoutingContext ctx, String permission) {
    var caller = context.iam().authenticate(ctx);
    context.iam().require(caller, permission, "projects/" + ctx.pathParam("project"));
    if (!ctx.pathParam("project").equals(context.project())) {
      throw GoogleError.notFound("Unknown project");
    }
  }

  private ObjectNode resource(ServiceAccount account) {
    var resource = JsonNodeFactory.instance.objectNode();
    var project = context.project();
    resource.put("name", "projects/" + project + "/serviceAccounts/" + account.email());
    resource.put("projectId", project);
    resource.put("uniqueId", account.uniqueId()).put("email", account.email());
    resource.put("displayName", account.displayName());
    resource.put("description", account.description());
    return resource.put("oauth2ClientId", account.uniqueId());
  }

  private static int pageSize(String text) {
    if (text == null || text.isEmpty() || text.equals("0")) {
      return MAX_PAGE;
    }
    if (!text.matches("[0-9]{1,6}")) {
      throw GoogleError.invalid("Invalid value for: pageSize");
    }
    return Math.min(MAX_PAGE, Integer.parseInt(text));
  }

  private static String after(String token) {
    try {
      var bytes = Base64.getUrlDecoder().decode(token == null ? "" : token);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw GoogleError.invalid("Invalid value for: pageToken");
    }
  }
}
