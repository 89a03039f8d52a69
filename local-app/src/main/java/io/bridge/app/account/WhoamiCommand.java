package io.bridge.app.account;

import io.bridge.app.run.Run;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bridge whoami}. */
@Command(name = "whoami", description = "Who is signed in, where, and in which teams.")
public final class WhoamiCommand implements Callable<Integer> {
  private final Run run;

  public WhoamiCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() {
    Account.of(run.gateway(), run.session().gateway()).show(run.terminal());
    return 0;
  }
}
