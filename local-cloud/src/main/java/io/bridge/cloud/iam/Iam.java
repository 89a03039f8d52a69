package io.bridge.cloud.iam;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.topology.Topology;
import io.grpc.Context;
import io.grpc.ServerInterceptor;
import io.vertx.ext.web.RoutingContext;

/** Who calls, and whether their roles and the scopes of their token let them. */
public final class Iam {
  private static final Context.Key<Principal> CURRENT = Context.key("principal");
  private static final String OWNER = Iam.class.getName() + ".owner";

  private final Tokens tokens;
  private final Bindings bindings;

  /** By the topology alone; see {@link #Iam(Topology, Tokens, ServiceAccounts)}. */
  public Iam(Topology topology, Tokens tokens) {
    this(topology, tokens, GrantedRoles.NONE);
  }

  /**
   * By the topology and by what accounts were given since. Fails with {@link
   * IllegalArgumentException} when the topology names a role nobody knows.
   */
  public Iam(Topology topology, Tokens tokens, ServiceAccounts accounts) {
    this(topology, tokens, accounts.policy());
  }

  private Iam(Topology topology, Tokens tokens, GrantedRoles granted) {
    this.tokens = tokens;
    this.bindings = Bindings.of(topology, granted);
  }

  /**
   * The holder of the request's Bearer access token; 401 {@link GoogleError} without a good one.
   */
  public Principal authenticate(RoutingContext ctx) {
    return ctx.get(OWNER) instanceof Principal owner
        ? owner
        : authenticate(ctx.request().getHeader("Authorization"));
  }

  /**
   * Fails with 403 unless the principal holds the permission on the resource or on the project.
   *
   * @param permission for example {@code storage.objects.create}
   * @param resource full name: {@code projects/p}, {@code projects/p/datasets/d}, {@code
   *     projects/p/topics/t}, {@code projects/p/locations/l/queues/q}, {@code
   *     projects/_/buckets/b[/objects/o]}, {@code projects/-/serviceAccounts/email}, {@code
   *     projects/p/locations/l/keyRings/r/cryptoKeys/k}
   */
  public void require(Principal principal, String permission, String resource) {
    if (!allowed(principal, permission, resource)) {
      throw Refusal.of(principal, permission, resource);
    }
  }

  /** As {@link #require}, for answers that are filtered rather than refused. */
  public boolean allowed(Principal principal, String permission, String resource) {
    return Scopes.cover(principal.scopes(), permission) && holds(principal, permission, resource);
  }

  /** Whether roles allow it, for an API that looks at the scopes of a token itself. */
  public boolean holds(Principal principal, String permission, String resource) {
    if (!principal.kind().equals(Principal.SERVICE_ACCOUNT)) {
      return false;
    }
    return principal.email().equals(tokens.adminEmail())
        || bindings.allow(principal.email(), permission, ResourceName.bound(resource));
  }

  /**
   * Lets only calls with a good Bearer token through and turns a {@link GoogleError} that a service
   * throws, or gives to its observer, into the status of the same name.
   */
  public ServerInterceptor grpcInterceptor() {
    return new GrpcGuard(this::authenticate);
  }

  /**
   * From now on the request is the project's owner's, whatever credentials it has: for a port that
   * only this machine reaches and that was opened on purpose.
   */
  public void takeForOwner(RoutingContext ctx) {
    ctx.put(OWNER, owner());
  }

  /** As {@link #grpcInterceptor}, for such a port. */
  public ServerInterceptor openGrpcInterceptor() {
    return new GrpcGuard(_ -> owner());
  }

  private Principal owner() {
    return new Principal(tokens.adminEmail(), Principal.SERVICE_ACCOUNT);
  }

  /** The caller of the current gRPC call. */
  public static Principal current() {
    var principal = CURRENT.get();
    if (principal == null) {
      throw new IllegalStateException("Not inside an authenticated gRPC call");
    }
    return principal;
  }

  Principal authenticate(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new GoogleError(
          401,
          "required",
          "Request is missing required authentication credential. Expected OAuth 2 access token,"
              + " login cookie or other valid authentication credential. See"
              + " https://developers.google.com/identity/sign-in/web/devconsole-project.");
    }
    return tokens.verifyAccessToken(authorization.substring(7).strip());
  }

  static Context with(Principal principal) {
    return Context.current().withValue(CURRENT, principal);
  }
}
