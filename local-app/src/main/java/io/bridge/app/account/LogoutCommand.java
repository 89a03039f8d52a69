package io.bridge.app.account;

import io.bridge.app.run.Run;
import io.bridge.app.terminal.TextTable;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bridge logout}; twice is harmless. */
@Command(name = "logout", description = "Forget the session on this machine.")
public final class LogoutCommand implements Callable<Integer> {
  private final Run run;

  public LogoutCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    boolean was = run.sessions().remove();
    String outcome = was ? "signed out" : "nobody was signed in";
    run.terminal().show(Map.of("signedOut", was), () -> new TextTable("SESSION").row(outcome));
    return 0;
  }
}
