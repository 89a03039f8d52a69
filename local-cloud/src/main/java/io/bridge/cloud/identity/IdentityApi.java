package io.bridge.cloud.identity;

import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.store.Sqlite;
import io.vertx.ext.web.Router;

/**
 * People: Identity Toolkit and Secure Token (Identity Platform), Google's OAuth for installed apps
 * with its sign-in page, and the key sets. State is {@code <dir>/identity}.
 */
public final class IdentityApi implements HttpApi {
  private final CloudContext context;
  private final Sqlite store;
  private final Secrets secrets = new Secrets();
  private final Accounts accounts;
  private final AuthorizationCodes codes;
  private final SignIn signIn;
  private final AuthorizeEndpoint authorize;

  private IdentityApi(CloudContext context, Sqlite store) {
    this.context = context;
    this.store = store;
    this.accounts = new Accounts(store, secrets, context.clock());
    this.codes = new AuthorizationCodes(store, secrets, context.clock());
    this.signIn = new SignIn(accounts, secrets, context.clock());
    this.authorize = new AuthorizeEndpoint(signIn, codes, secrets);
  }

  public static IdentityApi open(CloudContext context) {
    return new IdentityApi(context, IdentityStore.open(context.dir()));
  }

  @Override
  public void mount(Router router) {
    var tokens = context.tokens();
    var clock = context.clock();
    var refreshTokens = new RefreshTokens(store, secrets);
    var sessions = new Sessions(tokens, accounts, refreshTokens, clock);
    new IdentityToolkit(tokens, accounts, signIn, sessions, clock).mount(router);
    new SecureToken(sessions, context.project()).mount(router);
    authorize.mount(router);
    var jwtBearer = new JwtBearer(context.accounts(), clock);
    new TokenEndpoint(tokens, jwtBearer, accounts, codes, refreshTokens).mount(router);
    new RevokeEndpoint(refreshTokens).mount(router);
    new KeySets(tokens).mount(router);
  }

  /** The pages of the sign-in alone, for a port that a browser reaches. */
  public HttpApi signInPages() {
    return authorize::mount;
  }

  @Override
  public void close() {
    store.close();
  }
}
