package io.bridge.app.account;

import io.bridge.app.http.Wire;
import io.bridge.app.identity.BrowserSignIn;
import io.bridge.app.identity.IdentityPlatform;
import io.bridge.app.run.Run;
import io.bridge.app.session.Identity;
import io.bridge.app.session.Session;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bridge login}. */
@Command(
    name = "login",
    description = {
      "Sign in: in a browser, or with --user and a password.",
      "",
      "The password comes from --password-file, --password-stdin, BRIDGE_PASSWORD or a prompt."
    })
public final class LoginCommand implements Callable<Integer> {
  private final Run run;

  @Spec private CommandSpec spec;

  @Option(names = "--user", paramLabel = "EMAIL", description = "Sign in with a password.")
  private String user;

  @ArgGroup private PasswordSource passwordSource;

  @Option(names = "--sign-up", description = "Make the account first if there is none yet.")
  private boolean signUp;

  @Option(names = "--no-browser", description = "Only print the address of the sign-in page.")
  private boolean noBrowser;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for the browser (${DEFAULT-VALUE}).")
  private long timeoutSeconds;

  public LoginCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    refuseLoosePasswordOptions();
    Wire wire = run.wire(run.ca());
    URI gateway = run.address();
    Identity identity = Discovery.identity(gateway, wire);
    IdentityPlatform platform = new IdentityPlatform(identity, wire, run.surroundings().time());
    IdentityPlatform.SignedIn result =
        user == null ? inBrowser(identity, wire, platform) : withPassword(platform);
    Session session = new Session(gateway, run.ca(), result.email(), identity, result.tokens());
    Account account = Account.of(run.gateway(session, wire), gateway);
    run.sessions().save(session);
    account.show(run.terminal());
    return 0;
  }

  private void refuseLoosePasswordOptions() {
    if (user == null && (signUp || passwordSource != null)) {
      throw new ParameterException(
          spec.commandLine(), "--sign-up and --password-* need --user EMAIL");
    }
  }

  private IdentityPlatform.SignedIn withPassword(IdentityPlatform platform) {
    char[] password = PasswordSource.read(passwordSource, run.surroundings());
    return signUp ? platform.signUp(user, password) : platform.signIn(user, password);
  }

  private IdentityPlatform.SignedIn inBrowser(
      Identity identity, Wire wire, IdentityPlatform platform) {
    return new BrowserSignIn(identity, wire, platform)
        .signIn(this::show, Duration.ofSeconds(timeoutSeconds));
  }

  private void show(URI page) {
    run.terminal().note("Sign in on this page: " + page);
    if (!noBrowser) {
      run.surroundings().person().open(page);
    }
  }
}
