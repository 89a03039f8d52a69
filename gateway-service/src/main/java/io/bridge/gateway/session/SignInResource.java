package io.bridge.gateway.session;

import static io.bridge.model.error.ErrorCode.CROSS_SITE_REQUEST;
import static io.bridge.model.error.ErrorCode.SIGN_IN_FAILED;

import io.bridge.gateway.GatewayConfig;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/api/auth")
@Tag(name = "Sign-in")
class SignInResource {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SEE_OTHER = 303;
  private static final int MAX_CODE = 2048;

  private final Sessions sessions;
  private final IdentityPlatform platform;
  private final Console console;
  private final Duration longest;

  SignInResource(
      Sessions sessions, IdentityPlatform platform, Console console, GatewayConfig config) {
    this.sessions = sessions;
    this.platform = platform;
    this.console = console;
    this.longest = config.session().longest();
  }

  @GET
  @Path("/login")
  @Operation(operationId = "signIn", summary = "Sends a browser to the sign-in page")
  @APIResponse(responseCode = "303", description = "To the sign-in page")
  public RestResponse<Void> login(@QueryParam("to") String to) {
    SignInAttempt attempt = SignInAttempt.to(to);
    return ResponseBuilder.<Void>create(SEE_OTHER)
        .location(platform.page(attempt))
        .cookie(console.signIn(attempt.cookie(), PATIENCE))
        .build();
  }

  @GET
  @Path("/callback")
  @Operation(operationId = "signedIn", summary = "Where the sign-in page sends the browser back to")
  @APIResponse(
      responseCode = "200",
      description = "A page that goes on to where the visitor wanted, with the session's cookie",
      content = @Content(mediaType = "text/html"))
  public Uni<RestResponse<String>> callback(
      @QueryParam("state") String state,
      @QueryParam("code") String code,
      @Context HttpServerRequest request) {
    return attempt(state, code, request)
        .map(attempt -> finish(attempt, code, request))
        .orElseGet(() -> Uni.createFrom().failure(SIGN_IN_FAILED.with("No such sign-in")))
        .onFailure(failure -> isFailed(failure) && isForPeople(request))
        .recoverWithItem(() -> page(ErrorCode.SIGN_IN_FAILED.status(), SignInPages.failed()));
  }

  /** Empty where the answer is not for a sign-in that this browser began. */
  private Optional<SignInAttempt> attempt(String state, String code, HttpServerRequest request) {
    return cookie(request, console.signInCookie())
        .flatMap(SignInAttempt::read)
        .filter(attempt -> attempt.isAnsweredBy(state))
        .filter(_ -> code != null && !code.isEmpty() && code.length() <= MAX_CODE);
  }

  /** The session that this browser had before, be it somebody else's, ends here. */
  private Uni<RestResponse<String>> finish(
      SignInAttempt attempt, String code, HttpServerRequest request) {
    return platform
        .signIn(attempt, code)
        .chain(sessions::open)
        .call(() -> end(request))
        .map(cookie -> signedIn(attempt, cookie));
  }

  private RestResponse<String> signedIn(SignInAttempt attempt, String cookie) {
    return ResponseBuilder.ok(SignInPages.done(attempt.to()), "text/html; charset=utf-8")
        .cookie(console.session(cookie, longest))
        .cookie(console.signIn("", Duration.ZERO))
        .build();
  }

  private RestResponse<String> page(int status, String html) {
    return ResponseBuilder.<String>create(status)
        .entity(html)
        .type("text/html; charset=utf-8")
        .cookie(console.signIn("", Duration.ZERO))
        .build();
  }

  private static boolean isFailed(Throwable failure) {
    return failure instanceof BridgeException e
        && (e.code() == SIGN_IN_FAILED || e.code() == ErrorCode.UNAUTHENTICATED);
  }

  private static boolean isForPeople(HttpServerRequest request) {
    String accept = request.getHeader("accept");
    return accept != null && accept.contains("text/html");
  }

  @POST
  @Path("/logout")
  @Operation(operationId = "signOut", summary = "Ends the browser's session")
  @APIResponse(responseCode = "204", description = "Ended")
  public Uni<RestResponse<Void>> logout(@Context HttpServerRequest request) {
    if (!console.isOwn(request)) {
      throw CROSS_SITE_REQUEST.with("Only the console's own pages may sign out");
    }
    return end(request)
        .map(_ -> ResponseBuilder.<Void>noContent())
        .map(answer -> answer.cookie(console.session("", Duration.ZERO)).build());
  }

  private Uni<Void> end(HttpServerRequest request) {
    return cookie(request, console.sessionCookie())
        .filter(Secrets::isOne)
        .map(sessions::close)
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private static Optional<String> cookie(HttpServerRequest request, String name) {
    return Optional.ofNullable(request.getCookie(name)).map(Cookie::getValue);
  }
}
