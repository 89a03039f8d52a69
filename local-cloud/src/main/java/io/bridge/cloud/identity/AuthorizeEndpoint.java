package io.bridge.cloud.identity;

import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** {@code /o/oauth2/v2/auth}: shows the sign-in page and sends the person back with a code. */
final class AuthorizeEndpoint {
  private static final String PATH = "/o/oauth2/v2/auth";
  private static final String COOKIE = "__Host-bridge-signin";
  // Browsers do not take that prefix over plain HTTP, not all of them even from this machine.
  private static final String PLAIN_COOKIE = "bridge-signin";
  private static final long MAX_FORM_BYTES = 64L * 1024;

  private final SignIn signIn;
  private final AuthorizationCodes codes;
  private final Secrets secrets;
  private final FormSeal seal;

  AuthorizeEndpoint(SignIn signIn, AuthorizationCodes codes, Secrets secrets) {
    this.signIn = signIn;
    this.codes = codes;
    this.secrets = secrets;
    this.seal = new FormSeal(secrets);
  }

  void mount(Router router) {
    router.get(PATH).handler(ctx -> answering(ctx, () -> show(ctx)));
    router
        .post(PATH)
        .handler(Json.body(MAX_FORM_BYTES))
        .handler(ctx -> Blocking.on(ctx, () -> answering(ctx, () -> submit(ctx))));
  }

  private interface Step {
    void run() throws AuthorizeRequest.Refused;
  }

  private static void answering(RoutingContext ctx, Step step) {
    try {
      step.run();
    } catch (AuthorizeRequest.Refused e) {
      redirect(ctx, e.location());
    } catch (IllegalArgumentException e) {
      page(ctx, 400, "'none'", SignInPage.refusal(e.getMessage()));
    }
  }

  private void show(RoutingContext ctx) throws AuthorizeRequest.Refused {
    var request = AuthorizeRequest.of(ctx.queryParams());
    boolean signUp = "create".equals(ctx.queryParams().get("prompt"));
    show(ctx, request, new Shown(200, signUp, request.loginHint(), null));
  }

  private record Shown(int status, boolean signUp, String email, String error) {}

  private void show(RoutingContext ctx, AuthorizeRequest request, Shown shown) {
    var cookie = cookie(ctx);
    var fields = new LinkedHashMap<>(request.fields());
    fields.put("seal", seal.of(cookie, request.fields()));
    var other = PATH + "?" + query(request) + (shown.signUp() ? "" : "&prompt=create");
    var form = new SignInPage.Form(shown.signUp(), shown.email(), shown.error(), fields, other);
    page(ctx, shown.status(), "'self' " + request.redirectOrigin(), SignInPage.form(form));
  }

  private void submit(RoutingContext ctx) throws AuthorizeRequest.Refused {
    var form = ctx.request().formAttributes();
    var request = AuthorizeRequest.of(form);
    if (!fromOurPage(ctx, form, request)) {
      throw new IllegalArgumentException(
          "The form is not, or no longer, one that this page showed. Start again in your app.");
    }
    switch (text(form, "action")) {
      case "cancel" -> redirect(ctx, request.refused("access_denied"));
      case "sign-up" -> finish(ctx, request, true);
      default -> finish(ctx, request, false);
    }
  }

  private void finish(RoutingContext ctx, AuthorizeRequest request, boolean signUp) {
    var form = ctx.request().formAttributes();
    var email = text(form, "email").strip();
    var password = text(form, "password");
    try {
      var account =
          signUp ? signIn.register(email, password, "") : signIn.recognise(email, password);
      redirect(ctx, request.granted(codes.issue(account, request)));
    } catch (GoogleError e) {
      show(ctx, request, new Shown(400, signUp, email, forPeople(e.getMessage())));
    }
  }

  private boolean fromOurPage(RoutingContext ctx, MultiMap form, AuthorizeRequest request) {
    var origin = ctx.request().getHeader("Origin");
    var own = ctx.request().scheme() + "://" + ctx.request().getHeader("Host");
    var cookie = ctx.request().getCookie(cookieName(ctx));
    return (origin == null || origin.equals(own))
        && cookie != null
        && seal.holds(form.get("seal"), cookie.getValue(), request.fields());
  }

  /** The browser's own cookie, made now where it has none: other tabs keep working. */
  private String cookie(RoutingContext ctx) {
    var present = ctx.request().getCookie(cookieName(ctx));
    if (present != null && present.getValue().length() == 43) {
      return present.getValue();
    }
    var value = secrets.next();
    ctx.response()
        .addCookie(
            Cookie.cookie(cookieName(ctx), value)
                .setPath("/")
                .setSecure(ctx.request().isSSL())
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT));
    return value;
  }

  private static String cookieName(RoutingContext ctx) {
    return ctx.request().isSSL() ? COOKIE : PLAIN_COOKIE;
  }

  private static void page(RoutingContext ctx, int status, String formAction, String html) {
    var policy =
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src %s; form-action %s"
            .formatted(SignInPage.styleSource(), formAction);
    ctx.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/html; charset=UTF-8")
        .putHeader("Content-Security-Policy", policy)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        // Not no-referrer: browsers would then send "Origin: null" with the form.
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(SignInPage.bytes(html)));
  }

  private static void redirect(RoutingContext ctx, String location) {
    ctx.response()
        .setStatusCode(303)
        .putHeader("Location", location)
        .putHeader("Cache-Control", "no-store")
        .putHeader("Referrer-Policy", "no-referrer")
        .end();
  }

  private static String query(AuthorizeRequest request) {
    var query = new StringBuilder();
    request
        .fields()
        .forEach(
            (name, value) ->
                query
                    .append(query.isEmpty() ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return query.toString();
  }

  private static String text(MultiMap form, String name) {
    var value = form.get(name);
    return value == null ? "" : value;
  }

  private static String forPeople(String code) {
    return switch (code.split(" ")[0]) {
      case "EMAIL_EXISTS" -> "There is an account with this e-mail address already.";
      case "INVALID_EMAIL", "MISSING_EMAIL" -> "Enter an e-mail address.";
      case "WEAK_PASSWORD", "MISSING_PASSWORD" -> "Enter a password of at least 6 characters.";
      case "TOO_MANY_ATTEMPTS_TRY_LATER" -> "Too many wrong passwords. Try again in 5 minutes.";
      case "INVALID_LOGIN_CREDENTIALS" -> "The e-mail address or the password is wrong.";
      default -> "This cannot be used.";
    };
  }
}
