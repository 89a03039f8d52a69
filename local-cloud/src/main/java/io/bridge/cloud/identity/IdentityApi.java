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

  private IdentityApi(CloudContext context, Sqlite store) {
    this.context = context;
    this.store = store;
  }

  public static IdentityApi open(CloudContext context) {
    return new IdentityApi(context, IdentityStore.open(context.dir()));
  }

  @Override
  public void mount(Router router) {
    var secrets = new Secrets();
    var tokens = context.tokens();
    var clock = context.clock();
    var accounts = new Accounts(store, secrets, clock);
    var signIn = new SignIn(accounts, secrets, clock);
    var refreshTokens = new RefreshTokens(store, secrets);
    var codes = new AuthorizationCodes(store, secrets, clock);
    var sessions = new Sessions(tokens, accounts, refreshTokens, clock);
    new IdentityToolkit(tokens, accounts, signIn, sessions, clock).mount(router);
    new SecureToken(sessions, context.project()).mount(router);
    new AuthorizeEndpoint(signIn, codes, secrets).mount(router);
    var jwtBearer = new JwtBearer(context.accounts(), clock);
    new TokenEndpoint(tokens, jwtBearer, accounts, codes, refreshTokens).mount(router);
    new KeySets(tokens).mount(router);
  }

  @Override
  public void close() {
    store.close();
  }
}
