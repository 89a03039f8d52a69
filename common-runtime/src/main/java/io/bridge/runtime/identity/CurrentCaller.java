package io.bridge.runtime.identity;

import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Who the current request is made for. */
@ApplicationScoped
public class CurrentCaller {
  private static final String KEY = CurrentCaller.class.getName();

  private final CurrentVertxRequest request;

  CurrentCaller(CurrentVertxRequest request) {
    this.request = request;
  }

  /** Fails with {@code UNAUTHENTICATED} where the request is nobody's. */
  public Caller get() {
    RoutingContext context = request.getCurrent();
    Caller caller = context == null ? null : context.get(KEY);
    if (caller == null) {
      throw TokenVerifier.refused();
    }
    return caller;
  }

  /**
   * The caller, where they hold at least the role in the team. Fails with {@code notFound} where
   * they are not in the team, whether it exists or not, and with {@code FORBIDDEN} where the role
   * is too low. A service is in no team.
   */
  public Caller require(UUID teamId, TeamRole atLeast, ErrorCode notFound) {
    Caller caller = get();
    if (!caller.teams().containsKey(teamId)) {
      throw notFound.with(notFound.title());
    }
    if (!caller.holds(teamId, atLeast)) {
      throw ErrorCode.FORBIDDEN.with("This needs the role " + atLeast + " in the team");
    }
    return caller;
  }

  static void remember(RoutingContext context, Caller caller) {
    context.put(KEY, caller);
  }
}
