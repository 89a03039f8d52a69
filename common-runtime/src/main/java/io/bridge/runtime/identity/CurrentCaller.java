package io.bridge.runtime.identity;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
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

  /**
   * The team that is meant: the one that was asked for, else the caller's only one. Fails with
   * {@code INVALID_REQUEST} where several fit, and as {@link #require} does.
   *
   * @param asked value of {@code ?team=}; null where there was none
   */
  public UUID team(UUID asked, TeamRole atLeast, ErrorCode notFound) {
    Set<UUID> teams = get().teams().keySet();
    if (asked == null && teams.size() != 1) {
      List<String> allowed = teams.stream().map(UUID::toString).sorted().toList();
      throw new BridgeException(
          ErrorCode.INVALID_REQUEST,
          teams.isEmpty() ? "You are in no team yet" : "You are in several teams: say which one",
          List.of(new Violation("team", "id of a team of yours", null, null, allowed)));
    }
    UUID team = asked == null ? teams.iterator().next() : asked;
    require(team, atLeast, notFound);
    return team;
  }

  /**
   * The caller, where it is one of these services. Fails with {@code notFound} for everybody else:
   * to a person such an address does not exist.
   */
  public Caller requirePeer(Set<String> services, ErrorCode notFound) {
    Caller caller = get();
    if (caller.service() == null || !services.contains(caller.service())) {
      throw notFound.with(notFound.title());
    }
    return caller;
  }

  static void remember(RoutingContext context, Caller caller) {
    context.put(KEY, caller);
  }
}
